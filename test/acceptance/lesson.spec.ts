import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { recording } from '../fixtures/recordings.js';
import { type AssetView, Client } from './client.js';

const run = promisify(execFile);
const facts = inject('lectern');
const doctor = new Client(facts, facts.keys.doctor);

/** Everything that ffmpeg has to complain about while it decodes every rung of a master playlist. */
async function complaints(url: string): Promise<string> {
  const { stderr } = await run('ffmpeg', ['-v', 'error', '-i', url, '-map', '0', '-f', 'null', '-'], {
    timeout: 120_000,
  });
  return stderr;
}

async function upload(file: string, name: string): Promise<AssetView> {
  const { status, body } = await doctor.uploadForm(name, await openAsBlob(file), { title: 'A lesson' });
  expect(status).toBe(202);
  return body;
}

describe('a lesson', () => {
  it('becomes playable as it is, then ready on every rung, and each rung decodes', async () => {
    const file = await recording({ seconds: 8, size: '1280x720', source: 'screen' });
    const accepted = await upload(file, '第一课.mp4');
    expect(accepted).toMatchObject({
      kind: 'video',
      contentType: 'video/mp4',
      fileName: '第一课.mp4',
      title: 'A lesson',
    });
    expect(accepted.sha256).toBe(
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    );

    const playable = await doctor.untilState(accepted.id, ['playable', 'ready']);
    expect(playable.renditions.map((rendition) => rendition.rung)).toContain('source');
    expect(await complaints((await doctor.session(accepted.id)).hls)).toBe('');

    const ready = await doctor.untilState(accepted.id, ['ready']);
    const done = ready.renditions.filter((rendition) => rendition.state === 'done');
    expect(done.length).toBeGreaterThan(1);
    for (const rendition of done)
      expect(Math.min(rendition.width, rendition.height)).toBeLessThanOrEqual(720);
    // The source rung is made of the original where it lies; only its index takes room of its own.
    const [source] = done.filter((rendition) => rendition.rung === 'source');
    expect(source?.bytes).toBeGreaterThan(0);
    expect(source?.bytes).toBeLessThan(ready.bytes / 10);
    const stored = done.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(ready.derivedBytes).toBeGreaterThan(stored);
    expect(ready.derivedBytes).toBeLessThan(stored + 2_000_000);
    const { hls, poster } = await doctor.session(accepted.id);
    expect(await complaints(hls)).toBe('');
    const picture = await fetch(poster ?? '');
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  });

  it('that a phone took in HEVC on its side plays upright in H.264', async () => {
    const file = await recording({ seconds: 4, size: '1280x720', source: 'phone' });
    const accepted = await upload(file, 'phone.mov');
    const ready = await doctor.untilState(accepted.id, ['ready']);
    const pictures = ready.renditions.filter(({ rung }) => rung !== 'audio');
    for (const { width, height } of pictures) expect(height).toBeGreaterThan(width);
    const { hls } = await doctor.session(accepted.id);
    expect(await complaints(hls)).toBe('');
    const { stdout } = await run('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'stream=codec_name',
      '-of',
      'csv=p=0',
      hls,
    ]);
    expect(
      new Set(
        stdout
          .trim()
          .split(/\s+/)
          .map((line) => line.replace(/,.*/, '')),
      ),
    ).toEqual(new Set(['h264', 'aac']));
  });

  it('that was cut off ends failed, with a reason for people, and nothing was made of it', async () => {
    const whole = await readFile(await recording({ seconds: 8, size: '1280x720', source: 'screen' }));
    const { body } = await doctor.uploadForm('cut.mp4', new Uint8Array(whole.subarray(0, whole.length / 2)));
    const failed = await doctor.untilState(body.id, ['failed']);
    expect(failed.failure?.code).toMatch(/^[a-z-]+$/);
    expect(failed.failure?.reason).toMatch(/^[A-Z].*\.$/);
    expect(failed.derivedBytes).toBe(0);
    const { status, body: problem } = await doctor.json<{ code: string }>(
      'POST',
      `/v1/assets/${body.id}/playback-sessions`,
      {},
    );
    expect([status, problem.code]).toEqual([409, 'not-playable']);
  });
});

describe('a recording with something odd about it', () => {
  const picture = ['-f', 'lavfi', '-t', '4', '-i', 'testsrc2=s=160x90:r=25'];
  const sound = ['-f', 'lavfi', '-t', '4', '-i', 'sine'];
  const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus'];
  const twoSounds = ['-map', '0', '-map', '1', '-map', '1', '-c:v', 'libx264', '-pix_fmt', 'yuv420p'];
  const dts = ['-c:a:0', 'aac', '-c:a:1', 'dca', '-strict', '-2'];

  it.each([
    ['that does not know its length', 'live.webm', [...vp8, '-live', '1', '-f', 'webm'], []],
    [
      'beside whose sound is one that nobody decodes',
      'dts.mkv',
      [...twoSounds, ...dts, '-f', 'matroska'],
      [{ kind: 'sound', codec: 'dts', reason: 'not-supported' }],
    ],
  ])('%s plays, and says how long it is and what is left out', async (_, name, args, leftOut) => {
    const { stdout } = await run('ffmpeg', ['-v', 'error', ...picture, ...sound, ...args, 'pipe:1'], {
      encoding: 'buffer',
      maxBuffer: 2 ** 24,
    });
    const { body } = await doctor.uploadForm(name, new Uint8Array(stdout));
    const playable = await doctor.untilState(body.id, ['playable', 'ready']);
    const { hls } = await doctor.session(body.id);
    const shown = await run('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'format=duration',
      '-of',
      'csv=p=0',
      hls,
    ]);
    expect(playable.durationSeconds).not.toBeNull();
    expect(Math.abs((playable.durationSeconds ?? 0) - Number(shown.stdout))).toBeLessThan(0.1);
    expect(Math.abs((playable.durationSeconds ?? 0) - 4)).toBeLessThan(0.1);
    expect(playable.leftOut).toEqual(leftOut);
  });
});

describe('an attachment', () => {
  it('is ready at once and downloads under its own name, byte for byte', async () => {
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
    const { status, body } = await doctor.uploadForm('讲义 1.pdf', new Uint8Array(pdf));
    expect([status, body.state, body.kind, body.contentType]).toEqual([
      202,
      'ready',
      'attachment',
      'application/pdf',
    ]);
    const link = await doctor.json<{ url: string }>('POST', `/v1/assets/${body.id}/download-links`);
    expect(link.status).toBe(201);
    const download = await fetch(link.body.url);
    expect(Buffer.from(await download.arrayBuffer()).equals(pdf)).toBe(true);
    expect(download.headers.get('content-disposition')).toMatch(
      /^attachment;.*filename\*=UTF-8''%E8%AE%B2%E4%B9%89%201\.pdf/,
    );
    expect(download.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('an image', () => {
  it('gets variants no wider than itself', async () => {
    const png = (
      await run(
        'ffmpeg',
        [
          '-v',
          'error',
          '-f',
          'lavfi',
          '-i',
          'testsrc2=s=900x600',
          '-frames:v',
          '1',
          '-f',
          'image2pipe',
          '-c:v',
          'png',
          '-',
        ],
        { encoding: 'buffer', maxBuffer: 1e8 },
      )
    ).stdout;
    const { body } = await doctor.uploadForm('slide.png', new Uint8Array(png));
    await doctor.untilState(body.id, ['ready']);
    const { images } = (await doctor.session(body.id)) as unknown as {
      images: { url: string; width: number; format: string }[];
    };
    expect(new Set(images.map((image) => image.format))).toEqual(new Set(['avif', 'webp', 'jpeg']));
    for (const image of images) {
      expect(image.width).toBeLessThanOrEqual(900);
      expect((await fetch(image.url)).status).toBe(200);
    }
  });
});
