import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetView, Client } from '../acceptance/client.js';
import { Department } from '../acceptance/department.js';
import { LecternProcess, type StartFacts } from '../acceptance/lectern-process.js';
import { recording } from '../fixtures/recordings.js';
import { CountingProxy } from '../servers/counting-proxy.js';
import { hasChromium, launchChromium } from '../servers/chromium.js';
import { ThinLink, type ThinLinkOptions } from '../servers/thin-link.js';
import { Visitor } from './console-visitor.js';
import { UploadPage } from './upload-page.js';

const required = process.env['LECTERN_TEST_BROWSER'] === 'required';
const MB = 1_000_000;

/** A file of its own bytes. */
const pdf = (name: string, bytes: number) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]),
});
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!required && !hasChromium())('the page of uploads in Chromium', () => {
  let lectern: LecternProcess;
  let facts: StartFacts;
  let browser: Browser;
  let folder: string;
  let department: Department;
  const links: ThinLink[] = [];
  const pages: UploadPage[] = [];

  beforeAll(async () => {
    lectern = await LecternProcess.create();
    facts = await lectern.start();
    browser = await launchChromium();
    folder = await mkdtemp(path.join(tmpdir(), 'lectern-upload-'));
    department = await Department.create(facts, 'page');
  });
  afterAll(async () => {
    for (const page of pages) await page.close().catch(() => undefined);
    await browser?.close();
    for (const link of links) await link.stop();
    await lectern?.dispose();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  async function linkOf(options: ThinLinkOptions = {}): Promise<ThinLink> {
    const link = await ThinLink.start(facts.uploader, options);
    links.push(link);
    return link;
  }
  async function open(origin: string, doctor: Client, options = {}): Promise<UploadPage> {
    const page = await UploadPage.open(browser, origin, doctor, options);
    pages.push(page);
    return page;
  }
  const assetOf = async (by: Client, id: string) =>
    (await by.json<AssetView>('GET', `/v1/assets/${id}`)).body;

  it('sends a recording that is named and put into a course meanwhile, until it can be watched', async () => {
    const doctor = await department.another('records');
    const course = await doctor.json<{ id: string }>('POST', '/v1/courses', { title: '心电图入门' });
    const file = await recording({ seconds: 20, size: '640x360', source: 'screen' });
    const name = path.basename(file);
    const link = await linkOf({ bytesPerSecond: 300_000 });
    const page = await open(link.url, doctor);
    await page.choose(file);
    await page.sends(name);
    link.isDown = true;
    link.cut();
    await page.row(name).getByLabel('标题').fill('第一课');
    await page.row(name).getByLabel('放入课程').selectOption('心电图入门');
    link.isDown = false;
    await page.shows(name, /^可以观看了/);
    const id = await page.done(name);
    await expect.poll(() => assetOf(doctor, id)).toMatchObject({ title: '第一课', courseId: course.body.id });
    expect((await assetOf(doctor, id)).sha256).toBe(sha256(await readFile(file)));
  });

  it('goes on over a link that breaks each second', async () => {
    const doctor = await department.another('far');
    const link = await linkOf({ bytesPerSecond: 400_000, breakEvery: 400_000, breaks: 6 });
    const page = await open(link.url, doctor);
    const file = pdf('远程.pdf', 3 * MB);
    await page.choose(file);
    const asset = await assetOf(doctor, await page.done(file.name));
    expect(asset.sha256).toBe(sha256(file.buffer));
    expect(link.broke).toBe(6);
    // What passes until it is seen that Chromium has sent a request again by itself; `npm run rig -- console` has figures.
    expect(link.asked).toBeLessThan(6 * MB);
  });

  it('goes on after a reload with the same file, and with no other', async () => {
    const doctor = await department.another('reloads');
    const link = await linkOf({ bytesPerSecond: 300_000 });
    const page = await open(link.url, doctor);
    const file = pdf('讲义.pdf', 2 * MB);
    await page.choose(file);
    await page.sends(file.name);
    await page.page.reload();
    await page.page.getByRole('heading', { name: '未完成的上传' }).waitFor();
    const again = page.row(file.name).locator('input[type=file]');
    await again.setInputFiles(pdf('讲义.pdf', 2 * MB));
    await page.shows('讲义.pdf', '这不是同一个文件，或者它已被修改。');
    await page.press('讲义.pdf', '从列表中移除');
    await again.setInputFiles(file);
    expect((await assetOf(doctor, await page.done(file.name))).sha256).toBe(sha256(file.buffer));
    expect(link.asked).toBeLessThan(2.4 * MB);
    // Choosing it above, among the new ones, means the same.
    const third = pdf('第三.pdf', 2 * MB);
    await page.choose(third);
    await page.sends(third.name);
    const before = link.asked;
    await page.page.reload();
    await page.page.getByRole('heading', { name: '未完成的上传' }).waitFor();
    await page.choose(third);
    await page.done(third.name);
    expect(link.asked - before).toBeLessThan(2 * MB);
  });

  it('ends at once where the person could see the file already', async () => {
    const doctor = await department.another('twice');
    const link = await linkOf({ bytesPerSecond: 100_000 });
    const file = pdf('已有.pdf', 2 * MB);
    await (await open(facts.uploader, doctor)).choose(file);
    await pages.at(-1)?.done(file.name);
    const page = await open(link.url, doctor);
    await page.choose({ ...file, name: '又一次.pdf' });
    await page.done('又一次.pdf');
    expect(link.asked).toBeLessThan(MB);
  });

  it('pauses, goes on and gives up when asked', async () => {
    const doctor = await department.another('pauses');
    const link = await linkOf({ bytesPerSecond: 400_000 });
    const page = await open(link.url, doctor);
    const [file, other] = [pdf('一.pdf', 2 * MB), pdf('二.pdf', 2 * MB)];
    await page.choose(file);
    await page.sends(file.name);
    await page.press(file.name, '暂停');
    await page.shows(file.name, /^已暂停$/);
    await page.choose(other);
    await page.sends(other.name);
    await page.press(other.name, '取消上传');
    await page.page.getByRole('dialog').getByRole('button', { name: '取消上传' }).click();
    await page.shows(other.name, /^已取消$/);
    await page.press(file.name, '继续');
    await page.done(file.name);
    const { body } = await doctor.json<{ items: unknown[] }>('GET', '/v1/uploads');
    expect(body.items).toEqual([]);
    expect(link.asked).toBeLessThan(4 * MB);
  });

  it('outlives the server, and a session that ends', async () => {
    const doctor = await department.another('restarts');
    const link = await linkOf({ bytesPerSecond: 300_000 });
    const page = await open(link.url, doctor);
    const file = pdf('长.pdf', 4 * MB);
    await page.choose(file);
    await page.sends(file.name);
    await lectern.kill();
    link.cut();
    await page.shows(file.name, '网络中断，恢复后自动继续');
    await lectern.start();
    // It may go on by itself before: whoever waited for the button then would wait until all was sent.
    const again = page.row(file.name).getByRole('button', { name: '现在重试' });
    await again.click({ timeout: 1000 }).catch(() => undefined);
    await page.sends(file.name);
    // As another client does: the browser is told nothing.
    const cookie = (await page.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const ended = await fetch(`${facts.uploader}/v1/session`, {
      method: 'DELETE',
      headers: { cookie, 'lectern-request': 'test' },
    });
    expect(ended.ok).toBe(true);
    await page.page.getByRole('heading', { name: '登录' }).waitFor();
    await page.page.getByText('还有文件正在上传，请不要关闭本页。').waitFor();
    const byKey = page.page.locator('details');
    await byKey.locator('summary').click();
    await page.page.getByLabel('API 密钥').fill(doctor.key);
    await byKey.getByRole('button', { name: '登录' }).click();
    expect((await assetOf(doctor, await page.done(file.name))).sha256).toBe(sha256(file.buffer));
    expect(link.asked).toBeLessThan(4.5 * MB);
  });

  it('says of each file that can’t be sent why, in both languages and themes without a finding of axe', async () => {
    const small = await Department.create(facts, 'small');
    await small.limit({ bytes: 7 * MB, fileBytes: 5 * MB });
    const link = await linkOf({ bytesPerSecond: 300_000 });
    const page = await open(link.url, small.doctor, { viewport: { width: 390, height: 844 } });
    const long = `${'长'.repeat(251)}.pdf`;
    const kept = path.join(folder, '改动.pdf');
    await writeFile(kept, pdf('', 4.5 * MB).buffer);
    await mkdir(path.join(folder, '文件夹'));
    await page.choose(kept);
    await page.sends('改动.pdf');
    await page.choose(kept);
    await page.page.getByText('“改动.pdf”已经在列表中，没有重复添加。').waitFor();
    await writeFile(kept, pdf('', 4.5 * MB).buffer);
    await page.shows('改动.pdf', /^(文件读不出来，可能已被修改或移走|收到的内容与文件不一致，已丢弃)。$/);
    await page.choose({ ...pdf('空.pdf', 9), buffer: Buffer.alloc(0) });
    await page.shows('空.pdf', '文件是空的。');
    await page.choose(pdf('大.pdf', 5.1 * MB));
    await page.shows('大.pdf', '文件太大，超过了单个文件的上限。');
    await page.choose(pdf('满.pdf', 4.9 * MB));
    await page.shows('满.pdf', '配额已用完。');
    await page.choose({
      ...pdf('程序.exe', 9),
      buffer: Buffer.concat([Buffer.from('MZ'), randomBytes(5000)]),
    });
    await page.shows('程序.exe', '不支持这种文件。');
    await page.drop(path.join(folder, '文件夹'));
    await page.page.getByText('不能直接上传文件夹，请打开文件夹后选择里面的文件。').waitFor();
    await page.choose(pdf(long, 20_000));
    await page.done(long);
    expect(await page.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    // With more room the same row goes on.
    await small.limit({ bytes: 90 * MB });
    await page.press('满.pdf', '再试一次');
    await page.sends('满.pdf');
    await page.press('满.pdf', '暂停');
    for (const [language, colorScheme] of [
      ['zh-CN', 'light'],
      ['en', 'dark'],
    ] as const) {
      await page.page.getByRole('button', { name: /^(账户与设置|Account and settings)/ }).click();
      await page.page.getByRole('dialog').getByRole('combobox').first().selectOption(language);
      await page.page.keyboard.press('Escape');
      await page.page.emulateMedia({ colorScheme });
      expect(await page.visitor.findings()).toEqual([]);
    }
  });

  it('takes two hundred files at once, and sends them in turn, three at a time', async () => {
    const doctor = await department.another('many');
    const page = await open(facts.uploader, doctor);
    await page.choose(...Array.from({ length: 200 }, (_, index) => pdf(`${index}.pdf`, 2000)));
    await page.page.getByText(/^已完成 [2-9]\d \/ 200$/).waitFor({ timeout: 150_000 });
    const { body } = await doctor.json<{ items: unknown[] }>('GET', '/v1/uploads');
    expect(body.items.length).toBeLessThanOrEqual(3);
    await page.done('0.pdf');
    await page.shows('199.pdf', '排队中');
    expect(await page.page.getByText('未完成的上传太多。').count()).toBe(0);
  });

  it('has one stream of events for six tabs, of which one owns an upload', async () => {
    const doctor = await department.another('tabs');
    const counting = await CountingProxy.start(facts.uploader);
    const link = await ThinLink.start(counting.url, { bytesPerSecond: 100_000 });
    links.push(link);
    const page = await open(link.url, doctor);
    const tabs = [page];
    while (tabs.length < 6) tabs.push(await page.another());
    const file = pdf('一处.pdf', 2 * MB);
    await page.page.bringToFront();
    await page.choose(file);
    await page.sends(file.name);
    const other = tabs[5] as UploadPage;
    await other.page.bringToFront();
    await other.shows(file.name, '正在本浏览器的另一个标签页中上传。');
    await other.row(file.name).locator('input[type=file]').setInputFiles(file);
    await expect
      .poll(() => page.row(file.name).getByText('正在本浏览器的另一个标签页中上传。').count())
      .toBe(1);
    await other.done(file.name);
    expect(counting.requests.filter((one) => one.path.startsWith('/v1/events'))).toHaveLength(1);
    await page.close();
    await counting.stop();
  });

  it('goes on at a computer where nobody is signed in, by a code', async () => {
    const doctor = await department.another('carries');
    const page = await open(facts.uploader, doctor);
    const file = pdf('带走.pdf', 9 * MB);
    await page.page.getByText('限制网速与时段').click();
    const cap = async (kilobits: number) => {
      await page.page.getByLabel('最高网速（kb/s，留空不限）').fill(String(kilobits));
      await page.page.getByRole('button', { name: '应用' }).click();
    };
    await cap(8000);
    await page.choose(file);
    await page.shows(file.name, /^已上传 [3-9]\d%$/);
    await cap(8);
    await page.page.getByRole('button', { name: '换一台电脑继续' }).click();
    const told = await page.page.getByText(`${facts.uploader}/continue`).textContent();
    const visitor = await Visitor.come(browser, facts.uploader);
    const there = visitor.page;
    await visitor.open('/continue');
    await there.getByLabel('数字码').fill(/\d{8}/.exec(told ?? '')?.[0] ?? '');
    await there.getByLabel('文件').setInputFiles(file);
    await there.getByRole('button', { name: '开始' }).click();
    await there.getByText('上传完成。').waitFor({ timeout: 60_000 });
    expect(await visitor.findings()).toEqual([]);
    await visitor.leave();
    expect((await assetOf(doctor, await page.done(file.name))).sha256).toBe(sha256(file.buffer));
  });

  it('does the whole job by keyboard alone, on plain HTTP that is not this machine’s own', async () => {
    const doctor = await department.another('plain');
    const host = outwardAddress();
    const link = await linkOf({ bytesPerSecond: 300_000, ...(host !== undefined && { host }) });
    const origin = host === undefined ? link.url.replace('127.0.0.1', 'lectern.lan') : link.url;
    const mapped = await launchChromium('--host-resolver-rules=MAP lectern.lan 127.0.0.1');
    try {
      const page = await UploadPage.open(mapped, origin, doctor);
      expect(await page.page.evaluate('isSecureContext')).toBe(false);
      await page.page.getByText('此页面没有使用加密连接（HTTPS）。').waitFor();
      const file = pdf('键盘.pdf', 2 * MB);
      // Chromium is told of it beside what is pressed: it has to know before.
      const choosing = page.page.waitForEvent('filechooser');
      await page.visitor.tabTo('选择文件');
      await page.page.keyboard.press('Enter');
      await (await choosing).setFiles(file);
      await page.sends(file.name);
      await page.visitor.tabTo('暂停: 键盘.pdf');
      await page.page.keyboard.press('Enter');
      await page.shows(file.name, /^已暂停$/);
      expect(await page.visitor.focused()).toBe('继续: 键盘.pdf');
      // What a screen reader has of it.
      expect(await page.row(file.name).ariaSnapshot()).toBe(PAUSED);
      await page.page.keyboard.press('Enter');
      await page.visitor.tabTo('标题');
      await page.page.keyboard.press('Control+A');
      await page.page.keyboard.type('Keys');
      await page.visitor.tabTo('放入课程');
      const asset = await page.done(file.name);
      await expect.poll(async () => (await assetOf(doctor, asset))['title']).toBe('Keys');
      await page.visitor.tabTo('观看');
      // One header that Chromium leaves out of account there, and says so.
      const complaints = page.visitor.complaints.filter((one) => !one.includes('Cross-Origin-Opener-Policy'));
      expect(complaints).toEqual([]);
    } finally {
      await mapped.close();
    }
  });

  it('has made no page complain, nor break its policy', () => {
    expect(pages.flatMap(({ visitor }) => visitor.complaints)).toEqual([]);
  });
});

const PAUSED = `- listitem:
  - heading "键盘.pdf" [level=3]
  - 'button "继续: 键盘.pdf"': 继续
  - 'button "取消上传: 键盘.pdf"': 取消上传
  - paragraph:
    - strong: 已暂停
  - status: "键盘.pdf: 已暂停"
  - text: 标题
  - textbox "标题": 键盘
  - text: 放入课程
  - combobox "放入课程":
    - option "不放入课程" [selected]`;

function outwardAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}
