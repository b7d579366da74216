import { InvalidFileName } from './intake.errors.js';

const MAX_CHARACTERS = 255;
// Bidirectional marks and line separators make a name show as another one (F27).
// oxlint-disable-next-line no-control-regex -- these are what must go
const DECEIVING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * A file name as it is kept and shown: data, never a key. Folders in front are dropped (some browsers send
 * them), invisible and direction-changing characters too.
 *
 * @throws InvalidFileName when nothing is left, or more than 255 characters
 */
export function parseFileName(text: string): string {
  const base = text.normalize('NFC').replace(DECEIVING, '').split(/[/\\]/).at(-1)?.trim() ?? '';
  if (base === '' || base === '.' || base === '..' || base.length > MAX_CHARACTERS)
    throw new InvalidFileName();
  return base;
}
