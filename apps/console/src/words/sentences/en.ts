import type { Sentences } from '../sentences.js';

/** By the codes of docs/day-two.md. */
export const SENTENCES: Sentences = {
  unauthenticated: ['You are not signed in any more.', 'Sign in, and go on where you were.'],
};
