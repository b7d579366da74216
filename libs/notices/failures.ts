import type { Language } from '#libs/database';
import type { NoticeFacts } from './notice.js';

/**
 * Why something failed, and what to do, in the person's language. What the worker says is English, and told as it is where
 * nobody has put it into words here.
 */
export function failureIn(language: Language, { code, reason }: NoticeFacts): string {
  const said = code === undefined ? undefined : FAILURES[code];
  if (said !== undefined) return said[language];
  if (language === 'en' && reason !== undefined && reason !== '') return reason;
  return OTHER[language];
}

type Said = Readonly<Record<Language, string>>;

const OTHER: Said = {
  en: 'Please try again; if it fails again, ask your administrator, who finds the reason in the log.',
  'zh-CN': '请重试；如仍失败，请联系管理员，原因记录在系统日志中。',
};

const SEND_AGAIN: Said = {
  en: 'The connection or the storage failed. Please send the file again.',
  'zh-CN': '连接或存储出现故障。请重新上传该文件。',
};

const FAILURES: Readonly<Record<string, Said>> = {
  // Uploads.
  expired: {
    en: 'Nothing came for so long that it was given up. Please send the file again.',
    'zh-CN': '长时间没有收到数据，上传已结束。请重新上传该文件。',
  },
  'ended-by-administrator': {
    en: 'An administrator has ended it. Please ask them why before you send it again.',
    'zh-CN': '管理员已终止此上传。重新上传前请先向管理员了解原因。',
  },
  'empty-file': {
    en: 'The file is empty. Please choose the right file.',
    'zh-CN': '文件为空。请选择正确的文件。',
  },
  'form-broken': SEND_AGAIN,
  'cut-off': SEND_AGAIN,
  'direct-upload-failed': SEND_AGAIN,
  'storage-lost': SEND_AGAIN,
  // Processing: codes of the worker.
  'not-media': {
    en: 'The file is neither a recording nor a picture that can be played.',
    'zh-CN': '该文件不是可播放的录像、录音或图片。',
  },
  'file-empty': {
    en: 'The file is empty. Please choose the right file.',
    'zh-CN': '文件为空。请选择正确的文件。',
  },
  'recording-cut-off': {
    en: 'The recording is incomplete: the file ends before the recording does. Please export or copy it again.',
    'zh-CN': '录像不完整：文件提前结束。请重新导出或复制。',
  },
  'recording-damaged': {
    en: 'The recording is damaged and can not be read. Please export or copy it again.',
    'zh-CN': '录像已损坏，无法读取。请重新导出或复制。',
  },
  'recording-encrypted': {
    en: 'The recording is protected (encrypted) and can not be read. Please export it again without copy protection.',
    'zh-CN': '录像受加密保护，无法读取。请在不加版权保护的情况下重新导出。',
  },
  'no-picture-or-sound': {
    en: 'The recording has neither picture nor sound.',
    'zh-CN': '录像既没有画面也没有声音。',
  },
  'codec-not-supported': {
    en: 'The picture of the recording has a format that can not be converted. Please export it as MP4 with H.264 and AAC.',
    'zh-CN': '录像的画面格式无法转换。请导出为 MP4（H.264 + AAC）。',
  },
  'sound-codec-not-supported': {
    en: 'The sound of the recording has a format that can not be converted. Please export it as M4A or MP4 with AAC (LC), or as MP3 or WAV.',
    'zh-CN': '录音的声音格式无法转换。请导出为 AAC（LC）编码的 M4A 或 MP4，或导出为 MP3、WAV。',
  },
  'picture-too-large': {
    en: 'The picture is too large to be processed. Please make it smaller.',
    'zh-CN': '图片过大，无法处理。请缩小后重新上传。',
  },
  'picture-damaged': {
    en: 'The picture is damaged and can not be read. Please export or copy it again.',
    'zh-CN': '图片已损坏，无法读取。请重新导出或复制。',
  },
  'picture-not-supported': {
    en: 'The picture has a format that can not be shown. Please save it as JPEG or PNG.',
    'zh-CN': '图片格式无法显示。请另存为 JPEG 或 PNG。',
  },
  'recording-too-long': {
    en: 'The recording is too long to be processed. Please cut it into parts.',
    'zh-CN': '录像过长，无法处理。请分段后上传。',
  },
  'took-too-long': {
    en: 'Processing took longer than is allowed and was stopped. Please cut the recording into parts.',
    'zh-CN': '处理时间超过限制，已停止。请将录像分段后上传。',
  },
  'too-complex': {
    en: 'The file has more parts than can be processed safely. Please export it again as MP4.',
    'zh-CN': '文件结构过于复杂，无法安全处理。请重新导出为 MP4。',
  },
  'too-many-pictures': {
    en: 'The file claims far more pictures than a recording of its length and size can have. Please export it again as MP4 (H.264) with at most 60 pictures a second.',
    'zh-CN': '文件声明的帧数异常。请重新导出为 MP4（H.264），每秒不超过 60 帧。',
  },
  cancelled: {
    en: 'An administrator stopped its processing. It can be tried again at its page.',
    'zh-CN': '管理员已停止处理。可以在课程页面重试。',
  },
  internal: {
    en: 'Processing failed for a reason of our own. Try it again at its page; your administrator finds the reason in the log.',
    'zh-CN': '由于系统自身原因处理失败。请在课程页面重试；管理员可在系统日志中查看原因。',
  },
};
