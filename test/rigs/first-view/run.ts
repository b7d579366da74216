import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { Client } from '../../acceptance/client.js';
import { LecternProcess } from '../../acceptance/lectern-process.js';
import { Visitor } from '../../browser/console-visitor.js';
import { launchChromium } from '../../servers/chromium.js';

export interface FirstViewRun {
  readonly rounds: number;
  readonly kilobits: number;
  readonly latencyMs: number;
  /** How many times slower the processor is made. */
  readonly slower: number;
  readonly shift: number;
  readonly print: (line: string) => void;
}

interface Seen {
  /** Of the largest contentful paint. */
  readonly paintMs: number;
  /** As Cumulative Layout Shift counts: what moved without anybody's doing. */
  readonly shift: number;
  readonly kilobytes: number;
}

const LESSONS = 24;
/** Until nothing comes any more. */
const REST_MS = 1500;

/** Watches from before the page's own scripts. Chromium's entries have fields that no declaration knows. */
const WATCH = `(() => {
  const seen = { paintMs: 0, shift: 0 };
  globalThis.firstView = seen;
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('largest-contentful-paint', ({ startTime }) => (seen.paintMs = startTime));
  watch('layout-shift', ({ value, hadRecentInput }) => (seen.shift += hadRecentInput ? 0 : value));
})()`;

/** The pages that people meet first, each by a browser that has been nowhere, on a link and a processor made slow by Chromium. */
export async function runFirstView(run: FirstViewRun): Promise<{ failures: string[] }> {
  const lectern = await LecternProcess.create();
  const failures: string[] = [];
  let browser: Browser | undefined;
  try {
    const facts = await lectern.start();
    const doctor = new Client(facts, facts.keys.doctor);
    for (let n = 0; n < LESSONS; n += 1)
      await doctor.uploadForm(`${n}.txt`, new Uint8Array(Buffer.from(`${n}\n`)), { title: `讲义 ${n}` });
    browser = await launchChromium();
    for (const [name, path, key] of [
      ['signing in', '/sign-in', undefined],
      ['the home page', '/', facts.keys.doctor],
      ['uploads', '/upload', facts.keys.doctor],
    ] as const) {
      const rounds: Seen[] = [];
      while (rounds.length < run.rounds) {
        const visitor = await Visitor.come(browser, facts.uploader, {
          ...(key !== undefined && { key }),
          viewport: { width: 390, height: 844 },
        });
        rounds.push(await look(visitor, path, run));
        await visitor.leave();
      }
      const paint = rounds.map(({ paintMs }) => paintMs).toSorted((a, b) => a - b);
      const shift = Math.max(...rounds.map((round) => round.shift));
      run.print(
        `${name}: largest contentful paint after ${seconds(paint[Math.floor(paint.length / 2)])} s in the middle of ${rounds.length}, ` +
          `${seconds(paint.at(-1))} s at the most; moved by ${shift.toFixed(3)}; ${Math.round(rounds[0]?.kilobytes ?? 0)} KB came`,
      );
      if (shift > run.shift) failures.push(`${name} moved by ${shift.toFixed(3)}`);
    }
    return { failures };
  } finally {
    await browser?.close();
    await lectern.dispose();
  }
}

async function look({ page, context, address }: Visitor, path: string, run: FirstViewRun): Promise<Seen> {
  await page.addInitScript(WATCH);
  const chromium = await context.newCDPSession(page);
  await chromium.send('Network.enable');
  await chromium.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: run.latencyMs,
    downloadThroughput: run.kilobits * 125,
    uploadThroughput: run.kilobits * 125,
  });
  await chromium.send('Emulation.setCPUThrottlingRate', { rate: run.slower });
  let bytes = 0;
  chromium.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(`${address}${path}`);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await delay(REST_MS);
  const seen = await page.evaluate('firstView');
  return { ...(seen as Omit<Seen, 'kilobytes'>), kilobytes: bytes / 1000 };
}

const seconds = (ms = 0) => (ms / 1000).toFixed(2);
