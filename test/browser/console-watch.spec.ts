import { openAsBlob } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../acceptance/client.js';
import { LecternProcess, type StartFacts } from '../acceptance/lectern-process.js';
import { recording } from '../fixtures/recordings.js';
import { hasChromium } from '../servers/hls-page.js';
import { launchChromium, Visitor } from './console-visitor.js';

const required = process.env['LECTERN_TEST_BROWSER'] === 'required';

/** Sessions live for so long: some end while the recording plays. */
const SESSION_SECONDS = 8;
const VTT = `WEBVTT

00:00:00.000 --> 00:00:09.000
第一句：双手重叠

00:00:09.000 --> 00:00:20.000
第二句：用力按压
`;

/** Of pages, what functions that run in them ask for. */
declare const document: { querySelector(selector: string): unknown };

interface PageVideo {
  currentTime: number;
  readonly paused: boolean;
  readonly videoHeight: number;
  readonly textTracks: Iterable<{ mode: string; activeCues: ArrayLike<{ text: string }> | null }>;
  addEventListener(type: string, told: () => void): void;
}

let lectern: LecternProcess;
let facts: StartFacts;
let doctor: Client;
let browser: Browser;
let asset: string;

describe.skipIf(!required && !hasChromium())('the page of a lesson', () => {
  beforeAll(async () => {
    lectern = await LecternProcess.create({
      LECTERN_PLAYBACK_MIN_SECONDS: '5',
      LECTERN_PLAYBACK_MAX_SECONDS: String(SESSION_SECONDS),
    });
    facts = await lectern.start();
    doctor = new Client(facts, facts.keys.doctor);
    const file = await openAsBlob(await recording({ seconds: 20, size: '640x360', source: 'screen' }));
    const { body } = await doctor.uploadForm('cpr.mp4', file, { title: '心肺复苏' });
    asset = body.id;
    await doctor.untilState(asset, ['ready']);
    const captions = { method: 'PUT', headers: { 'content-type': 'text/vtt' }, body: VTT };
    expect((await doctor.fetch(`/v1/assets/${asset}/captions/zh`, captions)).status).toBe(201);
    const chapters = [
      { title: '准备', startSeconds: 0 },
      { title: '急救', startSeconds: 12 },
    ];
    await doctor.json('PUT', `/v1/assets/${asset}/chapters`, { chapters });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await lectern?.dispose();
  });

  const come = (options = {}) =>
    Visitor.come(browser, facts.uploader, { key: facts.keys.doctor, ...options });

  it('plays it through renewals, in another quality, with captions and transcript, and goes on elsewhere', async () => {
    const desk = await come();
    const { page } = desk;
    const signatures = new Set<string>();
    page.on('response', (response) => {
      const [, expires] = /\/s\/k=[^/]*~e=(\d+).*\.(?:mp4|m4s)$/.exec(response.url()) ?? [];
      if (expires !== undefined && response.ok()) signatures.add(expires);
    });
    const renewed = page.waitForResponse((response) => response.url().endsWith('/renew'));
    await desk.open(`/watch/${asset}`);
    await page.getByRole('button', { name: '播放', exact: true }).click();
    await expect.poll(() => second(page)).toBeGreaterThan(1);
    const stops = await page.evaluateHandle(() => {
      const told: string[] = [];
      const video = document.querySelector('video') as PageVideo;
      for (const type of ['pause', 'emptied', 'error']) video.addEventListener(type, () => told.push(type));
      return told;
    });
    await page.keyboard.press('c');
    await expect.poll(() => shownCaption(page)).toBe('第一句：双手重叠');

    expect((await renewed).status()).toBe(200);
    const before = await height(page);
    const other = before === 240 ? 360 : 240;
    const old = new Set(signatures);
    await page.getByRole('button', { name: '设置', exact: true }).click();
    await page.getByRole('menuitem', { name: /清晰度/ }).click();
    await page.getByRole('menuitemradio', { name: `${other}p`, exact: true }).click();
    await expect.poll(() => height(page)).toBe(other);
    // What was loaded for it opened by the renewed signature.
    expect([...signatures].filter((one) => !old.has(one))).not.toEqual([]);
    // Other captions are another master playlist: what is loaded is handed on to it.
    const english = {
      method: 'PUT',
      headers: { 'content-type': 'text/vtt' },
      body: VTT.replace('第一句', 'One'),
    };
    expect((await doctor.fetch(`/v1/assets/${asset}/captions/en`, english)).status).toBe(201);
    await page.getByRole('combobox', { name: '语言' }).waitFor();
    const at = await second(page);
    await expect.poll(() => second(page)).toBeGreaterThan(at + 1);
    expect(await stops.jsonValue()).toEqual([]);

    await page.getByRole('searchbox', { name: '在文字稿中查找' }).fill('用力');
    await page.getByRole('button', { name: /第二句/ }).click();
    await expect.poll(() => second(page)).toBeGreaterThanOrEqual(9);
    await page.getByRole('button', { name: /急救/ }).click();
    await expect.poll(() => second(page)).toBeGreaterThanOrEqual(12);
    expect(await desk.findings()).toEqual([]);

    const told = page.waitForResponse(
      (response) => response.url().endsWith('/position') && response.request().method() === 'PUT',
    );
    await page.keyboard.press('k');
    expect((await told).status()).toBe(200);
    const left = await second(page);

    const phone = await come({ viewport: { width: 390, height: 844 } });
    await phone.open(`/watch/${asset}`);
    await phone.page.getByText(/已从上次的/).waitFor();
    await expect.poll(() => second(phone.page)).toBeGreaterThan(left - 2);
    expect(await phone.findings()).toEqual([]);
    await phone.page.getByRole('button', { name: '从头播放' }).click();
    await expect.poll(() => second(phone.page)).toBeLessThan(left - 2);
    expect([...desk.complaints, ...phone.complaints]).toEqual([]);
    await Promise.all([desk.leave(), phone.leave()]);
  });

  it('says that a lesson is not there', async () => {
    const desk = await come();
    await desk.open('/watch/ast_00000000000000000000aa');
    await desk.page.getByRole('alert').waitFor();
    expect(await desk.findings()).toEqual([]);
    await desk.leave();
  });
});

function second(page: Page): Promise<number> {
  return page.evaluate(() => (document.querySelector('video') as PageVideo | null)?.currentTime ?? -1);
}

function height(page: Page): Promise<number> {
  return page.evaluate(() => (document.querySelector('video') as PageVideo).videoHeight);
}

function shownCaption(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const video = document.querySelector('video') as PageVideo;
    const shown = Array.from(video.textTracks).find(({ mode }) => mode === 'showing');
    return shown?.activeCues?.[0]?.text;
  });
}
