import { rm, writeFile } from 'node:fs/promises';
import { MediaFailure } from '../failure.js';
import { type Ffmpeg, runFailure } from '../ffmpeg/ffmpeg.js';

const MP4 = { name: 'mp4', kind: 'recording', demuxer: 'mov' } as const;
/** What is decoded lasts a second or two; the limits have the machine's slowness besides. */
const SECONDS = 10;

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
    const program = ffmpeg.run(
      { path, container: MP4, bytes: sample.byteLength },
      {
        before: ['-xerror', '-err_detect', 'explode'],
        args: ['-map', '0', '-fps_mode', 'passthrough', '-f', 'null', '-'],
        pipes: 0,
        seconds: SECONDS,
        signal,
      },
    );
    for await (const _ of program.outputs[0] ?? []);
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    const failure = runFailure(error);
    if (failure instanceof MediaFailure && failure.code !== 'internal') return false;
    throw failure;
  } finally {
    await rm(path, { force: true });
  }
}
