import { open } from 'node:fs/promises';
import { type Ffmpeg, type MediaInput, runFailure } from './ffmpeg.js';
import { gather, JailedProgramFailed, none } from './jail.js';

/** Where a track lies on the recording's clock, which begins at 0. */
export interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface MeasuredTrack extends Span {
  readonly packets: number;
  /** Whether the last packet says how long it lasts. */
  readonly isEndTold: boolean;
  /** Whether its own clock goes back, or leaves out more than a break. */
  readonly jumps: boolean;
}

/** ffmpeg holds the time of what goes back until its clock has come up again: so many packets are no disorder. */
const MANY_HELD = 25;
/** No picture stands for so long, and no sound is missing for it: the clock was set. */
const AHEAD_SECONDS = 3600;
/** Of what is written for each packet there are some fifty bytes. */
const REPORT_BYTES = 2 * 2 ** 30;

/**
 * Goes through all packets of some streams and tells where each begins and ends, as every run of ffmpeg will see
 * it: from the file's first time on, and with what its demuxer makes even already. Reads the whole file and decodes
 * nothing.
 *
 * @param streams indexes
 * @returns in the order of `streams`; undefined for one without a packet
 * @throws MediaFailure
 */
export async function measure(
  ffmpeg: Ffmpeg,
  input: MediaInput,
  streams: readonly number[],
  signal?: AbortSignal,
): Promise<(MeasuredTrack | undefined)[]> {
  const maps = streams.flatMap((index) => ['-map', `0:${index}`]);
  const args = [...maps, '-c', 'copy', '-copyinkf', '-f', 'framecrc', 'pipe:3'];
  const run = { args, pipes: 1, seconds: undefined, outputBytes: REPORT_BYTES, signal };
  const tracks = streams.map(() => new TrackClock());
  try {
    const [report, packets] = ffmpeg.run(input, run).outputs;
    await Promise.all([readPackets(packets ?? none(), tracks), gather(report ?? none())]);
  } catch (error) {
    signal?.throwIfAborted();
    throw runFailure(error);
  }
  return tracks.map((track) => track.measured());
}

/** Lines of `stream, dts, pts, duration, size, checksum`, behind a head with each stream's unit of time. */
async function readPackets(output: AsyncIterable<Uint8Array>, tracks: readonly TrackClock[]): Promise<void> {
  let rest = '';
  for await (const chunk of output) {
    const lines = (rest + Buffer.from(chunk).toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, head, above, below] = /^#tb (\d+): (\d+)\/(\d+)/.exec(line) ?? [];
      if (head !== undefined) tracks[Number(head)]?.countIn(Number(above) / Number(below));
      if (line.startsWith('#')) continue;
      const [index = 0, dts = 0, pts = 0, duration = 0] = line.split(',', 4).map(Number);
      tracks[index]?.add(dts, pts, duration);
    }
  }
}

class TrackClock {
  private unit = 1;
  private start = Number.POSITIVE_INFINITY;
  private end = Number.NEGATIVE_INFINITY;
  private last: number | undefined;
  private packets = 0;
  private jumps = false;
  private isEndTold = false;
  private advances = 0;
  /** Packets that have come since time went on. */
  private held = 0;
  /** Seconds by which the end lies elsewhere than the clock says. */
  private moved = 0;

  countIn(unit: number): void {
    this.unit = unit;
  }

  add(dts: number, pts: number, duration: number): void {
    // What has no time of its own is shown when it is decoded. Such a time is the least number there is.
    const shown = (pts < -(2 ** 62) ? dts : pts) * this.unit;
    const decoded = (dts < -(2 ** 62) ? pts : dts) * this.unit;
    if (shown < -(2 ** 62) * this.unit) return;
    const step = this.last === undefined ? 0 : decoded - this.last;
    if (step > 0) this.advances += 1;
    this.held = this.last !== undefined && step <= 0 ? this.held + 1 : 0;
    const usual =
      this.advances === 0 || this.last === undefined ? 0 : (this.last - this.start) / this.advances;
    if (this.held >= MANY_HELD) {
      this.moved += this.held === MANY_HELD ? usual * MANY_HELD : usual;
      this.jumps = true;
    }
    if (step > AHEAD_SECONDS) {
      this.jumps = true;
      this.moved -= step;
    }
    const lasts = duration > 0 ? duration * this.unit : Math.min(1, Math.max(0, step));
    this.start = Math.min(this.start, shown);
    this.end = Math.max(this.end, shown + lasts);
    this.isEndTold = duration > 0;
    this.last = decoded;
    this.packets += 1;
  }

  measured(): MeasuredTrack | undefined {
    const { start, packets, jumps, isEndTold } = this;
    const endSeconds = this.end + this.moved;
    return packets === 0 ? undefined : { startSeconds: start, endSeconds, packets, jumps, isEndTold };
  }
}

/**
 * Filters that let what comes after a jump of the clock follow at once. To be put before all that looks at times, in every
 * decoding of a recording whose `clockJumps`.
 */
export const EVEN_CLOCK = {
  picture: evenly('setpts', '1/(FR*TB)'),
  sound: evenly('asetpts', 'NB_SAMPLES/SR/TB'),
} as const;

function evenly(filter: string, next: string): string {
  const step = 'PTS-PREV_INPTS';
  const jumps = `lt(${step},-1/TB)+gt(${step},${AHEAD_SECONDS}/TB)`;
  return `${filter}='if(eq(N,0),PTS,PREV_OUTPTS+if(${jumps},${next},${step}))'`;
}

/** Whether one frame can be had of a stream. */
export async function decodes(
  ffmpeg: Ffmpeg,
  input: MediaInput,
  stream: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const args = ['-map', `0:${stream}`, '-frames:v', '1', '-frames:a', '1', '-f', 'framecrc', 'pipe:3'];
  try {
    const [report, frames] = ffmpeg.run(input, { args, pipes: 1, seconds: 1, awaited: true, signal }).outputs;
    const [told] = await Promise.all([gather(frames ?? none()), gather(report ?? none())]);
    return /^\d/m.test(told.toString('latin1'));
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof JailedProgramFailed && error.why === 'exit') return false;
    throw runFailure(error);
  }
}

const HEAD_BYTES = 4096;
const EBML = '1a45dfa3';
const SEGMENT = '18538067';

/** Whether a Matroska file is one segment, of just the size that it says: not cut off, and nothing put behind it. */
export async function isWholeMatroska({ path, bytes }: MediaInput): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = element(buffer.subarray(0, bytesRead), 0);
    const segment = head?.id === EBML ? element(buffer.subarray(0, bytesRead), head.end) : undefined;
    return segment?.id === SEGMENT && segment.end === bytes;
  } finally {
    await file.close();
  }
}

/** An element with an identifier of four bytes; undefined where there is none, or it does not know its size. */
function element(bytes: Buffer, at: number): { id: string; end: number } | undefined {
  if (at + 12 > bytes.byteLength) return undefined;
  const id = bytes.toString('hex', at, at + 4);
  const length = Math.clz32(bytes[at + 4] ?? 0) - 23;
  if (length > 8) return undefined;
  let size = (bytes[at + 4] ?? 0) & ((1 << (8 - length)) - 1);
  for (let index = 1; index < length; index++) size = size * 256 + (bytes[at + 4 + index] ?? 0);
  return size === 2 ** (7 * length) - 1 ? undefined : { id, end: at + 4 + length + size };
}
