import type { RenditionState } from '#libs/database';

/** One encoding of a video or audio. */
export interface Rendition {
  readonly assetId: string;
  /** Its place on the ladder, such as `720p`. */
  readonly rung: string;
  /** Where it lies below the asset; each attempt has its own. */
  readonly folder: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Peak bits per second (RFC 8216, 4.3.4.2). */
  readonly bandwidth: number | null;
  readonly averageBandwidth: number | null;
  readonly frameRate: number | null;
  /** RFC 6381. */
  readonly codecs: string | null;
  /** Of sound. */
  readonly channels: number | null;
  /** Peak bits per second of its keyframes alone, where there is a playlist of these. */
  readonly keyframeBandwidth: number | null;
  readonly bytes: number;
  readonly durationSeconds: number | null;
  /** A whole number, 0 to 100. */
  readonly percent: number;
  readonly state: RenditionState;
  readonly attempt: number;
}

/** What a worker says of a rendition; what it does not say keeps its value, or has none yet. */
export type RenditionReport = Pick<Rendition, 'rung' | 'folder' | 'state'> &
  Partial<Omit<Rendition, 'assetId' | 'rung' | 'folder' | 'state' | 'attempt'>>;
