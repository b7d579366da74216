import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AssetView, Client } from '../../acceptance/client.js';
import { LecternProcess, type StartFacts } from '../../acceptance/lectern-process.js';
import { recording } from '../../fixtures/recordings.js';
import { RemoteBrowser } from '../../servers/remote-browser.js';
import { ThinLink } from '../../servers/thin-link.js';

export interface BrowsersRun {
  readonly megabytes: number;
  readonly kilobits: number;
  readonly breaks: number;
  readonly only: string;
  /** Where pictures of what was seen go; '' for none. */
  readonly pictures: string;
  readonly print: (line: string) => void;
}

const MB = 1_000_000;
const BROWSERS = { firefox: () => RemoteBrowser.firefox(), webkit: () => RemoteBrowser.webkit() } as const;
const VTT = 'WEBVTT\n\n00:00:00.000 --> 00:00:10.000\n双手重叠\n';

/** What a page complains of, from here on. */
const LISTEN = `window.complaints = [];
addEventListener('securitypolicyviolation', (event) => complaints.push('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
addEventListener('error', (event) => complaints.push('error: ' + event.message));
addEventListener('unhandledrejection', (event) => complaints.push('rejection: ' + event.reason));`;

const button = (name: string) => `//button[normalize-space()='${name}' or @aria-label='${name}']`;
const link = (name: string) => `//a[normalize-space()='${name}']`;
const row = (name: string) => `//li[.//h3[normalize-space()='${name}']]`;
const VIDEO = "document.querySelector('video')";

/** The whole job of a doctor in browsers that are not Chromium, against a real Lectern behind a link that breaks. */
export async function runBrowsers(run: BrowsersRun): Promise<{ failures: string[] }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-browsers-'));
  const lectern = await LecternProcess.create();
  const failures: string[] = [];
  try {
    const facts = await lectern.start();
    for (const [name, start] of Object.entries(BROWSERS)) {
      if (run.only !== '' && run.only !== name) continue;
      const browser = await start();
      try {
        failures.push(...(await work(run, facts, browser, folder)));
      } catch (error) {
        failures.push(`${browser.name}: ${error instanceof Error ? error.message : String(error)}`);
        await look(run, browser, 'where it stood');
      } finally {
        await browser.close();
      }
    }
    return { failures };
  } finally {
    await lectern.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function work(
  run: BrowsersRun,
  facts: StartFacts,
  browser: RemoteBrowser,
  folder: string,
): Promise<string[]> {
  const failures: string[] = [];
  const doctor = new Client(facts, facts.keys.doctor);
  const bytes = run.megabytes * MB;
  const thin = await ThinLink.start(facts.uploader, {
    bytesPerSecond: run.kilobits * 125,
    breakEvery: Math.floor(bytes / (run.breaks + 1)),
    breaks: run.breaks,
  });
  const began = Date.now();
  const tell = (what: string) =>
    run.print(`${browser.name}: ${what}, after ${((Date.now() - began) / 1000).toFixed(1)} s`);
  try {
    await browser.open(`${thin.url}/upload`);
    await browser.run(LISTEN);
    await browser.press("//summary[normalize-space()='用 API 密钥登录']");
    await browser.type("//details//input[@type='password']", facts.keys.doctor);
    await browser.press(`//details${button('登录')}`);
    await browser.see("//h1[normalize-space()='上传']");
    tell('signed in by a key, and back at the page that was asked for');

    const document = path.join(folder, `${browser.name}.pdf`);
    const content = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]);
    await writeFile(document, content);
    const chooser = "//*[contains(@class, 'drop')]//input[@type='file']";
    await browser.type(chooser, document);
    const watched = `${row(`${browser.name}.pdf`)}${link('观看')}`;
    await browser.see(watched);
    const breaks = thin.broke;
    const more = ((thin.asked / bytes - 1) * 100).toFixed(2);
    tell(`${run.megabytes} MB over a link that broke ${breaks} times, ${more} % sent twice`);
    if (breaks < run.breaks) failures.push(`${browser.name}: the link broke ${breaks} times only`);
    const asset = await assetOf(browser, watched);
    const { body } = await doctor.json<AssetView>('GET', `/v1/assets/${asset}`);
    if (body.sha256 !== createHash('sha256').update(content).digest('hex'))
      failures.push(`${browser.name}: another file arrived`);
    await look(run, browser, 'uploads');

    const lesson = await recording({ seconds: 20, size: '640x360', source: 'screen' });
    await browser.type(chooser, lesson);
    const play = `${row(path.basename(lesson))}${link('观看')}`;
    await browser.see(play);
    const id = await assetOf(browser, play);
    await doctor.untilState(id, ['ready']);
    await doctor.fetch(`/v1/assets/${id}/captions/zh`, {
      method: 'PUT',
      headers: { 'content-type': 'text/vtt' },
      body: VTT,
    });
    await browser.press(play);
    // Whoever came by pressing something need not press again.
    await browser.until(`return ${VIDEO}?.currentTime > 1`);
    tell('a recording plays');
    await browser.until(`return [...${VIDEO}.textTracks].some((track) => track.kind === 'subtitles')`);
    tell('it has its captions to choose');
    await look(run, browser, 'watch');
    await browser.run(`${VIDEO}.currentTime = 12`);
    await browser.until(`return ${VIDEO}.currentTime > 13 && ${VIDEO}.readyState >= 3`);
    tell('it plays on from another second');
    await browser.until(`return ${VIDEO}.ended`);
    tell('it came to its end');
    const complaints = await browser.run<string[]>('return window.complaints');
    failures.push(...complaints.map((complaint) => `${browser.name}: ${complaint}`));
    return failures;
  } finally {
    await thin.stop();
  }
}

async function assetOf(browser: RemoteBrowser, xpath: string): Promise<string> {
  const find = `document.evaluate(arguments[0], document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue.href`;
  return /ast_[\w-]+$/.exec(await browser.run<string>(`return ${find}`, xpath))?.[0] ?? '';
}

async function look({ pictures }: BrowsersRun, browser: RemoteBrowser, what: string): Promise<void> {
  if (pictures === '') return;
  await mkdir(pictures, { recursive: true });
  const picture = await browser.picture().catch(() => undefined);
  if (picture)
    await writeFile(path.join(pictures, `${browser.name}-${what.replaceAll(' ', '-')}.png`), picture);
}
