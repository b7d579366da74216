import { AdtsFrames, MovieInvalid } from '#libs/mp4';
import { type Ffmpeg, runFailure } from '../ffmpeg/ffmpeg.js';
import { NOTHING_ELSE } from '../ffmpeg/outputs.js';
import type { Recording } from './rendition-maker.js';

/**
 * Whether what decoders are told at the beginning of a recording holds to its end, as far as that is said beside the
 * pictures and the sound: what is said among the pictures is seen by FragmentIndexer, where they go by. ffmpeg copies
 * on without a word when it changes, and the rest would not play. One reading of the upload, without decoding.
 *
 * @throws MediaFailure, the signal's reason
 */
export async function staysTheSame(
  ffmpeg: Ffmpeg,
  recording: Recording,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { video, audio } = recording.facts;
  const { name } = recording.input.container;
  try {
    if (name === 'mpeg-ts') {
      if (audio?.codec !== 'aac') return true;
      const frames = new AdtsFrames();
      const args = ['-map', `0:${audio.index}`, '-c', 'copy', ...NOTHING_ELSE, '-f', 'data', 'pipe:3'];
      for await (const chunk of copied(ffmpeg, recording, args, signal)) frames.take(chunk);
    } else if (name === 'flv' || name === 'mp4') {
      const maps = [video, audio].flatMap((track) =>
        track === undefined ? [] : ['-map', `0:${track.index}`],
      );
      const args = [...maps, '-c', 'copy', ...NOTHING_ELSE, '-f', 'framehash', '-hash', 'adler32', 'pipe:3'];
      const told = new ToldOnTheWay();
      for await (const chunk of copied(ffmpeg, recording, args, signal)) told.take(chunk);
    }
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof MovieInvalid) return false;
    throw runFailure(error);
  }
}

async function* copied(
  ffmpeg: Ffmpeg,
  { input, facts }: Recording,
  args: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const program = ffmpeg.run(input, { args, pipes: 1, seconds: facts.durationSeconds, signal });
  const [report, output] = program.outputs;
  const reported = (async () => {
    for await (const _ of report ?? []);
  })();
  reported.catch(() => undefined);
  yield* output ?? [];
}

/** Side data of ten bytes says how many samples of sound are the encoder's own. */
const SKIPPED_SAMPLES = '10';

/**
 * Reads what ffmpeg's `framehash` writes: a line for each packet, which ends with length and checksum of each thing
 * that the container said before it, as the lines at the beginning do of what it said at first.
 */
class ToldOnTheWay {
  private rest = '';
  private readonly first = new Map<string, string>();

  /** @throws MovieInvalid where something else is said than at first */
  take(chunk: Uint8Array): void {
    const lines = (this.rest + Buffer.from(chunk).toString('latin1')).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('#extradata ')) {
        const [stream = '', ...said] = fieldsOf(line.slice('#extradata '.length));
        this.first.set(stream, said.join());
      } else if (line.includes(', S=')) this.packet(fieldsOf(line));
    }
  }

  private packet(fields: readonly string[]): void {
    const [stream = ''] = fields;
    const at = fields.findIndex((field) => field.startsWith('S='));
    for (let next = at + 1; next + 1 < fields.length; next += 2) {
      if (fields[next] === SKIPPED_SAMPLES) continue;
      if (fields.slice(next, next + 2).join() !== this.first.get(stream))
        throw new MovieInvalid('the parameters change on the way');
    }
  }
}

function fieldsOf(line: string): string[] {
  return line.split(',').map((field) => field.trim());
}
