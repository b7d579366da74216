import { randomBytes } from 'node:crypto';
import { appendFile, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { Client } from '../../acceptance/client.js';
import { LecternProcess } from '../../acceptance/lectern-process.js';
import { UploadPage } from '../../browser/upload-page.js';
import { recording } from '../../fixtures/recordings.js';
import { launchChromium } from '../../servers/chromium.js';

export interface FirstLessonRun {
  readonly seconds: number;
  readonly rounds: number;
  readonly presses: number;
  readonly print: (line: string) => void;
}

const SCREENS = [
  ['a desk', { width: 1280, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const;

/** A doctor drops a recording of H.264 on the page of uploads, and watches it as soon as the page offers it. */
export async function runFirstLesson(run: FirstLessonRun): Promise<{ failures: string[] }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-first-lesson-'));
  const lectern = await LecternProcess.create();
  const failures: string[] = [];
  let browser: Browser | undefined;
  try {
    const facts = await lectern.start();
    const doctor = new Client(facts, facts.keys.doctor);
    const made = await recording({ seconds: run.seconds, size: '1280x720', source: 'screen' });
    browser = await launchChromium();
    for (const [name, viewport] of SCREENS) {
      const waits: number[] = [];
      let presses = 0;
      while (waits.length < run.rounds) {
        const file = path.join(folder, `${name} ${waits.length}.mp4`);
        await copyFile(made, file);
        await appendFile(file, free());
        const page = await UploadPage.open(browser, facts.uploader, doctor, { viewport });
        presses = 0;
        const sent = page.page.waitForResponse(
          (response) => response.request().method() === 'PATCH' && 'upload-asset' in response.headers(),
        );
        await page.drop(file);
        await sent;
        const began = performance.now();
        await page.row(path.basename(file)).getByRole('link', { name: '观看' }).click();
        presses += 1;
        await until(page.page, 'document.querySelector("video")?.readyState > 0');
        if ((await page.page.evaluate('document.querySelector("video").paused')) === true) {
          await page.page.locator('media-play-button').click();
          presses += 1;
        }
        await until(page.page, 'document.querySelector("video").currentTime > 0');
        waits.push((performance.now() - began) / 1000);
        await page.close();
      }
      waits.sort((a, b) => a - b);
      run.print(
        `${name}: dropped, then ${presses} press until it plays, ${(waits[Math.floor(waits.length / 2)] ?? 0).toFixed(2)} s after the last byte ` +
          `in the middle of ${waits.length}, ${(waits.at(-1) ?? 0).toFixed(2)} s at the most`,
      );
      if (presses > run.presses) failures.push(`${name}: ${presses} presses`);
    }
    return { failures };
  } finally {
    await browser?.close();
    await lectern.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The page's policy keeps Playwright's own waiting out, which evaluates in the page. */
async function until(page: Page, isSo: string): Promise<void> {
  while ((await page.evaluate(isSo)) !== true) await delay(20);
}

/** A box that says nothing, so that no two recordings are the same bytes (ISO/IEC 14496-12, 8.1.2). */
function free(): Buffer {
  const box = randomBytes(16);
  box.writeUInt32BE(16, 0);
  box.write('free', 4);
  return box;
}
