import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../acceptance/client.js';
import { LecternProcess, type StartFacts } from '../acceptance/lectern-process.js';
import { recording } from '../fixtures/recordings.js';
import { CHROMIUM, CHROMIUM_FLAGS, hasChromium } from '../servers/hls-page.js';

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
      { title: '准备', seconds: 0 },
      { title: '按压', seconds: 12 },
    ];
    await doctor.json('PUT', `/v1/assets/${asset}/chapters`, { chapters });
    const args = [...CHROMIUM_FLAGS, '--autoplay-policy=no-user-gesture-required'];
    browser = await chromium.launch({ executablePath: CHROMIUM, args });
  });
  afterAll(async () => {
    await browser?.close();
    await lectern?.dispose();
  });

  it('plays it through renewals, in another quality, with captions and transcript, and goes on elsewhere', async () => {
    await using desk = await device();
    const { page, faults } = desk;
    const signatures = new Set<string>();
    page.on('response', (response) => {
      const [, expires] = /\/s\/k=[^/]*~e=(\d+)/.exec(response.url()) ?? [];
      if (expires !== undefined && response.ok()) signatures.add(expires);
    });
    await page.goto(`${facts.uploader}/watch/${asset}`);
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
    await page.getByRole('button', { name: '设置', exact: true }).click();
    await page.getByRole('menuitem', { name: /清晰度/ }).click();
    await page.getByRole('menuitemradio', { name: '240p' }).click();
    await expect.poll(() => height(page)).toBe(240);
    await expect.poll(() => signatures.size).toBeGreaterThan(1);
    expect(await stops.jsonValue()).toEqual([]);

    await page.getByRole('searchbox', { name: '在文字稿中查找' }).fill('用力');
    await page.getByRole('button', { name: /第二句/ }).click();
    await expect.poll(() => second(page)).toBeGreaterThanOrEqual(9);
    await page.getByRole('button', { name: /按压$/ }).last().click();
    await expect.poll(() => second(page)).toBeGreaterThanOrEqual(12);
    expect(await violations(page)).toEqual([]);

    const told = page.waitForResponse(
      (response) => response.url().endsWith('/position') && response.request().method() === 'PUT',
    );
    await page.getByRole('button', { name: '暂停', exact: true }).click();
    expect((await told).status()).toBe(200);
    const left = await second(page);

    await using phone = await device({ width: 390, height: 844 });
    await phone.page.goto(`${facts.uploader}/watch/${asset}`);
    await phone.page.getByText(/已从上次的/).waitFor();
    await expect.poll(() => second(phone.page)).toBeGreaterThan(left - 2);
    expect(await violations(phone.page)).toEqual([]);
    await phone.page.getByRole('button', { name: '从头播放' }).click();
    await expect.poll(() => second(phone.page)).toBeLessThan(left - 2);
    expect([...faults, ...phone.faults]).toEqual([]);
  });

  it('says that a lesson is not there', async () => {
    await using desk = await device();
    await desk.page.goto(`${facts.uploader}/watch/ast_00000000000000000000aa`);
    await desk.page.getByRole('alert').waitFor();
  });
});

/** A browser of its own, in which the doctor is signed in. */
async function device(viewport = { width: 1280, height: 800 }) {
  const context: BrowserContext = await browser.newContext({ locale: 'zh-CN', viewport });
  const headers = { authorization: `Bearer ${facts.keys.doctor}`, 'lectern-request': 'test' };
  expect((await context.request.post(`${facts.uploader}/v1/session`, { headers })).status()).toBe(201);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return { page, faults, [Symbol.asyncDispose]: () => context.close() };
}

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

/** What axe finds on the page. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(async () => {
    interface Axe {
      run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    }
    const { axe } = globalThis as unknown as { axe: Axe };
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await axe.run({ runOnly: { type: 'tag', values } });
    return found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    );
  });
}
