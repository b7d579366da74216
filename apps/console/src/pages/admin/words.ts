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
    usage: '用量',
    audit: '审计记录',
    retention: '保留与清理',
    revocations: '吊销播放地址',
    webhooks: 'Webhook',
    keys: 'API 密钥',
    signingKeys: '签名密钥',
    storage: '存储',
  },
  en: {
    admin: 'Admin',
    overview: 'Overview',
    units: 'Units and quotas',
    lessons: 'Lessons',
    people: 'People',
    jobs: 'Jobs',
    reservations: 'Unfinished uploads',
    usage: 'Usage',
    audit: 'Audit trail',
    retention: 'Retention',
    revocations: 'Revoked URLs',
    webhooks: 'Webhooks',
    keys: 'API keys',
    signingKeys: 'Signing keys',
    storage: 'Storage',
  },
});
