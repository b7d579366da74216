import { openAsBlob } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Client } from '../acceptance/client.js';
import { captionedRecording } from '../fixtures/captioned.js';
import { gb18030 } from '../fixtures/gb18030.js';
import { recording } from '../fixtures/recordings.js';
import { hasChromium } from '../servers/chromium.js';
import { HlsPage } from '../servers/hls-page.js';

const required = process.env['LECTERN_TEST_BROWSER'] === 'required';
const facts = inject('lectern');
const doctor = new Client(facts, facts.keys.doctor);

let chromium: HlsPage;

describe.skipIf(!required && !hasChromium())('hls.js in Chromium', () => {
  beforeAll(async () => {
    chromium = await HlsPage.start();
  });
  afterAll(() => chromium?.close());

  it.each([
    { source: 'screen', upright: false },
    { source: 'phone', upright: true },
  ] as const)('plays a $source recording', async ({ source, upright }) => {
    const { body } = await doctor.uploadForm(
      'lesson.mov',
      await openAsBlob(await recording({ seconds: 8, size: '1280x720', source })),
    );
    await doctor.untilState(body.id, ['ready']);
    const { hls } = await doctor.session(body.id);
    const played = await chromium.open((page) =>
      page.evaluate(async (url) => {
        const { Hls } = globalThis as unknown as {
          Hls: new () => {
            loadSource(from: string): void;
            attachMedia(to: unknown): void;
            on(event: string, told: (name: string, data: { fatal: boolean; details: string }) => void): void;
          };
        };
        const video = (
          globalThis as unknown as {
            document: {
              getElementById(id: string): {
                currentTime: number;
                videoWidth: number;
                videoHeight: number;
                play(): Promise<void>;
              };
            };
          }
        ).document.getElementById('v');
        const errors: string[] = [];
        const player = new Hls();
        player.on('hlsError', (_, data) => {
          if (data.fatal) errors.push(data.details);
        });
        player.loadSource(url);
        player.attachMedia(video);
        for (let tries = 0; tries < 100 && video.currentTime < 1.5 && errors.length === 0; tries++) {
          await video.play().catch(() => {});
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        return { time: video.currentTime, width: video.videoWidth, height: video.videoHeight, errors };
      }, hls),
    );
    expect(played.errors).toEqual([]);
    expect(played.time).toBeGreaterThan(1);
    expect(played.height > played.width).toBe(upright);
    expect(Math.max(played.width, played.height) / Math.min(played.width, played.height)).toBeCloseTo(
      16 / 9,
      1,
    );
  });

  it('shows the captions of a recording, and those that somebody put in their place', async () => {
    const { body } = await doctor.uploadForm('captioned.mkv', await captionedRecording());
    await doctor.untilState(body.id, ['ready']);
    const own = await captionShown((await doctor.session(body.id)).hls);
    expect(own).toMatchObject({ label: '中文', language: 'zh' });
    expect(own?.text).toContain('胸外按压');
    const srt = gb18030('1\r\n00:00:00,000 --> 00:00:20,000\r\n双手<i>重叠</i>，用力按压\r\n');
    const headers = { 'content-type': 'application/x-subrip' };
    const put = `/v1/assets/${body.id}/captions/zh?label=教师`;
    expect((await doctor.fetch(put, { method: 'PUT', headers, body: srt })).status).toBe(201);
    expect(await captionShown((await doctor.session(body.id)).hls)).toEqual({
      label: '教师',
      language: 'zh',
      text: '双手<i>重叠</i>，用力按压',
    });
  });

  /** What Chromium shows of the first text track that hls.js offers. */
  function captionShown(hls: string): Promise<{ label: string; language: string; text: string } | undefined> {
    return chromium.open((page) =>
      page.evaluate(async (url) => {
        const { Hls, document } = globalThis as unknown as {
          Hls: new () => {
            subtitleTrack: number;
            subtitleDisplay: boolean;
            readonly subtitleTracks: readonly { name: string; lang?: string }[];
            loadSource(from: string): void;
            attachMedia(to: unknown): void;
          };
          document: {
            getElementById(id: string): {
              play(): Promise<void>;
              textTracks: Iterable<{
                label: string;
                language: string;
                mode: string;
                activeCues: ArrayLike<{ text: string }> | null;
              }>;
            };
          };
        };
        const video = document.getElementById('v');
        const player = new Hls();
        player.loadSource(url);
        player.attachMedia(video);
        for (let tries = 0; tries < 150; tries++) {
          await video.play().catch(() => {});
          if (player.subtitleTracks.length > 0 && player.subtitleTrack === -1) player.subtitleTrack = 0;
          player.subtitleDisplay = true;
          for (const { label, language, mode, activeCues } of video.textTracks) {
            const [cue] = Array.from(activeCues ?? []);
            if (mode === 'showing' && cue !== undefined) return { label, language, text: cue.text };
          }
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        return undefined;
      }, hls),
    );
  }
});
