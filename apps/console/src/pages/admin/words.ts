import { defineWords } from '../../words/define.js';

/** What the pages of admins are called. */
export const WORDS = defineWords({
  'zh-CN': {
    admin: '管理',
    overview: '概览',
    units: '单位与配额',
    people: '人员',
  },
  en: {
    admin: 'Admin',
    overview: 'Overview',
    units: 'Units and quotas',
    people: 'People',
  },
});
