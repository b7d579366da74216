import { existsSync, openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Client } from '../acceptance/client.js';
import { captionedRecording } from '../fixtures/captioned.js';
import { recording } from '../fixtures/recordings.js';

const CHROMIUM = '/usr/bin/chromium';
const required = process.env['LECTERN_TEST_BROWSER'] === 'required';
const facts = inject('lectern');
const doctor = new Client(facts, facts.keys.doctor);

let browser: Browser;
let site: Server;
let origin: string;

// Another origin than delivery's, as in production: CORS is part of what must work.
async function serve(): Promise<void> {
  const hls = await readFile(createRequire(import.meta.url).resolve('hls.js/dist/hls.min.js'));
  site = createServer((request, response) => {
    if (request.url === '/hls.js') response.setHeader('content-type', 'text/javascript').end(hls);
    else
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><video id="v" muted></video><script src="/hls.js"></script>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
}

describe.skipIf(!required && !existsSync(CHROMIUM))('hls.js in Chromium', () => {
  beforeAll(async () => {
    await serve();
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--autoplay-policy=no-user-gesture-required',
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

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
    const page = await browser.newPage();
    await page.goto(origin);
    const played = await page.evaluate(async (url) => {
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
    }, hls);
    await page.close();
    expect(played.errors).toEqual([]);
    expect(played.time).toBeGreaterThan(1);
    expect(played.height > played.width).toBe(upright);
    expect(Math.max(played.width, played.height) / Math.min(played.width, played.height)).toBeCloseTo(
      16 / 9,
      1,
    );
  });

  it('shows the captions of a recording', async () => {
    const { body } = await doctor.uploadForm('captioned.mkv', await captionedRecording());
    await doctor.untilState(body.id, ['ready']);
    const { hls } = await doctor.session(body.id);
    const page = await browser.newPage();
    await page.goto(origin);
    const shown = await page.evaluate(async (url) => {
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
    }, hls);
    await page.close();
    expect(shown).toMatchObject({ label: '中文', language: 'zh' });
    expect(shown?.text).toContain('胸外按压');
  });
});
