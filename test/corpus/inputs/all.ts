import { ATTACHMENTS } from './attachments.js';
import { CONTAINERS } from './containers.js';
import { DAMAGED_FILES } from './damaged.js';
import { EXTENTS } from './extents.js';
import { HOSTILE } from './hostile.js';
import type { Input } from './input.js';
import { PICTURES } from './pictures.js';
import { SOUNDS } from './sounds.js';
import { TIMES } from './times.js';

/** The whole corpus, with what each input must become. */
export const INPUTS: readonly Input[] = [
  ...CONTAINERS,
  ...PICTURES,
  ...SOUNDS,
  ...EXTENTS,
  ...TIMES,
  ...DAMAGED_FILES,
  ...HOSTILE,
  ...ATTACHMENTS,
];
