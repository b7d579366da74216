import { readFile, stat } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { recogniseContainer } from '#libs/media-type';
import { ClipFolder, h264 } from '../../../../libs/mp4/testing/clips.js';
import { Ffmpeg } from '../ffmpeg/ffmpeg.js';
import { type PictureFacts, probe } from '../ffmpeg/probe.js';
import { defaultMediaSettings } from '../media-settings.js';
import { toScreen } from './colour.js';

const clips = new ClipFolder();
afterAll(() => clips.remove());

async function pictureOf(path: string): Promise<PictureFacts> {
  const container = recogniseContainer((await readFile(path)).subarray(0, 2048));
  if (container === undefined) throw new Error('no recording');
  const input = { path, container, bytes: (await stat(path)).size };
  const { video } = await probe(new Ffmpeg(defaultMediaSettings), input);
  if (video === undefined) throw new Error('no picture');
  return video;
}

describe('a red picture stays red, whatever its file says of it', () => {
  const red = (...filters: string[]) => [
    '-f',
    'lavfi',
    '-t',
    '0.3',
    '-i',
    ['color=c=0xc02020:s=320x180:r=10', ...filters].join(','),
  ];
  const x265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1', '-x265-params'];
  const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast'];
  const hdr =
    'zscale=t=smpte2084:p=bt2020:m=bt2020nc:r=limited:tin=bt709:pin=bt709:min=gbr:npl=200,format=yuv420p10le';
  const cases: [string, string[]][] = [
    [
      'pq-whole.mp4',
      [
        ...red('format=gbrp', hdr),
        ...x265,
        'log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc',
      ],
    ],
    [
      'pq-alone.mp4',
      [
        ...red('format=gbrp', hdr),
        ...x265,
        'log-level=none:colorprim=undef:transfer=smpte2084:colormatrix=undef',
      ],
    ],
    [
      'pq-wrong.mp4',
      [
        ...red('format=gbrp', hdr),
        ...x265,
        'log-level=none:colorprim=bt709:transfer=smpte2084:colormatrix=bt470bg',
      ],
    ],
    [
      'hlg-alone.mkv',
      [
        ...red('format=gbrp', hdr.replace('smpte2084', 'arib-std-b67')),
        ...x265,
        'log-level=none:transfer=arib-std-b67',
      ],
    ],
    [
      'wide.mp4',
      [
        ...red(
          'format=gbrp',
          'zscale=p=smpte432:pin=bt709:tin=bt709:min=gbr:t=bt709:m=bt709:r=limited,format=yuv420p10le',
        ),
        ...x265,
        'log-level=none:colorprim=smpte432:transfer=bt709:colormatrix=bt709',
      ],
    ],
    ['rgb.mp4', [...red('format=gbrp'), '-c:v', 'libx264rgb', '-preset', 'ultrafast']],
    ['full-range.mkv', [...red('scale=out_color_matrix=bt601:out_range=full', 'format=yuvj420p'), ...x264]],
    ['small-untold.mp4', [...red('scale=out_color_matrix=bt601:out_range=tv', 'format=yuv422p'), ...x264]],
    [
      'large-untold.mp4',
      [...red('scale=1280:720:out_color_matrix=bt709:out_range=tv', 'format=yuv422p'), ...x264],
    ],
    [
      'told.mp4',
      [
        ...red('scale=out_color_matrix=bt709:out_range=tv', 'format=yuv422p'),
        ...x264,
        '-colorspace',
        'bt709',
      ],
    ],
  ];
  it.each(cases)('%s', async (name, args) => {
    const clip = await clips.make(name, ...args);
    const filters = toScreen(await pictureOf(clip), '320:180').join(',');
    const shown = await clips.make(`shown-${name}`, '-i', clip, '-vf', filters, ...h264);
    const { colour, pixelFormat } = await pictureOf(shown);
    expect(colour).toEqual({ range: 'tv', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' });
    expect(pixelFormat).toBe('yuv420p');
    const still = ['-frames:v', '1', '-vf', 'scale=in_color_matrix=bt709:in_range=tv,format=rgb24'];
    const { channels } = await sharp(await clips.make(`${name}.png`, '-i', shown, ...still)).stats();
    const [r = 0, g = 0, b = 0] = channels.map(({ mean }) => mean);
    // Tone mapping has a say in how bright it is, and none in which colour.
    if (/^(pq|hlg)/.test(name)) expect([r > 100, g < 75, b < 75]).toEqual([true, true, true]);
    else expect(Math.max(Math.abs(r - 192), Math.abs(g - 32), Math.abs(b - 32))).toBeLessThan(8);
  });
});
