/** What is known of the recording that a ladder is made for. */
export interface LadderSource {
  /** As it is shown, after any turn. */
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** Bits a second of picture and sound. */
  readonly bitrate: number;
  /** Whether the recording itself is served as a rung, byte for byte. */
  readonly served: boolean;
}

/** A rung to encode: H.264, without the sound. */
export interface Rung {
  /** Such as `720p`: the shorter side. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** The most bits a second that the picture may take; quiet scenes take less. */
  readonly videoBitrate: number;
}

/**
 * Shorter side and bits a second at 30 frames. Lectures and slides stay far below the limit, since the
 * encoder works for a constant quality; the limit is what a moving picture needs.
 */
const RUNGS = [
  { side: 1080, videoBitrate: 4_500_000 },
  { side: 720, videoBitrate: 2_400_000 },
  { side: 480, videoBitrate: 1_100_000 },
  { side: 360, videoBitrate: 650_000 },
  // For a line of 400 kbit/s.
  { side: 240, videoBitrate: 250_000 },
] as const;
/** The side that is quick to make and good to watch. */
const FIRST_SIDE: (typeof RUNGS)[number]['side'] = 480;

/** Bits a second of the sound that is encoded, by its channels. */
export const SOUND_BITRATE = { 1: 64_000, 2: 96_000 } as const;
/** Frame rates above this are halved on the rungs for narrow lines. */
const SMOOTH = 32;
const MOST_FRAMES = 60;
/** A rung that saves less than this share of the recording's rate is not worth its disk. */
const WORTHWHILE = 0.7;
/** The longest side that every H.264 decoder of level 5.2 takes. */
const LONGEST_SIDE = 4096;

/**
 * The rungs to encode, the best first; none is larger than the recording in pixels or rate. Where the
 * recording is not served itself there is at least one.
 */
export function ladder(source: LadderSource): Rung[] {
  const shorter = Math.min(source.width, source.height);
  const fitting: { side: number; videoBitrate: number }[] = RUNGS.filter(({ side }) => side <= shorter);
  const top = fitting[0];
  // A recording between two rungs, or below the lowest, keeps its own size on the best one.
  if (!source.served && shorter < RUNGS[0].side && (top === undefined || top.side < shorter * 0.9)) {
    const above = RUNGS.findLast(({ side }) => side > shorter) ?? RUNGS[0];
    fitting.unshift({ side: shorter, videoBitrate: above.videoBitrate });
  }
  return fitting
    .map(({ side, videoBitrate }) => rung(source, side, videoBitrate))
    .filter((rung) => !source.served || rung.videoBitrate + SOUND_BITRATE[2] <= source.bitrate * WORTHWHILE)
    .filter((rung, index, all) => index === 0 || !sameLimits(rung, all[index - 1]));
}

/** The rung to make first where nothing plays yet: FIRST_SIDE, or what is next to it. */
export function firstRung(rungs: readonly Rung[]): Rung | undefined {
  const distance = ({ width, height }: Rung) => Math.abs(Math.min(width, height) - FIRST_SIDE);
  return rungs.toSorted((a, b) => distance(a) - distance(b))[0];
}

function sameLimits(rung: Rung, better: Rung | undefined): boolean {
  return rung.width === better?.width && rung.height === better.height;
}

function rung(source: LadderSource, side: number, limit: number): Rung {
  const shorter = Math.min(source.width, source.height);
  const longer = Math.max(source.width, source.height);
  const scale = Math.min(side / shorter, LONGEST_SIDE / longer, 1);
  const frameRate = rungFrameRate(source.frameRate, side);
  const wanted = limit * (frameRate > SMOOTH ? 1.5 : 1);
  const given = source.bitrate - SOUND_BITRATE[2];
  return {
    name: `${even(shorter * scale)}p`,
    width: even(source.width * scale),
    height: even(source.height * scale),
    frameRate,
    videoBitrate: Math.round(given > 50_000 ? Math.min(wanted, given) : wanted),
  };
}

function rungFrameRate(rate: number, side: number): number {
  if (!(rate > 0)) return 30;
  let frames = rate;
  while (frames > (side < 720 ? SMOOTH : MOST_FRAMES + 0.5)) frames /= 2;
  return Math.max(1, frames);
}

function even(side: number): number {
  return Math.max(2, Math.round(side / 2) * 2);
}
