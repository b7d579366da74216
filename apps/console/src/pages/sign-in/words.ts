import { defineWords } from '../../words/define.js';

export const WORDS = defineWords({
  'zh-CN': {
    title: '登录',
    about: '上传课程录像，随时随地学习。',
    entering: '正在登录……',
    byProvider: '用单位账户登录',
    who: '编号或邮箱',
    password: '密码',
    forgotten: '忘记密码？请让管理员给你一个新的设置链接。',
    orKey: '用 API 密钥登录',
    key: 'API 密钥',
    keyHint: '以 lk_ 开头；向本单位管理员索取。',
    keyShape: '密钥以 lk_ 开头，共 46 个字符。',
    enter: '登录',
    underWay: '还有文件正在上传，请不要关闭本页。登录后上传会自动继续。',
  },
  en: {
    title: 'Sign in',
    about: 'Upload lessons, and learn from them wherever you are.',
    entering: 'Signing in …',
    byProvider: 'Sign in with your hospital’s account',
    who: 'Id or e-mail address',
    password: 'Password',
    forgotten: 'Forgotten? Your administrator gives you a link that sets a new one.',
    orKey: 'Sign in with an API key',
    key: 'API key',
    keyHint: 'It begins with lk_; the administrator of your unit gives you one.',
    keyShape: 'A key begins with lk_ and has 46 characters.',
    enter: 'Sign in',
    underWay: 'Files are on their way: keep this page open. They go on when you have signed in.',
  },
});
