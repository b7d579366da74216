import { cpus } from 'node:os';
import type { Container } from '#libs/media-type';
import { MediaFailure } from '../failure.js';
import { DECODERS } from './codecs.js';
import { gather, type JailedProgram, JailedProgramFailed, type JailLimits, runJailed } from './jail.js';
import type { MediaSettings } from '../media-settings.js';

/** A file on this machine whose container has been recognised. */
export interface MediaInput {
  readonly path: string;
  readonly container: Container;
  readonly bytes: number;
}

/**
 * Of streams that are never decoded: subtitles, and pictures on a cover. ffprobe gives a file up when the decoder of
 * any of its streams is refused.
 */
const SUBTITLES = [
  'ass ssa subrip srt mov_text text webvtt pgssub dvdsub dvbsub xsub cc_dec libzvbi_teletextdec microdvd',
  'jacosub mpl2 pjs realtext sami stl subviewer subviewer1 vplayer',
]
  .join(' ')
  .replaceAll(' ', ',');
const COVERS = 'png,bmp,gif,tiff,webp';

/** A job lasts a day at most, and is begun again then: one run that took longer would never come to its end. */
const LONGEST_RUN_SECONDS = 23 * 3600;
/**
 * Addresses that hold no memory: glibc reserves 64 MiB for each of its arenas, which are eight a processor at most, and
 * libraries, stacks' guards and what was freed in between take the rest.
 */
const RESERVED_BYTES = 2 * 2 ** 30 + cpus().length * 8 * 64 * 2 ** 20;
/**
 * What a run has beside what the recording's length gives it. The clock may stand for ten minutes on a busy machine;
 * work is what a file costs others, and a short file has little.
 */
const FREE_WALL_SECONDS = 600;
const FREE_CPU_SECONDS = 90;
/** Bits a second, below which nothing is that does not know its length: browsers record at several times as much. */
const LEAST_UNKNOWN_RATE = 64_000;
const MAX_STREAMS = 64;
/** What is told of so many streams, with their texts. */
const DUMP_BYTES = 256 * 1024;
const PROBE_BYTES = 20_000_000;
const ANALYZE_MICROSECONDS = 20_000_000;

/**
 * The options in front of an input (F30, F31, F32): the demuxer that its bytes call for and no other, local
 * files only, known decoders, and bounds on what the file may claim.
 */
function inputOptions(input: MediaInput, settings: MediaSettings): string[] {
  return [
    '-protocol_whitelist',
    'file',
    '-format_whitelist',
    input.container.demuxer,
    '-codec_whitelist',
    DECODERS,
    '-max_pixels',
    `${settings.pixels}`,
    '-max_streams',
    `${MAX_STREAMS}`,
    '-probesize',
    `${PROBE_BYTES}`,
    '-analyzeduration',
    `${ANALYZE_MICROSECONDS}`,
    '-threads',
    `${settings.threads}`,
    '-f',
    input.container.demuxer,
  ];
}

/** ffmpeg and ffprobe, which only ever run jailed. */
export class Ffmpeg {
  constructor(readonly settings: MediaSettings) {}

  /**
   * ffprobe's report on the input as JSON. Bounded in time and size.
   *
   * @throws JailedProgramFailed
   */
  async probe(input: MediaInput, signal?: AbortSignal): Promise<unknown> {
    const [told] = this.ffprobe(input, 'error', signal).outputs;
    return told === undefined ? undefined : JSON.parse((await gather(told)).toString('utf8'));
  }

  /**
   * What ffprobe says of the input before it opens any decoder, in its own words; of a file that it gives up then.
   *
   * @throws JailedProgramFailed when it ends for another reason
   */
  async dump(input: MediaInput, signal?: AbortSignal): Promise<string> {
    const { outputs, ended } = this.ffprobe(input, 'info', signal);
    const read = outputs.map((output) => gather(output));
    try {
      await Promise.all([...read, ended]);
      return '';
    } catch (error) {
      if (error instanceof JailedProgramFailed && error.why === 'exit') return error.detail;
      throw error;
    }
  }

  private ffprobe(
    input: MediaInput,
    level: 'error' | 'info',
    signal: AbortSignal | undefined,
  ): JailedProgram {
    return runJailed(
      [
        this.settings.ffprobe,
        '-hide_banner',
        '-v',
        level,
        ...inputOptions(input, this.settings),
        '-codec_whitelist:s',
        SUBTITLES,
        '-codec_whitelist:v',
        `${DECODERS},${COVERS}`,
        '-show_format',
        '-show_streams',
        '-of',
        'json',
        '-i',
        `file:${input.path}`,
      ],
      {
        ...this.jail(input),
        limits: { ...this.limits(60, 60), outputBytes: 4 * 2 ** 20 },
        keptComplaints: level === 'info' ? DUMP_BYTES : undefined,
        awaited: true,
        signal,
      },
    );
  }

  /**
   * Runs ffmpeg on one input. `outputs[0]` is its progress report, the others are what it writes to `pipe:3`
   * and so on.
   *
   * @param run.before further options of the input, such as a seek
   * @param run.seconds the length of the recording, which the limits depend on
   * @param run.awaited whether it is soon over, and nothing plays before
   */
  run(
    input: MediaInput,
    run: {
      before?: readonly string[];
      args: readonly string[];
      pipes: number;
      seconds: number | undefined;
      outputBytes?: number;
      awaited?: boolean;
      signal?: AbortSignal | undefined;
    },
  ): JailedProgram {
    const work = this.settings.slowness * (run.seconds ?? this.mostSeconds(input));
    const limits = this.limits(FREE_WALL_SECONDS + work, FREE_CPU_SECONDS + work);
    return runJailed(
      [
        this.settings.ffmpeg,
        '-nostdin',
        '-hide_banner',
        '-v',
        'error',
        '-progress',
        'pipe:1',
        '-stats_period',
        '1',
        '-filter_complex_threads',
        `${this.settings.threads}`,
        ...inputOptions(input, this.settings),
        ...(run.before ?? []),
        '-i',
        `file:${input.path}`,
        ...run.args,
      ],
      {
        ...this.jail(input),
        limits: run.outputBytes === undefined ? limits : { ...limits, outputBytes: run.outputBytes },
        extraOutputs: run.pipes,
        awaited: run.awaited,
        signal: run.signal,
      },
    );
  }

  private jail(input: MediaInput): { reads: readonly string[]; off: boolean } {
    return { reads: [input.path], off: this.settings.jail === 'off' };
  }

  /** How long a recording of unknown length is taken to be at the most. */
  private mostSeconds({ bytes }: MediaInput): number {
    return Math.min(this.settings.recordingSeconds / 4, (bytes * 8) / LEAST_UNKNOWN_RATE);
  }

  private limits(wall: number, cpu: number): JailLimits {
    const { threads, memoryBytes } = this.settings;
    const wallSeconds = Math.min(wall, LONGEST_RUN_SECONDS);
    const cpuSeconds = Math.min(cpu, LONGEST_RUN_SECONDS) * Math.max(2, threads);
    return {
      wallSeconds,
      cpuSeconds,
      memoryBytes,
      addressBytes: memoryBytes + RESERVED_BYTES,
      outputBytes: 2 ** 40,
    };
  }
}

/** Reads a progress report to its end and tells the seconds of output that are done. */
export async function followProgress(
  report: AsyncIterable<Uint8Array>,
  tell: (seconds: number) => void,
): Promise<void> {
  let rest = '';
  for await (const chunk of report) {
    const lines = (rest + Buffer.from(chunk).toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const microseconds = line.startsWith('out_time_us=') ? Number(line.slice(12)) : Number.NaN;
      if (microseconds >= 0) tell(microseconds / 1e6);
    }
  }
}

/** An encoder that does not open, a thread or a library that there is no room for: no fault of the recording's. */
const OUR_OWN = /opening encoder|Resource temporarily unavailable|loading shared libraries/i;

/** A failed run as a reason for the doctor. The program's complaints stay in the cause. */
export function runFailure(error: unknown): unknown {
  if (!(error instanceof JailedProgramFailed)) return error;
  const { why, detail } = error;
  if (why === 'deadline' || why === 'cpu') return new MediaFailure('took-too-long', { cause: error });
  if (why === 'memory' || why === 'output') return new MediaFailure('too-complex', { cause: error });
  if (why === 'not-started') return new MediaFailure('internal', { cause: error });
  if (/max pixel count|Picture size .* is invalid/i.test(detail))
    return new MediaFailure('picture-too-large', { cause: error });
  // Of a decoder that got no room for a picture which is not too large.
  if (/get_buffer\(\) failed/i.test(detail)) return new MediaFailure('too-complex', { cause: error });
  if (OUR_OWN.test(detail)) return new MediaFailure('internal', { cause: error });
  if (/whitelist|not found for|Decoder .*not found|Unknown decoder|could not find codec/i.test(detail))
    return new MediaFailure('codec-not-supported', { cause: error });
  if (/moov atom not found|partial file/i.test(detail))
    return new MediaFailure('recording-cut-off', { cause: error });
  return new MediaFailure('recording-damaged', { cause: error });
}
