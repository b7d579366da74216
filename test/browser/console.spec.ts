import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Department } from '../acceptance/department.js';
import { forward, LocalProxy } from '../servers/local-proxy.js';
import { hasChromium, launchChromium } from '../servers/chromium.js';
import { Visitor } from './console-visitor.js';

const required = process.env['LECTERN_TEST_BROWSER'] === 'required';
const facts = inject('lectern');
const address = facts.uploader;

let browser: Browser;
let department: Department;
let lesson: string;
let course: string;

describe.skipIf(!required && !hasChromium())('the console', () => {
  beforeAll(async () => {
    browser = await launchChromium();
    department = await Department.create(facts, 'console');
    const { body } = await department.doctor.uploadForm(
      '讲义.txt',
      new Uint8Array(Buffer.from('胸外按压的要点。\n')),
      {
        title: '胸外按压讲义',
      },
    );
    lesson = body.id;
    const made = await department.doctor.json<{ id: string }>('POST', '/v1/courses', {
      title: '急救基础',
      visibility: 'unit',
    });
    course = made.body.id;
  });
  afterAll(async () => {
    await browser?.close();
  });

  const doctor = (options = {}) => Visitor.come(browser, address, { key: department.doctor.key, ...options });

  it('is seen first by at most 150 KB of scripts, packed by gzip', async () => {
    const visitor = await doctor();
    const scripts = new Set<string>();
    visitor.page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.add(response.url());
    });
    await visitor.open('/');
    await visitor.page.getByRole('searchbox').waitFor();
    await expect.poll(() => visitor.page.locator('.skeleton').count()).toBe(0);
    const sizes = await Promise.all(
      [...scripts].map(async (script) => {
        const { headers } = await fetch(script, { headers: { 'accept-encoding': 'gzip' } });
        return Number(headers.get('content-length'));
      }),
    );
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(150_000);
    await visitor.leave();
  });

  it.each([
    ['/', ['v1/session', 'v1/assets', 'v1/courses', 'v1/me/history']],
    ['/upload', ['v1/session', 'v1/me']],
    ['/sign-in', ['v1/session', 'v1/session/ways']],
  ])(
    'asks at %s before its scripts are there for what it will want, and for nothing twice',
    async (path, wanted) => {
      // All that draws waits for it: what was asked for before it came was begun by the early script.
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const asked: string[] = [];
      const proxy = await LocalProxy.start((incoming, outgoing) => {
        const url = incoming.url ?? '';
        asked.push(url.replace(/^\/|\?.*$/g, ''));
        const whenFree = url.startsWith('/console/index-') ? held : Promise.resolve();
        void whenFree.then(() => forward(incoming, outgoing, { base: address, path: url }));
      });
      const visitor = await Visitor.come(
        browser,
        proxy.url,
        path === '/sign-in' ? {} : { key: department.doctor.key },
      );
      try {
        asked.length = 0;
        await visitor.page.goto(`${proxy.url}${path}`, { waitUntil: 'commit' });
        await expect.poll(() => wanted.filter((each) => !asked.includes(each))).toEqual([]);
        release();
        await visitor.page.getByRole('heading').first().waitFor();
        await expect.poll(() => visitor.page.locator('.skeleton').count()).toBe(0);
        for (const each of wanted) expect(asked.filter((one) => one === each)).toEqual([each]);
      } finally {
        release();
        await visitor.leave();
        await proxy.stop();
      }
    },
  );

  it('asks whoever is nobody to sign in, and brings them to where they wanted to go', async () => {
    const visitor = await Visitor.come(browser, address);
    const { page } = visitor;
    await visitor.open('/mine');
    const byKey = page.locator('details');
    await byKey.locator('summary').click();
    await page.getByLabel('API 密钥').fill('lk_wrong');
    await byKey.getByRole('button', { name: '登录' }).click();
    await expect.poll(() => page.getByText('密钥以 lk_ 开头，共 46 个字符。').count()).toBe(1);
    await page.getByLabel('API 密钥').fill(department.doctor.key);
    await byKey.getByRole('button', { name: '登录' }).click();
    await page.getByRole('heading', { name: '我的课程' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/mine');
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('goes to no other site after a sign-in', async () => {
    const visitor = await doctor();
    for (const away of ['//evil.example', '/\\evil.example', 'https://evil.example/']) {
      await visitor.open(`/sign-in?return=${encodeURIComponent(away)}`);
      await visitor.page.getByRole('link', { name: 'Lectern' }).waitFor();
      expect(visitor.page.url()).toBe(`${address}/`);
    }
    await visitor.leave();
  });

  it('has its language and theme changed, and remembers them', async () => {
    const visitor = await doctor();
    const { page } = visitor;
    await visitor.open('/');
    await page.getByRole('button', { name: /^账户与设置/ }).click();
    await page.getByLabel('语言').selectOption('en');
    await page.getByLabel('Appearance').selectOption('dark');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('link', { name: 'My lessons' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await visitor.leave();
  });

  it('throws a lesson away, and has it back', async () => {
    const visitor = await doctor();
    const { page } = visitor;
    await visitor.open('/mine');
    await page.getByRole('button', { name: '删除: 胸外按压讲义' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
    await page.getByText('你还没有上传过内容。').waitFor();
    await page.getByRole('link', { name: '回收站' }).click();
    await page.getByRole('button', { name: '恢复: 胸外按压讲义' }).click();
    await page.getByText('回收站是空的。').waitFor();
    await page.getByRole('link', { name: '全部' }).click();
    await page.getByRole('heading', { name: '胸外按压讲义' }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('writes nothing over what another has written meanwhile', async () => {
    const visitor = await doctor();
    const { page } = visitor;
    await visitor.open(`/courses/${course}/edit`);
    const name = page.getByLabel('名称');
    await name.fill('我的名称');
    await department.doctor.json('PATCH', `/v1/courses/${course}`, { title: '别人的名称' });
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('别人刚刚改过这个课程。').waitFor();
    await expect.poll(() => name.inputValue()).toBe('别人的名称');
    await name.fill('急救基础');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存。').waitFor();
    await visitor.leave();
  });

  it('finds what is sought, and says so where there is nothing', async () => {
    const visitor = await doctor();
    const { page } = visitor;
    await visitor.open('/');
    await page.getByRole('searchbox').fill('按压');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /胸外按压讲义/ }).waitFor();
    await visitor.open('/?q=nothing-of-that-name');
    await expect.poll(() => page.getByText('没有找到与“nothing-of-that-name”有关的内容。').count()).toBe(2);
    await visitor.leave();
  });

  it('says of every refusal what it is, in both languages, with the number of the request', async () => {
    const visitor = await doctor();
    const { page } = visitor;
    await visitor.open('/lessons/ast_nothing/edit');
    await page.getByText('要找的内容不存在，或者你无权查看。').waitFor();
    await expect.poll(() => page.getByRole('button', { name: '复制编号' }).count()).toBe(1);
    await visitor.leave();
  });

  // `npm run pictures` looks at each page in every one.
  describe.each([
    ['zh-CN', 'light', 1280, 0],
    ['en', 'dark', 390, 1],
  ] as const)('in %s, %s, at %i pixels', (locale, colorScheme, width, turn) => {
    it('is accessible on its pages (axe finds nothing), and nothing sticks out', async () => {
      const visitor = await doctor({ locale, colorScheme, viewport: { width, height: 844 } });
      const { page } = visitor;
      const paths = ['/', '/mine', '/mine?show=trash', `/lessons/${lesson}/edit`, '/courses/new', '/upload'];
      paths.push('/account', '/continue', '/invitation');
      paths.push(`/courses/${course}`, `/courses/${course}/edit`, '/watch/nothing/there');
      for (const path of paths.filter((_, index) => index % 2 === turn)) {
        await visitor.open(path);
        await page
          .getByRole('heading', { level: 1 })
          .or(page.locator('.empty'))
          .first()
          .waitFor({ state: 'attached' });
        await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
        expect([path, await visitor.findings()]).toEqual([path, []]);
        expect([path, await visitor.isTooWide()]).toEqual([path, false]);
      }
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
      const stranger = await Visitor.come(browser, address, { locale, colorScheme });
      await stranger.open('/sign-in');
      await stranger.page.locator('form').first().waitFor();
      expect(await stranger.findings()).toEqual([]);
      await stranger.leave();
    });
  });

  describe('to other sites', () => {
    let site: Server;
    let origin: string;
    beforeAll(async () => {
      site = createServer((_, response) =>
        response.setHeader('content-type', 'text/html').end('<!doctype html>'),
      );
      await new Promise<void>((resolve) => site.listen(0, 'localhost', resolve));
      origin = `http://localhost:${(site.address() as AddressInfo).port}`;
    });
    afterAll(() => void site?.close());

    it('can’t be framed, and no form and no script of theirs acts in its name', async () => {
      const visitor = await doctor();
      const { page } = visitor;
      await page.goto(origin);
      await page.setContent(
        `<iframe src="${address}/mine"></iframe>` +
          `<form method="post" action="${address}/v1/courses" enctype="text/plain"><input name='{"title":"evil","x":"' value='"}'><button>go</button></form>`,
      );
      await expect.poll(() => page.frames().length).toBe(2);
      expect(await page.frames()[1]?.getByRole('heading', { name: '我的课程' }).count()).toBe(0);
      const fetched = await page.evaluate(
        `fetch('${address}/v1/courses', { method: 'POST', credentials: 'include', body: '{"title":"evil"}' }).then((a) => a.status, () => 'refused')`,
      );
      expect(['refused', 401, 403, 415]).toContain(fetched);
      await page.getByRole('button', { name: 'go' }).click();
      await page.waitForURL(`${address}/v1/courses`);
      const { body } = await department.doctor.json<{ items: { title: string }[] }>(
        'GET',
        '/v1/courses?q=evil',
      );
      expect(body.items).toEqual([]);
      await visitor.leave();
    });
  });
});
