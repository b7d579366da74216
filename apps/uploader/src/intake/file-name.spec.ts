import { expect, it } from 'vitest';
import { parseFileName } from './file-name.js';
import { InvalidFileName } from './intake.errors.js';

it.each([
  ['क्\u200dष.pdf', 'क्\u200dष.pdf'],
  ['نمی\u200cخواهم.pdf', 'نمی\u200cخواهم.pdf'],
  ['👩\u200d⚕️.jpg', '👩\u200d⚕️.jpg'],
  ['a\u200b\u2060\ufeff\u202e\u2066\u200e\u200f\u061c.pdf', 'a.pdf'],
  ['a\r\n\u0085\u2028b.pdf', 'ab.pdf'],
  [`${'讲'.repeat(251)}.pdf`, `${'讲'.repeat(251)}.pdf`],
  [`${'👩'.repeat(251)}.pdf`, `${'👩'.repeat(251)}.pdf`],
])('%j is kept as %j', (name, kept) => expect(parseFileName(name)).toBe(kept));

it.each([
  '\u200d',
  ' \u200c ',
  '.\u200d.',
  '\ud83d.pdf',
  `${'👩'.repeat(252)}.pdf`,
  `${'a'.repeat(252)}.pdf`,
])('%j is refused', (name) => expect(() => parseFileName(name)).toThrow(InvalidFileName));
