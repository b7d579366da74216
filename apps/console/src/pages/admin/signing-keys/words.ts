import { defineWords } from '../../../words/define.js';

export const WORDS = defineWords({
  'zh-CN': {
    title: '签名密钥',
    about: '播放地址由它签名。只显示编号，密钥本身不告诉任何人。',
    kid: '编号',
    state: '状态',
    signing: '正在签名',
    verifying: '只验证旧地址',
    coming: (from: string) => `${from} 开始签名`,
    since: '从',
    until: '到',
    unknown: '未知',
    rotate: '更换密钥',
    rotateTitle: '更换签名密钥？',
    rotateAbout:
      '新密钥先在各处公布，一分钟后开始签名。旧密钥继续验证已发出的地址，直到最后一个到期，然后自动移除。正在观看的人不受影响。',
    rotated: '新密钥已公布，一分钟后开始签名。',
    leaked:
      '如果密钥已泄露，不要在这里更换：旧密钥还会继续有效。请运维换上只有新密钥的密钥环，所有旧地址随即失效。',
    steps: '密钥环由运维保管，请在保管处按下面的步骤更换：',
    refresh: '刷新',
  },
  en: {
    title: 'Signing keys',
    about:
      'They sign the URLs of recordings. Only their ids are shown; the keys themselves are told to nobody.',
    kid: 'Id',
    state: 'State',
    signing: 'signs',
    verifying: 'verifies what it signed before',
    coming: (from: string) => `signs from ${from}`,
    since: 'Since',
    until: 'Until',
    unknown: 'not known',
    rotate: 'Change the key',
    rotateTitle: 'Change the signing key?',
    rotateAbout:
      'A new key is made known everywhere, and signs after a minute. The old one verifies what it signed until the last of its URLs is dead, and goes by itself then. Nobody who watches is disturbed.',
    rotated: 'The new key is being made known, and signs in a minute.',
    leaked:
      'Where a key has leaked do not change it here, since the old one stays good for a while: have the operator put a ring with a new key alone in its place, and all URLs of before die at once.',
    steps: 'The ring is kept by the operator. Change it there, by these steps:',
    refresh: 'Refresh',
  },
});
