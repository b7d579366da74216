import { webVttTime } from '#libs/text-tracks';
import { allOrNone, sheetName, type Storage, type StorageKey, storyboardFile } from '#libs/storage';
import { MediaFailure } from '../failure.js';
import { type Ffmpeg, type MediaInput, runFailure } from '../ffmpeg/ffmpeg.js';
import { gather, JailedProgramFailed, none } from '../ffmpeg/jail.js';
import type { PictureFacts } from '../ffmpeg/probe.js';

/** A storyboard that is stored. */
export interface MadeStoryboard {
  readonly index: StorageKey;
  readonly sheets: readonly StorageKey[];
  readonly tiles: number;
  readonly intervalSeconds: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Of all its objects. */
  readonly bytes: number;
  /** The second of the first keyframe that could not be decoded without faults, where that was looked for. */
  readonly damagedAt?: number | undefined;
}

export interface StoryboardRequest {
  readonly input: MediaInput;
  readonly video: PictureFacts;
  readonly durationSeconds: number;
  readonly folder: StorageKey;
  /** Whether faults in the keyframes are looked for: where the upload's own bytes are played. */
  readonly examine: boolean;
  readonly signal: AbortSignal | undefined;
}

const INTERVAL_SECONDS = 10;
/** Three hours at a tile each ten seconds. A longer recording has its tiles further apart. */
const MOST_TILES = 1080;
const TILE_WIDTH = 160;
/** Of a recording that is much higher than wide. */
const MOST_TILE_HEIGHT = 320;
/** Of a sheet, each way. */
const SHEET_SIDE = 10;
const SHEET_BYTES = 64 * 2 ** 20;
/** Of a time base that holds each container's times exactly enough. */
const TICKS = 90_000;
/** So far behind a fault every picture is decoded, to see whether it is one. */
const CONFIRM_SECONDS = 60;

/** How the tiles lie in time, and on the sheets. */
interface Plan {
  /** The stream's number in the file. */
  readonly index: number;
  readonly interval: number;
  /** As many as are expected. */
  readonly tiles: number;
  readonly most: number;
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
}

/** The tiles of one pass over the recording. */
interface Tiles {
  /** When each is shown, in seconds. */
  readonly times: readonly number[];
  readonly sheets: readonly Buffer[];
}

/** Makes storyboards: small pictures of a recording's course, for the seek bars of players. */
export class StoryboardMaker {
  constructor(
    private readonly ffmpeg: Ffmpeg,
    private readonly storage: Storage,
  ) {}

  /**
   * Stores a WebVTT file and the JPEG sheets that it names. All of them are stored, or none. Only keyframes are decoded,
   * unless too few of them can be. A tile is the first keyframe of its ten seconds; where they have none, the tile before
   * stands for them too.
   *
   * @throws MediaFailure where no picture can be decoded
   */
  async make(request: StoryboardRequest): Promise<MadeStoryboard> {
    const { folder, durationSeconds, signal } = request;
    const plan = planOf(request.video, durationSeconds);
    const { tiles, damagedAt } = await this.tiles(request, plan);
    return allOrNone(this.storage, async (together) => {
      const sheets: StorageKey[] = [];
      for (const [number, sheet] of tiles.sheets.entries())
        sheets.push((await together.write(storyboardFile(folder, number), sheet, { signal })).key);
      const index = storyboardFile(folder, 'index');
      await together.write(index, storyboardText(tiles.times, plan, durationSeconds), { signal });
      const { interval: intervalSeconds, width: tileWidth, height: tileHeight } = plan;
      const { bytes } = together;
      const shape = { tiles: tiles.times.length, intervalSeconds, tileWidth, tileHeight };
      return { index, sheets, ...shape, bytes, damagedAt };
    });
  }

  /**
   * Clones another asset's storyboard into `folder`. All of it, or nothing.
   *
   * @throws ObjectNotFound when it is gone, StorageFault where storage can't clone
   */
  async adopt(other: Omit<MadeStoryboard, 'bytes'>, folder: StorageKey): Promise<MadeStoryboard> {
    return allOrNone(this.storage, async (together) => {
      const sheets: StorageKey[] = [];
      for (const [number, sheet] of other.sheets.entries())
        sheets.push((await together.clone(sheet, storyboardFile(folder, number))).key);
      const index = storyboardFile(folder, 'index');
      await together.clone(other.index, index);
      return { ...other, index, sheets, bytes: together.bytes };
    });
  }

  /** Removes one that nobody was told of. */
  async remove({ index, sheets }: MadeStoryboard): Promise<void> {
    for (const key of [index, ...sheets]) await this.storage.remove(key).catch(() => undefined);
  }

  private async tiles(
    request: StoryboardRequest,
    plan: Plan,
  ): Promise<{ tiles: Tiles; damagedAt: number | undefined }> {
    let damagedAt: number | undefined;
    for (const which of [KEYFRAMES, EVERY_PICTURE]) {
      const isLast = which === EVERY_PICTURE;
      const isEnough = ({ times }: Tiles) => times.length > 0 && (isLast || times.length * 2 >= plan.tiles);
      if (request.examine && damagedAt === undefined) {
        const { tiles, fault } = await this.examined(request, plan, which);
        if (tiles !== undefined && isEnough(tiles)) return { tiles, damagedAt };
        damagedAt = fault;
        if (fault === undefined && !isLast) continue;
      }
      const tiles = await this.pass(request, plan, which);
      if (isEnough(tiles)) return { tiles, damagedAt };
    }
    throw new MediaFailure('recording-damaged');
  }

  /** A pass that stops at the first fault: the tiles, or where it is; neither where that is not sure. */
  private async examined(
    request: StoryboardRequest,
    plan: Plan,
    which: readonly string[],
  ): Promise<{ tiles?: Tiles; fault?: number | undefined }> {
    let last = 0;
    try {
      return { tiles: await this.pass(request, plan, [...which, ...STRICT], (time) => (last = time)) };
    } catch (error) {
      request.signal?.throwIfAborted();
      if (!(error instanceof MediaFailure) || !isDecodingFault(error.cause)) return {};
      return { fault: which === KEYFRAMES ? await this.faultBehind(request, last) : last };
    }
  }

  /** Where a fault is when the pictures between the keyframes are decoded too; undefined where there is none then. */
  private async faultBehind(
    { input, video, signal }: StoryboardRequest,
    keyframe: number,
  ): Promise<number | undefined> {
    const { outputs } = this.ffmpeg.run(input, {
      before: [...STRICT, '-ss', keyframe.toFixed(3), '-t', `${CONFIRM_SECONDS}`],
      args: ['-filter_complex', `[0:${video.index}]scale=16:16[all]`, ...timesTo('all', 3)],
      pipes: 1,
      seconds: CONFIRM_SECONDS,
      outputBytes: SHEET_BYTES,
      signal,
    });
    const [report = none(), all = none()] = outputs;
    let last = 0;
    try {
      await Promise.all([followTimes(all, (time) => (last = time)), gather(report)]);
      return undefined;
    } catch (error) {
      signal?.throwIfAborted();
      return isDecodingFault(error) ? keyframe + last : undefined;
    }
  }

  /** @param onKeyframe told when each keyframe that was decoded is shown, in seconds */
  private async pass(
    { input, durationSeconds, signal }: StoryboardRequest,
    plan: Plan,
    before: readonly string[],
    onKeyframe?: (time: number) => void,
  ): Promise<Tiles> {
    const { outputs } = this.ffmpeg.run(input, {
      // What changes its size on the way is scaled anew, and no sheet is begun anew.
      before: ['-reinit_filter', '0', ...before],
      args: [
        '-filter_complex',
        filters(plan, onKeyframe !== undefined),
        '-map',
        '[sheets]',
        '-fps_mode',
        'passthrough',
        '-c:v',
        'mjpeg',
        '-q:v',
        '5',
        '-flags',
        '+bitexact',
        '-map_metadata',
        '-1',
        '-f',
        'image2pipe',
        'pipe:3',
        ...timesTo('chosen', 4),
        ...(onKeyframe === undefined ? [] : timesTo('all', 5)),
      ],
      pipes: onKeyframe === undefined ? 2 : 3,
      seconds: durationSeconds,
      outputBytes: SHEET_BYTES,
      signal,
    });
    const [report = none(), pictures = none(), chosen = none(), all = none()] = outputs;
    const times: number[] = [];
    try {
      const [sheets] = await Promise.all([
        gather(pictures),
        followTimes(chosen, (time) => times.push(time)),
        followTimes(all, onKeyframe ?? (() => undefined)),
        gather(report),
      ]);
      return { times, sheets: separate(sheets, Math.ceil(times.length / (plan.columns * plan.rows))) };
    } catch (error) {
      signal?.throwIfAborted();
      throw runFailure(error);
    }
  }
}

/**
 * Nothing but keyframes is read, where the container tells them, and decoded. Too few may come of it: a decoder of H.264
 * that skips what lies between two open groups of pictures loses count, and some streams have no keyframe but the first.
 */
const KEYFRAMES: readonly string[] = ['-discard:v', 'nokey', '-skip_frame', 'nokey'];
const EVERY_PICTURE: readonly string[] = [];
/** Ends at the first fault; with one thread, so that everything before it has been told of. */
const STRICT = ['-threads', '1', '-err_detect', 'explode', '-xerror'];

/** An output that tells when each picture is shown. */
function timesTo(label: string, pipe: number): string[] {
  return [
    '-map',
    `[${label}]`,
    '-fps_mode',
    'passthrough',
    '-enc_time_base',
    `1:${TICKS}`,
    '-c:v',
    'rawvideo',
    '-f',
    'framecrc',
    '-flush_packets',
    '1',
    `pipe:${pipe}`,
  ];
}

/** As ffmpeg 5 and 7 say it. */
function isDecodingFault(error: unknown): boolean {
  const fault = /while decoding|submitting packet to decoder|NAL unit|corrupt/i;
  return error instanceof JailedProgramFailed && error.why === 'exit' && fault.test(error.detail);
}

function planOf({ index, width, height }: PictureFacts, durationSeconds: number): Plan {
  const interval = Math.max(INTERVAL_SECONDS, Math.ceil(durationSeconds / MOST_TILES));
  const tiles = Math.ceil(durationSeconds / interval);
  const columns = Math.min(SHEET_SIDE, Math.max(1, tiles));
  const rows = Math.min(SHEET_SIDE, Math.max(1, Math.ceil(tiles / columns)));
  const scale = Math.min(TILE_WIDTH / width, MOST_TILE_HEIGHT / height);
  const even = (side: number) => Math.max(2, Math.round((side * scale) / 2) * 2);
  return {
    index,
    interval,
    tiles,
    // A few more, since no length is known exactly.
    most: tiles + SHEET_SIDE,
    columns,
    rows,
    width: even(width),
    height: even(height),
  };
}

function filters({ index, interval, most, columns, rows, width, height }: Plan, withAll: boolean): string {
  const next = `gt(floor(t/${interval}),floor(prev_selected_t/${interval}))`;
  const chosen = [
    `select='lt(selected_n,${most})*(isnan(prev_selected_t)+${next})'`,
    `scale=${width}:${height}:out_range=pc`,
    'format=yuvj420p',
    'setsar=1',
    'split[tiles][chosen]',
  ].join(',');
  const sheets = `[tiles]tile=${columns}x${rows}[sheets]`;
  return withAll
    ? `[0:${index}]split[some][every];[every]scale=16:16[all];[some]${chosen};${sheets}`
    : `[0:${index}]${chosen};${sheets}`;
}

/** Reads lines of ffmpeg's framecrc and tells their times in seconds. */
async function followTimes(output: AsyncIterable<Uint8Array>, tell: (time: number) => void): Promise<void> {
  let rest = '';
  for await (const chunk of output) {
    const lines = (rest + Buffer.from(chunk).toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const ticks = /^\d+, *-?\d+, *(-?\d+),/.exec(line)?.[1];
      if (ticks !== undefined) tell(Number(ticks) / TICKS);
    }
  }
}

const JOINT = Buffer.from([0xff, 0xd9, 0xff, 0xd8]);

/** Takes pictures apart that follow one another. Inside of one an end is never followed by a beginning. */
function separate(pictures: Buffer, expected: number): Buffer[] {
  const found: Buffer[] = [];
  for (let start = 0; start < pictures.byteLength; ) {
    const joint = pictures.indexOf(JOINT, start);
    const end = joint === -1 ? pictures.byteLength : joint + 2;
    found.push(pictures.subarray(start, end));
    start = end;
  }
  if (found.length !== expected) throw new MediaFailure('recording-damaged');
  return found;
}

/** The WebVTT: a cue for each tile, until the next one begins. */
function storyboardText(times: readonly number[], plan: Plan, durationSeconds: number): string {
  const { interval, columns, rows, width, height } = plan;
  const starts = times.map((time, tile) => (tile === 0 ? 0 : Math.floor(time / interval) * interval));
  const end = Math.max(durationSeconds, (starts.at(-1) ?? 0) + 1);
  const cues = starts.flatMap((start, tile) => {
    const until = starts[tile + 1] ?? end;
    if (until <= start) return [];
    const place = tile % (columns * rows);
    const [x, y] = [(place % columns) * width, Math.floor(place / columns) * height];
    const sheet = sheetName(Math.floor(tile / (columns * rows)));
    return [`${webVttTime(start)} --> ${webVttTime(until)}\n${sheet}#xywh=${x},${y},${width},${height}\n`];
  });
  return `WEBVTT\n\n${cues.join('\n')}`;
}
