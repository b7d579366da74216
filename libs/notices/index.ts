export { forgetNotices } from './erasure.js';
export { NOTICE_KINDS, type NoticeWish } from './notice.js';
export { adminsOf, NoticeIntake } from './notice-intake.js';
export { Notices, type NoticeOutcome } from './notices.js';
