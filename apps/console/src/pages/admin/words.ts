import { defineWords } from '../../words/define.js';

/** What the pages of admins are called. */
export const WORDS = defineWords({
  'zh-CN': {
    admin: '管理',
    overview: '概览',
    units: '单位与配额',
    lessons: '内容',
    people: '人员',
    jobs: '处理任务',
    reservations: '未完成的上传',
  },
  en: {
    admin: 'Admin',
    overview: 'Overview',
    units: 'Units and quotas',
    lessons: 'Lessons',
    people: 'People',
    jobs: 'Jobs',
    reservations: 'Unfinished uploads',
  },
});
