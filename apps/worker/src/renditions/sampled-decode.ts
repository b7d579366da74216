import { rm, writeFile } from 'node:fs/promises';
import { MediaFailure } from '../failure.js';
import { type Ffmpeg, runFailure } from '../ffmpeg/ffmpeg.js';
import { WHOLE_PACKETS } from '../ffmpeg/outputs.js';
import type { Recording } from './rendition-maker.js';

const MP4 = { name: 'mp4', kind: 'recording', demuxer: 'mov' } as const;
/** What is decoded lasts a second or two; the limits have the machine's slowness besides. */
const SECONDS = 10;
/** Of sound a processor decodes some four hundred seconds in one: this takes it five. */
const SOUND_SECONDS = 1800;
/** The first error ends it. */
const WITHOUT_AN_ERROR = ['-xerror', '-err_detect', 'explode'];

/**
 * Whether a sample of what would be served as it is (`sampledMovie` of libs/mp4) decodes without a single error.
 *
 * @param path where it may lie on this machine meanwhile
 * @throws MediaFailure with code `internal` where the decoder could not be run; the signal's reason
 */
export async function decodes(
  ffmpeg: Ffmpeg,
  sample: Uint8Array,
  path: string,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await writeFile(path, sample, { signal });
    const input = { path, container: MP4, bytes: sample.byteLength };
    return await endsWell(
      ffmpeg.run(input, {
        before: WITHOUT_AN_ERROR,
        args: ['-map', '0', '-fps_mode', 'passthrough', '-f', 'null', '-'],
        pipes: 0,
        seconds: SECONDS,
        awaited: true,
        signal,
      }),
      signal,
    );
  } finally {
    await rm(path, { force: true });
  }
}

/**
 * Whether the sound of a recording, of a long one its first half hour, decodes without a single error. Its container's
 * reader says nothing of what is inside the packets, which browsers stop at.
 *
 * @throws MediaFailure with code `internal` where the decoder could not be run; the signal's reason
 */
export async function soundDecodes(
  ffmpeg: Ffmpeg,
  { input, facts }: Recording,
  signal?: AbortSignal,
): Promise<boolean> {
  const program = ffmpeg.run(input, {
    before: [...WITHOUT_AN_ERROR, ...WHOLE_PACKETS],
    args: ['-map', `0:${facts.audio?.index}`, '-t', String(SOUND_SECONDS), '-f', 'null', '-'],
    pipes: 0,
    seconds: Math.min(facts.durationSeconds, SOUND_SECONDS),
    signal,
  });
  return endsWell(program, signal);
}

async function endsWell(
  program: ReturnType<Ffmpeg['run']>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    for await (const _ of program.outputs[0] ?? []);
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    const failure = runFailure(error);
    if (failure instanceof MediaFailure && failure.code !== 'internal') return false;
    throw failure;
  }
}
