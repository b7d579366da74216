import type { Making } from './making.js';

/** What must become of an input that plays. */
export interface Played {
  readonly state: 'ready';
  readonly kind: 'video' | 'audio';
  /** How long it plays, within 0.1 s; two bounds where a cut or a damage leaves open how much is saved. */
  readonly seconds: number | readonly [least: number, most: number];
  /** As it is shown: turned, and with square pixels. Undefined where there is none. */
  readonly picture?: readonly [width: number, height: number];
  readonly sound: boolean;
  /** Whether each flash of the picture has its beep, within 40 ms. */
  readonly sync?: boolean;
  /** Text tracks that are renditions of the master playlist. */
  readonly subtitles?: number;
}

/** What must become of a picture or of a file to download. */
export interface Kept {
  readonly state: 'ready';
  readonly kind: 'image' | 'attachment';
  readonly contentType: RegExp;
  /** Told anywhere in the asset. */
  readonly charset?: RegExp;
}

/** Taken, and then told why it can't be played. */
export interface Failed {
  readonly state: 'failed';
  readonly code: RegExp;
}

/** Not taken. */
export interface Refused {
  readonly state: 'refused';
  readonly status: number;
}

export type Outcome = Played | Kept | Failed | Refused;

export interface Input {
  /** Of the file, and the name under which it is sent. */
  readonly name: string;
  readonly make: (at: Making) => Promise<void>;
  /** One of these, where more than one is right. */
  readonly becomes: readonly Outcome[];
  /** Whether the short form has it. */
  readonly isTelling?: boolean;
  /** Whether a browser plays it in every run. */
  readonly isWatched?: boolean;
}

type Marks = Pick<Input, 'isTelling' | 'isWatched'>;

export const SHORT: Marks = { isTelling: true };
export const WATCHED: Marks = { isWatched: true };

export function input(
  name: string,
  make: string | Input['make'],
  becomes: Outcome | readonly Outcome[],
  marks: Marks = {},
): Input {
  return {
    name,
    make: typeof make === 'string' ? (at) => at.ffmpeg(make) : make,
    becomes: Array.isArray(becomes) ? (becomes as readonly Outcome[]) : [becomes as Outcome],
    ...marks,
  };
}

/** A recording with picture and sound, 160x90 and in sync unless told otherwise. */
export function video(seconds: Played['seconds'], more: Partial<Played> = {}): Played {
  return { state: 'ready', kind: 'video', seconds, picture: [160, 90], sound: true, sync: true, ...more };
}

/** A recording with picture alone. */
export function silent(seconds: Played['seconds'], more: Partial<Played> = {}): Played {
  return video(seconds, { sound: false, sync: false, ...more });
}

/** A recording of sound alone. */
export function sound(seconds: Played['seconds']): Played {
  return { state: 'ready', kind: 'audio', seconds, sound: true };
}

export function attachment(contentType: RegExp, charset?: RegExp): Kept {
  return { state: 'ready', kind: 'attachment', contentType, ...(charset !== undefined && { charset }) };
}

export function image(contentType: RegExp): Kept {
  return { state: 'ready', kind: 'image', contentType };
}

export function failed(code: RegExp): Failed {
  return { state: 'failed', code };
}

export const REFUSED: Refused = { state: 'refused', status: 415 };
