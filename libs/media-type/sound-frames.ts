/** Streams of sound that are frames and nothing else: each frame's header tells where the next one begins. */
export type FramesName = 'mp3' | 'adts' | 'ac3' | 'eac3';

/** So many frames in a row are no chance, where they begin the file and where they begin somewhere in it. */
const FRAMES_AT_START = 2;
const FRAMES_WITHIN = 4;

/**
 * What bare frames of sound begin within the first `junk` bytes after the start, or at the start. A file that is
 * shorter than the frames asked for must end with one.
 */
export function soundFrames(head: Uint8Array, junk: number): FramesName | undefined {
  for (let at = 0; at <= junk && at < head.byteLength; at++) {
    const frame = frameAt(head, at);
    if (frame === undefined) continue;
    if (goesOn(head, at, frame, at === 0 ? FRAMES_AT_START : FRAMES_WITHIN)) return frame.name;
  }
  return undefined;
}

/** The length of the ID3 tags (version 2) in front of the rest; they may be longer than what is given. */
export function tagBytes(head: Uint8Array): number {
  let at = 0;
  for (;;) {
    const [i, d, three, version = 0xff, revision = 0xff, flags = 0, ...size] = head.subarray(at, at + 10);
    const isTag = i === 0x49 && d === 0x44 && three === 0x33 && version < 5 && revision < 0xff;
    if (!isTag || size.length < 4 || size.some((byte) => byte > 0x7f)) return at;
    const footer = (flags & 0x10) === 0 ? 0 : 10;
    at += 10 + size.reduce((sum, byte) => sum * 128 + byte, 0) + footer;
  }
}

interface Frame {
  readonly name: FramesName;
  /** What all frames of a stream have in common. */
  readonly stream: number;
  readonly bytes: number;
}

function goesOn(head: Uint8Array, start: number, first: Frame, frames: number): boolean {
  let at = start + first.bytes;
  for (let count = 1; count < frames; count++) {
    if (at >= head.byteLength) return start === 0 && at === head.byteLength;
    // The last one's header may be cut off.
    if (head.byteLength - at < LONGEST_HEADER) return start === 0;
    const next = frameAt(head, at);
    if (next?.name !== first.name || next.stream !== first.stream) return false;
    at += next.bytes;
  }
  return true;
}

const LONGEST_HEADER = 7;

function frameAt(head: Uint8Array, at: number): Frame | undefined {
  if (head[at] === 0x0b && head[at + 1] === 0x77) return dolbyFrame(head, at);
  if (head[at] !== 0xff || ((head[at + 1] ?? 0) & 0xe0) !== 0xe0) return undefined;
  return ((head[at + 1] ?? 0) & 0xf6) === 0xf0 ? adtsFrame(head, at) : mpegFrame(head, at);
}

/** ISO 13818-7, 6.2.1. */
function adtsFrame(head: Uint8Array, at: number): Frame | undefined {
  const [, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = head.subarray(at, at + 7);
  const bytes = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
  if (((third >> 2) & 15) > 12 || bytes < 7) return undefined;
  return { name: 'adts', stream: ((second & 8) << 8) | (third & 0xfc), bytes };
}

const RATES_MPEG_1 = [
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
] as const;
const RATES_MPEG_2 = [
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
] as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;

/** ISO 11172-3, 2.4.1.3; 13818-3 and MPEG 2.5 halve and quarter the rates of samples. */
function mpegFrame(head: Uint8Array, at: number): Frame | undefined {
  const [, second = 0, third = 0xff] = head.subarray(at, at + 3);
  const version = (second >> 3) & 3;
  const layer = (second >> 1) & 3;
  if (version === 1 || layer === 0) return undefined;
  const rates = (version === 3 ? RATES_MPEG_1 : RATES_MPEG_2)[layer - 1];
  // No rate: free format, which no decoder of ours knows.
  const kilobits = rates?.[(third >> 4) - 1];
  const full = SAMPLE_RATES[(third >> 2) & 3];
  if (kilobits === undefined || full === undefined) return undefined;
  const samplesPerSecond = full / { 0: 4, 2: 2, 3: 1 }[version as 0 | 2 | 3];
  const padding = (third >> 1) & 1;
  const stream = (second << 8) | (third & 0x0c);
  if (layer === 3)
    return { name: 'mp3', stream, bytes: (Math.floor((12_000 * kilobits) / samplesPerSecond) + padding) * 4 };
  const perFrame = layer === 1 && version !== 3 ? 72_000 : 144_000;
  return { name: 'mp3', stream, bytes: Math.floor((perFrame * kilobits) / samplesPerSecond) + padding };
}

const DOLBY_RATES = [
  32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640,
] as const;

/** ETSI TS 102 366, 5.4.1 and E.1.3.1. */
function dolbyFrame(head: Uint8Array, at: number): Frame | undefined {
  const [, , third = 0, fourth = 0, fifth = 0xff, sixth = 0xff] = head.subarray(at, at + 6);
  const version = sixth >> 3;
  if (version > 10 && version <= 16)
    return { name: 'eac3', stream: version, bytes: (((third & 7) << 8) + fourth + 1) * 2 };
  const rate = SAMPLE_RATES[[1, 0, 2][fifth >> 6] ?? 3];
  const kilobits = DOLBY_RATES[(fifth & 63) >> 1];
  if (version > 10 || rate === undefined || kilobits === undefined) return undefined;
  const words = Math.floor((kilobits * 96_000) / rate) + (rate === 44_100 ? fifth & 1 : 0);
  return { name: 'ac3', stream: (version << 2) | (fifth >> 6), bytes: words * 2 };
}
