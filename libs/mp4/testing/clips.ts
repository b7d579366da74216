import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MovieSource } from '../movie.js';

const run = promisify(execFile);

/** A picture that moves and a tone that changes, so that what is shifted or lost is seen. */
export function testPicture(seconds: number, size = '320x180', rate = 25): string[] {
  return ['-f', 'lavfi', '-t', `${seconds}`, '-i', `testsrc2=size=${size}:rate=${rate}`];
}

export function testSound(seconds: number): string[] {
  return ['-f', 'lavfi', '-t', `${seconds}`, '-i', 'aevalsrc=sin(2*PI*t*(300+40*t)):s=48000:c=stereo'];
}

/** H.264 with B-frames and a keyframe each second. */
export const h264 = [
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-bf',
  '2',
  '-g',
  '25',
  '-pix_fmt',
  'yuv420p',
];
export const aac = ['-c:a', 'aac', '-b:a', '96k'];
/** Ten times as fast as what the encoder does unless told. */
export const vp9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'];

/** A folder of media that ffmpeg makes for one spec; each clip is made once. */
export class ClipFolder {
  readonly folder = mkdtempSync(join(tmpdir(), 'lectern-clips-'));
  private readonly made = new Map<string, Promise<string>>();

  /** The path of `name`, made by ffmpeg with `args` on the first call. */
  make(name: string, ...args: string[]): Promise<string> {
    const known = this.made.get(name);
    if (known !== undefined) return known;
    const path = join(this.folder, name);
    const making = run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args, path]).then(() => path);
    this.made.set(name, making);
    return making;
  }

  async write(name: string, content: Uint8Array | string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What ffmpeg complains of when it decodes everything; an empty text is a healthy file. */
export async function complaints(path: string): Promise<string> {
  const { stderr } = await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', path, '-f', 'null', '-']);
  return stderr;
}

/** One line for each frame: its time and the MD5 of its pixels or samples. `stream` such as `0:v`. */
export async function frameDigests(path: string, stream: string): Promise<string[]> {
  const args = ['-nostdin', '-v', 'error', '-i', path, '-map', stream, '-fps_mode', 'passthrough'];
  const { stdout } = await run('ffmpeg', [...args, '-f', 'framemd5', '-'], { maxBuffer: 2 ** 26 });
  return stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** Presentation times of the packets of a stream (`v:0`), in seconds, in the order of decoding; `most` of them or all. */
export async function packets(
  path: string,
  stream: string,
  most?: number,
): Promise<{ time: number; key: boolean }[]> {
  const args = [
    '-v',
    'error',
    '-select_streams',
    stream,
    ...(most === undefined ? [] : ['-read_intervals', `%+#${most}`]),
    '-show_entries',
    'packet=pts_time,flags',
    '-of',
    'csv=p=0',
  ];
  const { stdout } = await run('ffprobe', [...args, path], { maxBuffer: 2 ** 26 });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ time: Number.parseFloat(line), key: line.includes('K') }));
}

export async function gather(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A file as a movie source. Closed by the process's end. */
export async function fileSource(path: string): Promise<MovieSource & AsyncDisposable> {
  const file = await open(path);
  const { size } = await file.stat();
  return {
    bytes: size,
    async *read({ start, end }) {
      for (let at = start; at <= end; ) {
        const length = Math.min(end + 1 - at, 64 * 1024);
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

/** When silences of more than 0.3 s begin and end, in turns, in seconds. */
export async function silences(path: string): Promise<number[]> {
  const detect = ['-af', 'silencedetect=noise=-50dB:d=0.3', '-f', 'null', '-'];
  const { stderr } = await run('ffmpeg', ['-nostdin', '-hide_banner', '-nostats', '-i', path, ...detect]);
  return [...stderr.matchAll(/silence_(?:start|end): (-?[\d.]+)/g)].map(([, time]) => Number(time));
}
