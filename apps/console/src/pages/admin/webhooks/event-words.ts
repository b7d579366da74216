import { defineWords } from '../../../words/define.js';

/** What a webhook can be told of. */
export const EVENTS = defineWords({
  'zh-CN': {
    'upload.created': '上传开始',
    'upload.completed': '上传完成',
    'upload.ended': '上传中止：放弃、过期、被拒绝或被管理员结束',
    'asset.processing': '开始处理',
    'asset.playable': '可以播放',
    'asset.ready': '全部处理完成',
    'asset.failed': '处理失败',
    'asset.updated': '内容被编辑',
    'asset.trashed': '移入回收站',
    'asset.restored': '从回收站恢复',
    'asset.removed': '彻底删除',
    'webhook.disabled': '另一个 Webhook 因对方不接收而被停用',
  },
  en: {
    'upload.created': 'An upload has begun',
    'upload.completed': 'An upload has become a lesson',
    'upload.ended': 'An upload came to nothing: given up, expired, refused or ended by an administrator',
    'asset.processing': 'A lesson is being processed',
    'asset.playable': 'A lesson can be played',
    'asset.ready': 'All of a lesson is there',
    'asset.failed': 'A lesson can’t be played',
    'asset.updated': 'A lesson was edited',
    'asset.trashed': 'A lesson was put into the trash',
    'asset.restored': 'A lesson is back from the trash',
    'asset.removed': 'A lesson is gone for good',
    'webhook.disabled': 'Another webhook was disabled since its receiver took nothing',
  },
});
