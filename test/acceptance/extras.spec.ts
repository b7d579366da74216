import sharp from 'sharp';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { captionedRecording, secondOf } from '../fixtures/captioned.js';
import { type AssetView, Client } from './client.js';

const facts = inject('lectern');
const doctor = new Client(facts, facts.keys.doctor);

interface Session {
  readonly session: string;
  readonly hls: string;
  readonly storyboard: string | null;
  readonly captions: readonly { readonly language: string; readonly label: string; readonly url: string }[];
}

async function text(url: string): Promise<{ type: string | null; body: string }> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return { type: response.headers.get('content-type'), body: await response.text() };
}

describe('a recording with a text track', () => {
  let asset: AssetView;
  let session: Session;
  beforeAll(async () => {
    const { body } = await doctor.uploadForm('lesson.mkv', await captionedRecording());
    asset = await doctor.untilState(body.id, ['ready']);
    session = (await doctor.json<Session>('POST', `/v1/assets/${asset.id}/playback-sessions`, {})).body;
  });

  it('has a storyboard, each of whose tiles is of its second', async () => {
    expect(asset['storyboard']).toEqual({ tiles: 3, intervalSeconds: 10, tileWidth: 160, tileHeight: 90 });
    const url = session.storyboard ?? '';
    const { type, body } = await text(url);
    expect(type).toBe('text/vtt; charset=utf-8');
    const cues = [...body.matchAll(/^00:00:(\d\d)\.000 --> .*\n(.+\.jpg)#xywh=(\d+),(\d+),(\d+),(\d+)$/gm)];
    expect(cues.map(([, second]) => Number(second))).toEqual([0, 10, 20]);
    for (const [, second, sheet = '', ...place] of cues) {
      const response = await fetch(new URL(sheet, url));
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      const [left = 0, top = 0, width = 0, height = 0] = place.map(Number);
      const image = sharp(Buffer.from(await response.arrayBuffer()));
      const pixels = await image.extract({ left, top, width, height }).greyscale().raw().toBuffer();
      const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.byteLength;
      expect(Math.abs(secondOf(mean) - Number(second))).toBeLessThan(1);
    }
  });

  it('is found by what its captions say', async () => {
    const { body } = await doctor.json<{ items: { id: string }[] }>(
      'GET',
      `/v1/assets?q=${encodeURIComponent('胸外 DEEP & fast')}`,
    );
    expect(body.items.map(({ id }) => id)).toContain(asset.id);
  });

  it('has captions in the session and in the master playlist, escaped', async () => {
    expect(asset['captions']).toEqual({
      tracks: [{ language: 'zh', label: '中文', isDefault: true, isForced: false }],
      leftOut: [],
    });
    const [caption] = session.captions;
    expect(caption).toMatchObject({ language: 'zh', label: '中文' });
    const { type, body } = await text(caption?.url ?? '');
    expect(type).toBe('text/vtt; charset=utf-8');
    expect(body).toContain('00:00:00.500 --> 00:00:24.000\n胸外按压 <i>deep</i> &amp; fast --&gt; go\n');
    expect(body).not.toContain('<script');
    const master = (await text(session.hls)).body;
    const uri = /TYPE=SUBTITLES.*LANGUAGE="zh".*URI="([^"]+)"/.exec(master)?.[1] ?? '';
    expect(master).toMatch(/#EXT-X-STREAM-INF:.*SUBTITLES="captions"/);
    const playlistUrl = new URL(uri, session.hls);
    const playlist = (await text(playlistUrl.href)).body;
    const file = playlist.split('\n').find((line) => line.endsWith('.vtt')) ?? '';
    expect((await text(new URL(file, playlistUrl).href)).body).toBe(body);
  });

  it('is counted with all that was made of it, and shares it with an upload of the same bytes', async () => {
    const { body } = await doctor.uploadForm('again.mkv', await captionedRecording());
    const again = await doctor.untilState(body.id, ['ready']);
    expect(again['storyboard']).toEqual(asset['storyboard']);
    expect(again['captions']).toEqual(asset['captions']);
    const { body: other } = await doctor.json<Session>(
      'POST',
      `/v1/assets/${again.id}/playback-sessions`,
      {},
    );
    for (const url of [other.storyboard, other.captions[0]?.url]) await text(url ?? '');
  });

  it('opens none of it once its session is revoked', async () => {
    const path = `/v1/assets/${asset.id}/playback-sessions/${session.session}`;
    expect((await doctor.json('DELETE', path)).status).toBe(204);
    for (const url of [session.storyboard, session.captions[0]?.url])
      await expect.poll(async () => (await fetch(url ?? '')).status, { timeout: 15_000 }).toBe(403);
  });
});
