import { spawn } from 'node:child_process';

/** What ffmpeg says of a movie that is less than it claims, and has zeros for the rest; not what it says of damage. */
const INCOMPLETE =
  /truncated|partial file|Invalid NAL unit size|missing picture|Error splitting the input|Invalid data found/;

/**
 * Decodes a file from its beginning to its end; gives what ffmpeg complains of.
 *
 * @param frames ends after so many pictures
 */
export async function decodes(movie: Uint8Array, frames?: number): Promise<string[]> {
  const few = frames === undefined ? [] : ['-frames:v', String(frames)];
  const { stderr } = await ffmpeg(['-v', 'repeat+error', '-i', 'pipe:0', ...few, '-f', 'null', '-'], movie);
  const lines = stderr
    .split('\n')
    // The null muxer says so of frames that are shown for no time.
    .filter((line) => line !== '' && !/non monotonically increasing dts/.test(line))
    // An init segment and one keyframe are less than the file claims.
    .filter((line) => frames === undefined || !INCOMPLETE.test(line));
  return lines.length === 0
    ? []
    : [`it does not decode: ${lines[0]}${lines.length > 1 ? ` (and ${lines.length - 1} more)` : ''}`];
}

/** Runs ffmpeg with a file as its standard input; its exit code says nothing that `stderr` does not. */
export async function ffmpeg(
  args: readonly string[],
  input: Uint8Array,
): Promise<{ stdout: string; stderr: string }> {
  const child = spawn('ffmpeg', ['-nostdin', '-hide_banner', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  // It may have seen enough before it has read all.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  return output;
}
