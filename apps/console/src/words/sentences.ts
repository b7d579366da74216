import { useEffect, useState } from 'react';
import { ApiProblem } from '../api/problem.js';
import { defineWords, type Language } from './define.js';
import { useLanguage } from './language.js';
import type { Sentences } from './sentence.js';

const HERE = defineWords({
  'zh-CN': {
    offline: '现在连不上服务器。',
    offlineNext: '已保存的内容不会丢失；网络恢复后会自动继续。',
    broken: '页面出了问题。',
    brokenNext: '请刷新页面；如果再次出现，请把下面的编号告诉管理员。',
    later: (seconds: number) => `请在 ${seconds} 秒后再试。`,
  },
  en: {
    offline: 'The server can’t be reached now.',
    offlineNext: 'Nothing that was saved is lost; it goes on by itself when the link is back.',
    broken: 'Something in this page has failed.',
    brokenNext: 'Load the page anew; if it happens again, tell your administrator the number below.',
    later: (seconds: number) => `Try again in ${seconds} seconds.`,
  },
});

// They are many, and needed only when something goes wrong.
const LOADS: Readonly<Record<Language, () => Promise<{ SENTENCES: Sentences }>>> = {
  'zh-CN': () => import('./sentences/zh-CN.js'),
  en: () => import('./sentences/en.js'),
};

/** What is said of an error: by its code in the reader's language, else as the service itself says it. */
export function useSentence(error: unknown): { readonly what: string; readonly next: string } {
  const { language } = useLanguage();
  const [sentences, setSentences] = useState<Sentences>({});
  const isProblem = error instanceof ApiProblem;
  useEffect(() => {
    if (!isProblem) return;
    let isWanted = true;
    void LOADS[language]()
      .then((loaded) => isWanted && setSentences(loaded.SENTENCES))
      // Then the service's own is left.
      .catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [isProblem, language]);
  const words = HERE[language];
  if (isProblem) {
    const [what = error.message, next = ''] = sentences[error.code] ?? [];
    const later = error.retryAfterSeconds === undefined ? '' : words.later(error.retryAfterSeconds);
    return { what, next: [next, later].filter((part) => part !== '').join(' ') };
  }
  // What fetch throws when there is no answer.
  if (error instanceof TypeError) return { what: words.offline, next: words.offlineNext };
  return { what: words.broken, next: words.brokenNext };
}
