import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type BrowserServer, chromium } from 'playwright-core';
import type { AssetView, Client } from '../../acceptance/client.js';
import { Department } from '../../acceptance/department.js';
import { LecternProcess } from '../../acceptance/lectern-process.js';
import { UploadPage } from '../../browser/upload-page.js';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../servers/chromium.js';
import { ThinLink } from '../../servers/thin-link.js';

export interface ConsoleRun {
  readonly megabytes: number;
  readonly kilobits: number;
  readonly breaks: number;
  readonly percent: number;
  readonly print: (line: string) => void;
}

const MB = 1_000_000;
const NAME = 'lesson.pdf';

/** A Lectern, a thin link before it that breaks, and a page of uploads that is reloaded, and whose browser is killed. */
export async function runConsole(run: ConsoleRun): Promise<{ failures: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-console-'));
  const lectern = await LecternProcess.create();
  const browsers: BrowserServer[] = [];
  const failures: string[] = [];
  try {
    const facts = await lectern.start();
    const { doctor } = await Department.create(facts, 'console');
    const bytes = run.megabytes * MB;
    const file = await made(join(folder, NAME), bytes);
    const bytesPerSecond = run.kilobits * 125;
    const breakEvery = Math.floor(bytes / (run.breaks + 1));
    const link = await ThinLink.start(facts.uploader, { bytesPerSecond, breakEvery, breaks: run.breaks });
    const open = async () => {
      const server = await chromium.launchServer({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
      browsers.push(server);
      return UploadPage.open(await chromium.connect(server.wsEndpoint()), link.url, doctor);
    };
    const began = Date.now();
    let page = await open();
    await page.choose(file);
    const goOn = async () => {
      await page.page.getByRole('heading', { name: '未完成的上传' }).waitFor();
      await page.row(NAME).locator('input[type=file]').setInputFiles(file);
    };
    const reload = async () => {
      await page.page.reload();
      await goOn();
    };
    // What a system has taken of a request goes out after its page: late in a short file it would be all of the rest.
    const happenings = [
      [0.1, 'a reload', reload],
      [
        0.25,
        'a killed browser',
        async () => {
          await browsers.at(-1)?.kill();
          page = await open();
          await goOn();
        },
      ],
      [0.4, 'another reload', reload],
      [
        0.7,
        'a restart of the service',
        async () => {
          await lectern.kill();
          await lectern.start();
        },
      ],
    ] as const;
    for (const [share, name, happen] of happenings) {
      await reached(doctor, bytes * share);
      await happen();
      run.print(`${name} after ${seconds(began)} s and ${link.broke} breaks`);
    }
    const asset = await page.done(NAME, { timeout: 0 });
    const took = seconds(began);
    const { body } = await doctor.json<AssetView>('GET', `/v1/assets/${asset}`);
    if (body.sha256 !== (await sha256(file))) failures.push('another file arrived');
    const share = link.asked / bytes - 1;
    run.print(
      `${run.megabytes} MB over ${run.kilobits} kb/s that broke ${link.broke} times: ${took} s (${(bytes / bytesPerSecond).toFixed(1)} s of the link), ${(share * 100).toFixed(2)} % more bytes than the file has`,
    );
    if (link.broke < run.breaks) failures.push(`the link broke ${link.broke} times only`);
    if (share * 100 > run.percent)
      failures.push(`${(share * 100).toFixed(1)} % more bytes were sent than the file has`);
    await link.stop();
    return { failures };
  } finally {
    for (const browser of browsers) await browser.kill().catch(() => undefined);
    await lectern.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

const seconds = (began: number) => ((Date.now() - began) / 1000).toFixed(1);

/** Until so many bytes came, as the service says beside the link. */
async function reached(doctor: Client, bytes: number): Promise<void> {
  for (;;) {
    const { body } = await doctor.json<{ items: readonly { offset: number }[] }>('GET', '/v1/uploads');
    if ((body.items[0]?.offset ?? 0) >= bytes) return;
    await delay(100);
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function made(path: string, bytes: number): Promise<string> {
  function* parts() {
    yield Buffer.from('%PDF-1.4\n');
    for (let left = bytes - 9; left > 0; left -= MB) yield randomBytes(Math.min(left, MB));
  }
  await pipeline(Readable.from(parts()), createWriteStream(path));
  return path;
}
