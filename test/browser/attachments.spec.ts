import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Department } from '../acceptance/department.js';
import { hasChromium, launchChromium } from '../servers/chromium.js';

const required = process.env['LECTERN_TEST_BROWSER'] === 'required';
const facts = inject('lectern');

/** Says to the site that it ran, in whatever way it is brought to run. */
const attack = (site: string) =>
  `<script>fetch('${site}/ran', { mode: 'no-cors' }); document.title = 'ran'</script>` +
  `<svg xmlns="http://www.w3.org/2000/svg" onload="fetch('${site}/ran', { mode: 'no-cors' })"/>`;

/** Files that are what their first bytes say, and pages or scripts for who takes them as such. */
const POLYGLOTS = [
  ['PDF and HTML', 'handout.html', (site: string) => `%PDF-1.4\n${attack(site)}`],
  ['PDF and SVG', 'handout.svg', (site: string) => `%PDF-1.4\n${attack(site)}`],
  ['PDF and JavaScript', 'handout.js', (site: string) => `%PDF-1.4\n=0;fetch('${site}/ran')//`],
] as const;

let browser: Browser;
let site: Server;
let origin: string;
let ran = 0;
let department: Department;

describe.skipIf(!required && !hasChromium())('F28 attachments in Chromium', () => {
  beforeAll(async () => {
    site = createServer((request, response) => {
      if (request.url === '/ran') ran += 1;
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>still</title>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    department = await Department.create(facts, 'attachments');
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  it('the attack would work on a site that serves it as a page', async () => {
    const page = await browser.newPage();
    await page.goto(origin);
    await page.setContent(attack(origin));
    await expect.poll(() => ran, { timeout: 10_000 }).toBeGreaterThan(0);
    await page.close();
  });

  it.each(POLYGLOTS)('a file that is %s is saved, and never runs', async (_, fileName, content) => {
    const bytes = new Uint8Array(Buffer.from(content(origin)));
    const { status, body } = await department.doctor.uploadForm('handout.pdf', bytes);
    expect(status).toBe(202);
    // Under a name that asks for the worst, if that is taken at all.
    const named = await department.doctor.uploadForm(fileName, bytes);
    expect([202, 415]).toContain(named.status);
    const asset = named.status === 202 ? named.body.id : body.id;
    const { body: link } = await department.doctor.json<{ url: string }>(
      'POST',
      `/v1/assets/${asset}/download-links`,
      {},
    );
    const { headers } = await fetch(link.url);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(new URL(link.url).origin).not.toBe(new URL(facts.uploader).origin);

    ran = 0;
    const page = await browser.newPage();
    await page.goto(origin);
    const saving = page.waitForEvent('download');
    await page.evaluate((url) => {
      (globalThis as unknown as { location: { href: string } }).location.href = url;
    }, link.url);
    const saved = await saving;
    expect(Buffer.from(await readFile(await saved.path())).equals(Buffer.from(bytes))).toBe(true);
    // Taken in by another page, in every way that a page has.
    await page.setContent(
      `<iframe src="${link.url}"></iframe><embed src="${link.url}"><object data="${link.url}"></object>` +
        `<script src="${link.url}"></script><img src="${link.url}">`,
    );
    await page.waitForLoadState('networkidle');
    expect([ran, page.url(), await page.title()]).toEqual([0, `${origin}/`, '']);
    await page.close();
  });
});
