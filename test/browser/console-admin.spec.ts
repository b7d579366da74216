import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Department } from '../acceptance/department.js';
import { recording } from '../fixtures/recordings.js';
import { hasChromium, launchChromium } from '../servers/chromium.js';
import { Visitor } from './console-visitor.js';

const required = process.env['LECTERN_TEST_BROWSER'] === 'required';
const facts = inject('lectern');
const address = facts.uploader;

/** What of the buttons changes nothing. */
const READING = /^(?:校验整条记录|刷新|显示更多|(?:展开|收起)“.*”)$/;

let browser: Browser;
let department: Department;
let lesson: string;
let webhook: string;
let delivery: string;
let rule: string;
let unitAdmin: string;
let auditor: string;

describe.skipIf(!required && !hasChromium())('the pages of admins', () => {
  beforeAll(async () => {
    browser = await launchChromium();
    department = await Department.create(facts, 'console-admin');
    const { admin, doctor, unit } = department;
    const { body } = await doctor.uploadForm('讲义.txt', new Uint8Array(Buffer.from('要点。\n')), {
      title: '管理页讲义',
    });
    lesson = body.id;
    const make = async (path: string, wish: object) =>
      (await admin.json<{ id: string; secret: string }>('POST', path, wish)).body;
    unitAdmin = (await make('/v1/admin/api-keys', person('unit-admin', unit))).secret;
    auditor = (await make('/v1/admin/api-keys', person('auditor'))).secret;
    webhook = (
      await make('/v1/admin/webhooks', {
        url: 'https://nowhere.invalid/hook',
        eventTypes: ['asset.ready'],
        description: '排课系统',
        unit,
      })
    ).id;
    delivery = (await make(`/v1/admin/webhooks/${webhook}/test`, {})).id;
    rule = (await make('/v1/admin/retention', { unit, trash: { afterDays: 730, since: 'watched' } })).id;
    await make('/v1/admin/retention', { unit: 'demo-clinic', keepsOriginals: true });
    await make('/v1/admin/revocations', { asset: lesson, reason: '画面中能认出患者' });
    await holdRows();
  });
  afterAll(async () => {
    const { admin, unit } = department;
    const { body } = await admin.json<{ items: { id: string; unit: string }[] }>(
      'GET',
      '/v1/admin/retention?limit=100',
    );
    for (const { id, unit: of } of body.items)
      if (of === unit || of === 'demo-clinic') await admin.json('DELETE', `/v1/admin/retention/${id}`);
    await browser?.close();
  });

  /** A row of each list that things are done in: an open upload, a failed job, a lesson that waits for its release. */
  async function holdRows(): Promise<void> {
    const { admin, doctor, unit } = department;
    const opened = await doctor.fetch('/v1/uploads', {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': '1000',
        'upload-metadata': `filename ${Buffer.from('未完成.pdf').toString('base64')}`,
      },
    });
    expect(opened.status).toBe(201);
    await admin.json('PATCH', `/v1/admin/units/${unit}`, { releases: 'reviewed' });
    const { body: course } = await doctor.json<{ id: string }>('POST', '/v1/courses', {
      title: '全区课程',
      visibility: 'region',
    });
    await doctor.uploadForm('待发布.txt', new Uint8Array(Buffer.from('待发布。\n')), { courseId: course.id });
    const whole = await readFile(await recording({ seconds: 8, size: '1280x720', source: 'screen' }));
    const { body } = await doctor.uploadForm('残.mp4', new Uint8Array(whole.subarray(0, whole.length / 2)));
    await doctor.untilState(body.id, ['failed']);
  }

  const person = (role: string, unit?: string) => ({
    subject: `${department.unit}-${role}`,
    name: `${department.unit}-${role}`,
    role,
    label: 'test',
    ...(unit !== undefined && { unit }),
  });
  const come = (key: string, options = {}) => Visitor.come(browser, address, { key, ...options });

  /** All pages of admins: those of the whole installation last. */
  const paths = () =>
    [
      [
        '',
        'units',
        `units/${department.unit}`,
        'lessons',
        `lessons/${lesson}/viewers`,
        'people',
        'jobs',
        'reservations',
      ],
      ['usage', 'usage?by=unit', 'audit', 'retention', 'retention/due?at=2035-01-01', 'retention/holds'],
      ['revocations', 'webhooks', `webhooks/${webhook}`, `webhooks/${webhook}/deliveries/${delivery}`],
      ['signing-keys', 'storage'],
    ].flatMap((pages) => pages.map((page) => `/admin/${page}`.replace(/\/$/, '')));
  const forms = () =>
    [
      'units/new',
      'people/import',
      'webhooks/new',
      'keys',
      'keys/new',
      'retention/new',
      `retention/${rule}`,
    ].map((page) => `/admin/${page}`);

  async function opened({ page }: Visitor): Promise<void> {
    await page.locator('.admin-page h1').first().waitFor();
    await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
  }

  it('let an admin change a quota, which the doctor sees while they upload', async () => {
    const [admin, doctor] = [await come(facts.keys.admin), await come(department.doctor.key)];
    await doctor.open('/upload');
    await doctor.page.getByRole('heading', { name: '上传', exact: true }).waitFor();
    await admin.open(`/admin/people/${department.unit}-doctor`);
    await admin.page.getByLabel('总容量（GB）').fill('7');
    await admin.page.locator('section', { hasText: '总容量' }).getByRole('button', { name: '保存' }).click();
    await doctor.page.getByText(/^还可以上传 7 GB/).waitFor();
    await admin.page.getByText('已保存。').waitFor();
    expect([...admin.complaints, ...doctor.complaints]).toEqual([]);
    await Promise.all([admin.leave(), doctor.leave()]);
    await department.admin.json('DELETE', `/v1/admin/quotas/people/${department.unit}-doctor`);
  });

  it('make a webhook, and show its secret once', async () => {
    const visitor = await come(facts.keys.admin);
    const { page } = visitor;
    await visitor.open('/admin/webhooks/new');
    await page.getByLabel('接收地址').fill('https://nowhere.invalid/all');
    await page.getByLabel('名称（可选）').fill('一次性密钥');
    await page.getByRole('button', { name: '新建' }).click();
    const dialog = page.getByRole('dialog');
    const secret = (await dialog.getByText(/^whsec_/).textContent()) ?? '';
    await dialog.getByRole('button', { name: '我已保存' }).click();
    await page.getByRole('heading', { name: '一次性密钥' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '一次性密钥' }).waitFor();
    expect(await page.content()).not.toContain(secret);
    // It goes only when its name is typed.
    await page.getByRole('button', { name: '删除' }).click();
    const gone = dialog.getByRole('button', { name: '删除' });
    expect(await gone.isDisabled()).toBe(true);
    await dialog.getByLabel('请输入“一次性密钥”以确认').fill('一次性密钥');
    await gone.click();
    await page.getByRole('link', { name: '排课系统' }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: '一次性密钥' }).count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('make an API key, and revoke it by its label', async () => {
    const visitor = await come(facts.keys.admin);
    const { page } = visitor;
    const label = `recorder of ${department.unit}`;
    await visitor.open('/admin/keys/new');
    await page.getByLabel('用途').fill(label);
    await page.getByLabel('人员编号').fill(`${department.unit}-recorder`);
    await page.getByLabel('姓名').fill('录像机');
    await page.getByLabel('单位编号').fill(department.unit);
    await page.getByRole('button', { name: '新建' }).click();
    await page
      .getByRole('dialog')
      .getByText(/^lk_[\w-]{43}$/)
      .waitFor();
    await page.getByRole('button', { name: '我已保存' }).click();
    await page.getByRole('button', { name: `吊销: ${label}` }).click();
    await page.getByLabel(`请输入“${label}”以确认`).fill(label);
    await page.getByRole('dialog').getByRole('button', { name: '吊销' }).click();
    await expect.poll(() => page.getByRole('row', { name: label }).getByText('已吊销').count()).toBe(1);
    await visitor.leave();
  });

  it('hold a lesson, show what would go, and lift the hold', async () => {
    const visitor = await come(unitAdmin);
    const { page } = visitor;
    await visitor.open('/admin/retention/holds');
    await page.getByLabel('编号').fill(lesson);
    await page.getByLabel('依据和原因').fill('案件 2026-17');
    await page.getByRole('button', { name: '设置保全' }).click();
    await page.getByText('已保全。').waitFor();
    await visitor.open('/admin/retention/due?at=2035-01-01');
    await page.getByRole('row', { name: '管理页讲义' }).getByText('内容已保全，不会清理').waitFor();
    await visitor.open('/admin/retention/holds');
    await page.getByRole('button', { name: `解除: ${lesson}` }).click();
    await page.getByLabel(`请输入“${lesson}”以确认`).fill(lesson);
    await page.getByRole('dialog').getByRole('button', { name: '解除' }).click();
    await page.getByText('没有法律保全。').waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('erase a person after it was seen what becomes of everything, by their id', async () => {
    const visitor = await come(facts.keys.admin);
    const { page } = visitor;
    const leaver = await department.another('leaver');
    await leaver.uploadForm('留下.txt', new Uint8Array(Buffer.from('留下的内容。\n')));
    const id = `${department.unit}-leaver`;
    await visitor.open(`/admin/people/${id}`);
    const panel = page.locator('form', { has: page.getByRole('heading', { name: '删除个人信息' }) });
    await panel.getByLabel(/^内容移交给/).fill(`${department.unit}-doctor`);
    expect(await panel.getByRole('button', { name: '删除个人信息' }).count()).toBe(0);
    await panel.getByRole('button', { name: '先看会怎样' }).click();
    await panel.getByText(`1 个内容、0 个课程移交给 ${department.unit}-doctor。`).waitFor();
    expect(await visitor.findings()).toEqual([]);
    await panel.getByRole('button', { name: '删除个人信息' }).click();
    await page.getByLabel(`请输入“${id}”以确认`).fill(id);
    await page.getByRole('dialog').getByRole('button', { name: '删除个人信息' }).click();
    await page.getByRole('heading', { name: '人员', exact: true }).waitFor();
    expect((await department.admin.json('GET', `/v1/admin/people/${id}`)).status).toBe(404);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('show who has watched a lesson, and hand it out as a table', async () => {
    const visitor = await come(unitAdmin);
    const { page } = visitor;
    const { body } = await department.doctor.json<{ items: { id: string; title: string }[] }>(
      'GET',
      '/v1/assets?kind=video&state=failed',
    );
    const recordings = body.items.map(({ id }) => id);
    await visitor.open('/admin/lessons?kind=video');
    await page
      .getByRole('link', { name: /^谁看过: / })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: /^谁看过: / }).waitFor();
    expect(recordings.some((id) => page.url().endsWith(`/admin/lessons/${id}/viewers`))).toBe(true);
    await page.getByText('还没有人看过。').waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: '导出 CSV' }).click();
    expect((await saved).suggestedFilename()).toBe('viewers.csv');
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('show a unit admin their own subtree alone', async () => {
    const visitor = await come(unitAdmin);
    const { page } = visitor;
    const main = page.locator('.admin-page');
    await visitor.open('/admin/units');
    await main.getByRole('link', { name: 'console-admin', exact: true }).waitFor();
    expect(await main.getByText('示范').count()).toBe(0);
    await visitor.open('/admin/retention');
    await main.getByRole('link', { name: department.unit }).waitFor();
    expect(await main.getByText('demo-clinic').count()).toBe(0);
    await visitor.open('/admin/audit');
    await opened(visitor);
    await main.getByText('新建保留规则').last().waitFor();
    expect(await main.getByRole('row').filter({ hasText: 'demo-clinic' }).count()).toBe(0);
    await visitor.open('/admin/units/demo-hospital');
    await main.getByRole('alert').waitFor();
    const sections = page.getByRole('navigation', { name: '管理' }).getByRole('link');
    const names = await sections.allTextContents();
    expect(names).toContain('Webhook');
    expect(names.filter((name) => ['API 密钥', '签名密钥', '存储'].includes(name))).toEqual([]);
    await visitor.leave();
  });

  it('give an auditor nothing that changes anything, and the verdict on the trail', async () => {
    const visitor = await come(auditor);
    const { page } = visitor;
    const main = page.locator('.admin-page');
    for (const path of paths()) {
      await visitor.open(path);
      await opened(visitor);
      const names = await main
        .getByRole('button')
        .evaluateAll((buttons: { ariaLabel: string | null; textContent: string | null }[]) =>
          buttons.map(({ ariaLabel, textContent }) => ariaLabel ?? textContent ?? ''),
        );
      expect([path, names.filter((name) => !READING.test(name))]).toEqual([path, []]);
      expect([path, await main.locator('form').count()]).toEqual([path, 0]);
    }
    await visitor.open('/admin/audit');
    await main.getByRole('button', { name: '校验整条记录' }).click();
    await main.getByText(/^没有发现问题：已检查全部 [\d,]+ 条。$/).waitFor();
    await visitor.leave();
  });

  // `npm run pictures` looks at each in every one.
  it.each([
    ['zh-CN', 'light', 1280, 0],
    ['en', 'dark', 390, 1],
  ] as const)('are accessible in %s, %s, at %i pixels, and nothing sticks out', async (...look) => {
    const [locale, colorScheme, width, turn] = look;
    const visitor = await come(facts.keys.admin, { locale, colorScheme, viewport: { width, height: 844 } });
    for (const path of [...paths(), ...forms()].filter((_, index) => index % 2 === turn)) {
      await visitor.open(path);
      await opened(visitor);
      expect([path, await visitor.findings()]).toEqual([path, []]);
      expect([path, await visitor.isTooWide()]).toEqual([path, false]);
    }
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });
});
