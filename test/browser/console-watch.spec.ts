import { openAsBlob } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../acceptance/client.js';
import { LecternProcess, type StartFacts } from '../acceptance/lectern-process.js';
import { recording } from '../fixtures/recordings.js';
import { hasChromium, launchChromium } from '../servers/chromium.js';
import { Visitor } from './console-visitor.js';

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
  playbackRate: number;
  readonly paused: boolean;
  play(): Promise<void>;
  readonly videoHeight: number;
  readonly textTracks: Iterable<{
    readonly kind: string;
    readonly mode: string;
    readonly activeCues: ArrayLike<{ text: string }> | null;
  }>;
  addEventListener(type: string, told: () => void): void;
}

let lectern: LecternProcess;
let facts: StartFacts;
let doctor: Client;
let browser: Browser;
let asset: string;
let platform: Site;
let stranger: Site;

describe.skipIf(!required && !hasChromium())('the page of a lesson', () => {
  beforeAll(async () => {
    [platform, stranger] = [await Site.start(), await Site.start()];
    lectern = await LecternProcess.create({
      LECTERN_EMBED_ORIGINS: platform.origin,
      LECTERN_PLAYBACK_MIN_SECONDS: '5',
      LECTERN_PLAYBACK_MAX_SECONDS: String(SESSION_SECONDS),
    });
    facts = await lectern.start();
    doctor = new Client(facts, facts.keys.doctor);
    const file = await openAsBlob(await recording({ seconds: 40, size: '640x360', source: 'screen' }));
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
    platform?.stop();
    stranger?.stop();
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
    await page.getByRole('button', { name: /^(?:播放|暂停)$/ }).waitFor();
    await expect.poll(() => hasCaptions(page)).toBe(true);
    // Slowly, so that it has not ended before all this is done on a busy machine.
    await page.evaluate(() => {
      const video = document.querySelector('video') as PageVideo;
      video.playbackRate = 0.5;
      // It plays by itself for whoever has pressed something, and who drives a browser counts as that.
      return video.play();
    });
    await page.getByRole('button', { name: '暂停', exact: true }).click();
    await page.getByRole('button', { name: '播放', exact: true }).click();
    await expect.poll(() => second(page)).toBeGreaterThan(0.5);
    // Those of the reader's language are there from the beginning.
    await expect.poll(() => shownCaption(page)).toBe('第一句：双手重叠');
    await page.keyboard.press('c');
    await expect.poll(() => shownCaption(page)).toBe(undefined);
    await page.keyboard.press('c');
    await expect.poll(() => shownCaption(page)).toBe('第一句：双手重叠');
    const stops = await page.evaluateHandle(() => {
      const told: string[] = [];
      const video = document.querySelector('video') as PageVideo;
      for (const type of ['pause', 'emptied', 'error']) video.addEventListener(type, () => told.push(type));
      return told;
    });
    expect((await renewed).status()).toBe(200);
    // media-chrome's menu closes when the quality changes by itself meanwhile: it comes up to the best first.
    await expect.poll(() => height(page)).toBe(360);
    await page.getByRole('button', { name: '设置', exact: true }).click();
    await page.getByRole('menuitem', { name: /清晰度/ }).click();
    await page.getByRole('menuitemradio', { name: '240p', exact: true }).click();
    await expect.poll(() => height(page)).toBe(240);
    // What was loaded for it opened by the renewed signature.
    await expect.poll(() => signatures.size).toBeGreaterThan(1);
    // Other captions are another master playlist: what is loaded is handed on to it.
    const english = {
      method: 'PUT',
      headers: { 'content-type': 'text/vtt' },
      body: VTT.replace('第一句', 'One'),
    };
    expect((await doctor.fetch(`/v1/assets/${asset}/captions/en`, english)).status).toBe(201);
    await page.getByRole('combobox', { name: '语言' }).waitFor();
    const at = await second(page);
    await expect.poll(() => second(page)).toBeGreaterThan(at + 0.5);
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

  it('is signed in to, watched and searched by the keyboard alone', async () => {
    const desk = await Visitor.come(browser, facts.uploader);
    const { page } = desk;
    const press = (key: string) => page.keyboard.press(key);
    await desk.open(`/watch/${asset}`);
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await desk.tabTo('用 API 密钥登录');
    await press('Enter');
    await desk.tabTo('API 密钥');
    await page.keyboard.type(facts.keys.doctor);
    await press('Enter');
    await page.getByRole('heading', { name: '心肺复苏' }).waitFor();
    // A key counts as a press: it plays by itself.
    await expect.poll(() => second(page)).toBeGreaterThan(0);
    await expect.poll(() => height(page)).toBe(360);
    await desk.tabTo('设置');
    await press('Enter');
    await page.getByRole('menuitem', { name: /清晰度/ }).waitFor();
    await downTo(desk, /清晰度/);
    await press('Enter');
    // It comes in from the side, and has the focus only then.
    await expect.poll(() => desk.focused()).toMatch(/^(?:自动|\d+p)/);
    await downTo(desk, /^240p/);
    await press('Enter');
    await expect.poll(() => height(page)).toBe(240);
    await press('Escape');
    await desk.tabTo('暂停');
    await press('Enter');
    await expect.poll(() => isPaused(page)).toBe(true);
    await desk.tabTo('在文字稿中查找');
    await page.keyboard.type('用力');
    await desk.tabTo(/第二句/);
    await press('Enter');
    await expect.poll(() => second(page)).toBeGreaterThanOrEqual(9);
    await desk.tabTo(/急救/);
    await press('Enter');
    await expect.poll(() => second(page)).toBeGreaterThanOrEqual(12);
    expect(desk.complaints).toEqual([]);
    await desk.leave();
  });

  it('plays in a frame of a platform that is allowed to, by a ticket that is good once', async () => {
    const visitor = await Visitor.come(browser, platform.origin);
    const ticket = await ticketOf(asset);
    await visitor.open(`/?${encodeURIComponent(ticket.url)}`);
    const frame = visitor.page.frameLocator('iframe');
    await frame.getByRole('heading', { name: '心肺复苏' }).waitFor();
    const video = frame.locator('video');
    await video.evaluate((element) => (element as unknown as PageVideo).play());
    await frame.getByRole('button', { name: '暂停', exact: true }).click();
    await frame.getByRole('button', { name: '播放', exact: true }).click();
    const at = () => video.evaluate((element) => (element as unknown as PageVideo).currentTime);
    await expect.poll(at).toBeGreaterThan(1);
    const [, framed] = visitor.page.frames();
    expect(framed?.url()).toBe(`${facts.uploader}/embed/${asset}`);
    expect(visitor.complaints).toEqual([]);

    const anybody = new Client(facts, '');
    expect(await refusal(anybody, 'POST', '/v1/embed-grants', { ticket: ticket.ticket })).toEqual([
      401,
      'embed-ticket-used',
    ]);
    const { body } = await anybody.json<{ token: string }>('POST', '/v1/embed-grants', {
      ticket: (await ticketOf(asset)).ticket,
    });
    const holder = new Client(facts, body.token);
    expect((await holder.json('GET', `/v1/assets/${asset}/position`)).status).toBe(200);
    for (const [method, path] of [
      ['GET', '/v1/assets'],
      ['GET', '/v1/me'],
      ['GET', '/v1/assets/ast_00000000000000000000aa'],
      ['POST', `/v1/assets/${asset}/embed-tickets`],
      ['POST', `/v1/assets/${asset}/download-links`],
    ] as const)
      expect(await refusal(holder, method, path)).toEqual([403, 'insufficient-scope']);
    await visitor.leave();
  });

  it('says so when it is taken away while it plays, and begins anew when asked', async () => {
    const desk = await come();
    const { page } = desk;
    const opening = page.waitForResponse((response) => response.url().endsWith('/playback-sessions'));
    await desk.open(`/watch/${asset}`);
    const { session } = (await (await opening).json()) as { session: string };
    await page.locator('video').waitFor();
    await page.evaluate(() => (document.querySelector('video') as PageVideo).play());
    expect(
      (await doctor.fetch(`/v1/assets/${asset}/playback-sessions/${session}`, { method: 'DELETE' })).ok,
    ).toBe(true);
    await page.getByText('您的观看权限已被收回，或播放地址已失效。').waitFor();
    expect(await desk.findings()).toEqual([]);
    await page.getByRole('button', { name: '重新打开' }).click();
    await expect.poll(() => page.getByText('您的观看权限已被收回，或播放地址已失效。').count()).toBe(0);
    const at = await second(page);
    await expect.poll(() => second(page)).toBeGreaterThan(at);
    expect(desk.complaints).toEqual([]);
    await desk.leave();
  });

  it('is shown in no frame of anybody else', async () => {
    const visitor = await Visitor.come(browser, stranger.origin);
    await visitor.open(`/?${encodeURIComponent((await ticketOf(asset)).url)}`);
    await expect.poll(() => visitor.complaints.join()).toContain('frame-ancestors');
    await visitor.open(`/?${encodeURIComponent(`${facts.uploader}/watch/${asset}`)}`);
    await expect.poll(() => visitor.complaints.length).toBeGreaterThan(1);
    await visitor.leave();
  });

  it('says that a lesson is not there', async () => {
    const desk = await come();
    await desk.open('/watch/ast_00000000000000000000aa');
    await desk.page.getByRole('alert').waitFor();
    expect(await desk.findings()).toEqual([]);
    await desk.leave();
  });
});

/** Another platform: a page that frames whatever address its own has after the question mark. */
class Site {
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Site> {
    const server = createServer((request, response) => {
      const address = decodeURIComponent(request.url?.split('?')[1] ?? '');
      const frame = `<iframe src="${address}" allow="autoplay; fullscreen" width="900" height="700"></iframe>`;
      response.setHeader('content-type', 'text/html').end(`<!doctype html>${frame}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Site(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

async function ticketOf(id: string): Promise<{ url: string; ticket: string }> {
  const { body } = await doctor.json<{ url: string; ticket: string }>(
    'POST',
    `/v1/assets/${id}/embed-tickets`,
  );
  return body;
}

async function refusal(caller: Client, method: string, path: string, sent?: object): Promise<unknown> {
  const { status, body } = await caller.json<{ code?: string }>(method, path, sent);
  return [status, body.code];
}

function second(page: Page): Promise<number> {
  return page.evaluate(() => (document.querySelector('video') as PageVideo | null)?.currentTime ?? -1);
}

function isPaused(page: Page): Promise<boolean> {
  return page.evaluate(() => (document.querySelector('video') as PageVideo).paused);
}

/** Goes down a menu, which arrows move in. */
async function downTo(visitor: Visitor, name: RegExp): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    if (name.test((await visitor.focused()).trim())) return;
    await visitor.page.keyboard.press('ArrowDown');
  }
  throw new Error(`${String(name)} can't be reached by arrows`);
}

function height(page: Page): Promise<number> {
  return page.evaluate(() => (document.querySelector('video') as PageVideo).videoHeight);
}

function hasCaptions(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const video = document.querySelector('video') as PageVideo;
    return Array.from(video.textTracks).some(({ kind }) => kind === 'subtitles');
  });
}

function shownCaption(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const video = document.querySelector('video') as PageVideo;
    const shown = Array.from(video.textTracks).find(
      ({ kind, mode }) => kind === 'subtitles' && mode === 'showing',
    );
    return shown?.activeCues?.[0]?.text;
  });
}
