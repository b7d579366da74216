import { InvalidFileName } from './intake.errors.js';

const MAX_CHARACTERS = 255;
// Control characters and line separators break lines, bidirectional marks make a name show as another one (F27), and
// what has no width hides in it.
// oxlint-disable-next-line no-control-regex -- these are what must go
const DECEIVING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
// Words of Persian and Hindi and many emoji are spelt with them, but none consists of them.
const JOINERS = /[\u200c\u200d]/g;

/**
 * A file name as it is kept and shown: data, never a key. Folders in front are dropped (some browsers send
 * them), invisible and direction-changing characters too, but for those that join letters. It is never cut.
 *
 * @throws InvalidFileName when nothing is left to see, or more than 255 characters
 */
export function parseFileName(text: string): string {
  const base = text.normalize('NFC').replace(DECEIVING, '').split(/[/\\]/).at(-1)?.trim() ?? '';
  const seen = base.replace(JOINERS, '').trim();
  if (seen === '' || seen === '.' || seen === '..' || !base.isWellFormed()) throw new InvalidFileName();
  if (Array.from(base).length > MAX_CHARACTERS) throw new InvalidFileName();
  return base;
}
