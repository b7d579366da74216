import type { StorageKey } from '#libs/storage';

/** One encoding of a recording's picture, or of its sound, that is stored and can be played. */
export interface Rendition {
  /** Its place on the ladder: `source`, `720p`, or a name of SOUND. */
  readonly rung: string;
  /** The folder's key; its name is unique to the attempt. */
  readonly folder: StorageKey;
  readonly playlistKey: StorageKey;
  /** Of a picture. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly frameRate: number | undefined;
  /** Of sound. */
  readonly channels: number | undefined;
  /** Peak and average bits a second. */
  readonly bandwidth: number;
  readonly averageBandwidth: number;
  /** Peak bits a second of its keyframes alone, where there is a playlist of these. */
  readonly keyframeBandwidth: number | undefined;
  readonly codecs: string;
  /** Of all its objects; of a composition without what lies in the original anyway. */
  readonly bytes: number;
  readonly durationSeconds: number;
}

/** The rungs of sound: the recording's own or what was made of it, and a lighter one where its own is too heavy. */
export const SOUND = { whole: 'audio', light: 'audio-light' } as const;

/**
 * Bits a second of the recording's own sound from which narrow lines need a lighter one: beside the smallest picture
 * (250 kbit/s) one of 128 kbit/s leaves nothing of a line of 400, and one of 96 leaves an eighth.
 */
export const LIGHT_ENOUGH = 112_000;

export function isSound({ rung }: { readonly rung: string }): boolean {
  return rung === SOUND.whole || rung === SOUND.light;
}

/** What a picture is heard with: the lightest. */
export function soundOf(renditions: readonly Rendition[]): Rendition | undefined {
  const named = (rung: string) => renditions.find((rendition) => rendition.rung === rung);
  return named(SOUND.light) ?? named(SOUND.whole);
}

/** The sound of a recording that has a picture, for whoever wants to do without that. */
export function soundAlone(renditions: readonly Rendition[]): Rendition | undefined {
  return renditions.every(isSound) ? undefined : soundOf(renditions);
}

/** Whether picture and sound lie in it together, as they did before each became a rendition of its own. */
export function isMuxed({ codecs }: Rendition): boolean {
  return codecs.includes(',');
}
