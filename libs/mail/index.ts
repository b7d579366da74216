export { isAddress } from './address.js';
export { type MailServer, mailServer } from './mail-server.js';
export { Mailer, MailNotTaken, oneLine } from './mailer.js';
