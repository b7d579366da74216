import type { Sentences } from '../sentences.js';

/** 按 docs/day-two.md 的代码。 */
export const SENTENCES: Sentences = {
  unauthenticated: ['登录已失效。', '请重新登录，然后从原处继续。'],
};
