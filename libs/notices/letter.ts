import type { Language } from '#libs/database';
import { oneLine } from '#libs/mail';
import { failureIn } from './failures.js';
import type { Notice, NoticeKind } from './notice.js';

/** A mail to one person, of one notice or of several. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

interface Words {
  readonly several: (count: number) => string;
  readonly more: (count: number) => string;
  readonly end: string;
  readonly subjects: Readonly<Record<NoticeKind, string>>;
  readonly over: string;
  readonly says: Readonly<Record<NoticeKind, (facts: Notice['facts'], language: Language) => string>>;
}

/** Of so many notices a mail tells each; of the others, how many they are. */
const MOST_TOLD = 20;
const MOST_TITLE = 120;

/**
 * What a person reads: in one sentence what is so, in another what to do, and the page for it. Subjects have no words of
 * anybody's, as they stand on locked screens; titles and reasons stand in the text, each in one line.
 *
 * @param console where the pages of the console are, with no slash at its end
 */
export function letterOf(notices: readonly Notice[], language: Language, console: string): Letter {
  const words = WORDS[language];
  const [first] = notices;
  if (first === undefined) throw new Error('A mail is of one notice at least.');
  const alone = first.facts.isOver === true ? words.over : words.subjects[first.kind];
  const subject = notices.length === 1 ? alone : words.several(notices.length);
  const told = notices
    .slice(0, MOST_TOLD)
    .map(({ kind, facts }) => [words.says[kind](facts, language), console + pageOf(kind, facts)].join('\n'));
  const left = notices.length - told.length;
  const parts = [...told, ...(left === 0 ? [] : [words.more(left)]), words.end];
  return { subject: `[Lectern] ${subject}`, text: `${parts.join('\n\n')}\n` };
}

/** Without a token: whoever opens it signs in. */
function pageOf(kind: NoticeKind, { asset, unit }: Notice['facts']): string {
  if (kind === 'releaseWaiting') return '/admin/releases';
  if (kind === 'quotaNearlyFull') return unit === undefined ? '/mine' : '/admin';
  if (kind === 'uploadFailed' || asset === undefined) return '/upload';
  return `/lessons/${encodeURIComponent(asset)}/edit`;
}

function line(text: string | undefined, most: number): string {
  const [...characters] = oneLine(text ?? '').trim();
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : characters.join('');
}

const titleOf = ({ title }: Notice['facts']) => line(title, MOST_TITLE);
const reasonOf = ({ reason }: Notice['facts']) => line(reason, 500);

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    several: (count) => `${count} messages`,
    more: (count) => `And ${count} more.`,
    end: 'Which of these mails you get, you say at the page of your account. This one was sent by itself: nobody reads answers.',
    subjects: {
      uploadFailed: 'An upload has failed',
      processingFailed: 'A lesson could not be processed',
      released: 'A lesson was released',
      refused: 'A lesson was not released',
      releaseWaiting: 'A lesson waits for its release',
      quotaNearlyFull: 'A quota is nearly full',
    },
    over: 'A quota has room again',
    says: {
      uploadFailed: (facts, language) =>
        `The upload of “${titleOf(facts)}” has come to nothing. ${failureIn(language, facts)}`,
      processingFailed: (facts, language) =>
        `“${titleOf(facts)}” could not be processed. ${failureIn(language, facts)}`,
      released: (facts) => `“${titleOf(facts)}” was released: all see it to whom its course shows it.`,
      refused: (facts) =>
        `“${titleOf(facts)}” was not released, and stays within your unit. The reason: ${reasonOf(facts)}`,
      releaseWaiting: (facts) =>
        `“${titleOf(facts)}” is to be seen beyond its unit, and waits for you to release or refuse it.`,
      quotaNearlyFull: ({ unit, percent, isOver }) => {
        const whose = unit === undefined ? 'Your quota' : `The quota of ${line(unit, MOST_TITLE)}`;
        if (isOver === true) return `${whose} has room again.`;
        const next =
          unit === undefined
            ? 'Delete what you do not need, or ask the admin of your unit for more.'
            : 'Delete what is not needed, or ask the unit above for more.';
        return `${whose} is ${percent ?? 90} % full. When it is full, uploads are refused. ${next}`;
      },
    },
  },
  'zh-CN': {
    several: (count) => `${count} 条消息`,
    more: (count) => `另有 ${count} 条。`,
    end: '您可以在账户页面选择接收哪些邮件。本邮件由系统自动发送，请勿回复。',
    subjects: {
      uploadFailed: '上传失败',
      processingFailed: '课程处理失败',
      released: '课程已通过发布审核',
      refused: '课程未通过发布审核',
      releaseWaiting: '有课程等待发布审核',
      quotaNearlyFull: '配额即将用满',
    },
    over: '配额已有余量',
    says: {
      uploadFailed: (facts, language) => `“${titleOf(facts)}”上传未成功。${failureIn(language, facts)}`,
      processingFailed: (facts, language) => `“${titleOf(facts)}”处理失败。${failureIn(language, facts)}`,
      released: (facts) => `“${titleOf(facts)}”已通过审核，其课程面向的人员现在都可以观看。`,
      refused: (facts) => `“${titleOf(facts)}”未通过审核，仍仅限本单位观看。原因：${reasonOf(facts)}`,
      releaseWaiting: (facts) => `“${titleOf(facts)}”申请向本单位以外发布，等待您审核。`,
      quotaNearlyFull: ({ unit, percent, isOver }) => {
        const whose = unit === undefined ? '您的配额' : `${line(unit, MOST_TITLE)} 的配额`;
        if (isOver === true) return `${whose}已有余量。`;
        const next =
          unit === undefined
            ? '请删除不需要的内容，或向单位管理员申请更多空间。'
            : '请清理不需要的内容，或向上级单位申请更多空间。';
        return `${whose}已使用 ${percent ?? 90}%。用满后将无法上传。${next}`;
      },
    },
  },
};
