import { mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Rung } from '#libs/hls';
import { runFfmpeg } from '../recordings/run-ffmpeg.js';

/** Bits for each pixel that PeerTube allows on the average, by the shorter side (packages/core-utils, bitrate.ts). */
const BITS_A_PIXEL: readonly (readonly [side: number, bits: number])[] = [
  [1080, 0.1],
  [720, 0.11],
  [480, 0.12],
  [360, 0.15],
  [240, 0.17],
];

/**
 * Encodes rungs as PeerTube 7 does for HLS: a run of ffmpeg for each of them, which decodes the recording anew, with the
 * arguments of its default profile (packages/ffmpeg). Without the sound, which it copies.
 *
 * @returns bytes of all rungs
 */
export function encodeAsPeerTube(
  source: string,
  rungs: readonly Rung[],
  threads: number,
  folder: string,
): number {
  mkdirSync(folder, { recursive: true });
  let bytes = 0;
  for (const { width, height, frameRate } of rungs) {
    const side = Math.min(width, height);
    const [, bits] = BITS_A_PIXEL.find(([least]) => side >= least) ?? [0, 0.19];
    const rate = Math.floor(width * height * frameRate * bits);
    const file = path.join(folder, `${side}.mp4`);
    const scale = height > width ? `scale=w=${side}:h=-2` : `scale=w=-2:h=${side}`;
    const x264 = [
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-maxrate:v',
      `${rate}`,
      '-bufsize:v',
      `${rate * 2}`,
    ];
    const gop = ['-b_strategy', '1', '-bf', '16', '-r', `${frameRate}`, '-g:v', `${frameRate * 2}`];
    const hls = [
      '-hls_time',
      '4',
      '-hls_list_size',
      '0',
      '-hls_playlist_type',
      'vod',
      '-hls_segment_filename',
      file,
    ];
    const all = [
      '-an',
      '-max_muxing_queue_size',
      '1024',
      '-map_metadata',
      '-1',
      '-pix_fmt',
      'yuv420p',
      '-vf',
      scale,
    ];
    const args = [...all, ...x264, ...gop, '-threads', `${threads}`, ...hls, '-hls_segment_type', 'fmp4'];
    const end = ['-f', 'hls', '-hls_flags', 'single_file', path.join(folder, `${side}.m3u8`)];
    runFfmpeg(['-i', source, ...args, ...end]);
    bytes += statSync(file).size;
  }
  rmSync(folder, { recursive: true });
  return bytes;
}
