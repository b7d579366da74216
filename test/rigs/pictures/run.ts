import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { Client } from '../../acceptance/client.js';
import { LecternProcess, type StartFacts } from '../../acceptance/lectern-process.js';
import { Visitor } from '../../browser/console-visitor.js';
import { recording } from '../../fixtures/recordings.js';
import { launchChromium } from '../../servers/chromium.js';

const WIDTHS = [390, 820, 1440] as const;
const LANGUAGES = ['zh-CN', 'en'] as const;
const THEMES = ['light', 'dark'] as const;

interface Scene {
  readonly name: string;
  readonly path: (made: Made) => string;
  readonly who: 'doctor' | 'admin' | 'nobody';
}

interface Made {
  readonly lesson: string;
  readonly course: string;
}

const ADMIN_PAGES =
  'units lessons releases people jobs reservations usage audit retention revocations webhooks keys signing-keys storage'.split(
    ' ',
  );

const SCENES: readonly Scene[] = [
  { name: 'sign-in', path: () => '/sign-in', who: 'nobody' },
  { name: 'home', path: () => '/', who: 'doctor' },
  { name: 'search', path: () => '/?q=急救', who: 'doctor' },
  { name: 'upload', path: () => '/upload', who: 'doctor' },
  { name: 'mine', path: () => '/mine', who: 'doctor' },
  { name: 'edit', path: ({ lesson }) => `/lessons/${lesson}/edit`, who: 'doctor' },
  { name: 'course', path: ({ course }) => `/courses/${course}`, who: 'doctor' },
  { name: 'edit-course', path: ({ course }) => `/courses/${course}/edit`, who: 'doctor' },
  { name: 'watch', path: ({ lesson }) => `/watch/${lesson}`, who: 'doctor' },
  { name: 'account', path: () => '/account', who: 'doctor' },
  { name: 'continue', path: () => '/continue', who: 'nobody' },
  { name: 'admin', path: () => '/admin', who: 'admin' },
  ...ADMIN_PAGES.map(
    (page): Scene => ({ name: `admin-${page}`, path: () => `/admin/${page}`, who: 'admin' }),
  ),
];

/** Those of the README and docs/console.md: page, width. */
const SHOWN = [
  ['home', 1440],
  ['watch', 1440],
  ['upload', 390],
] as const;

const SUBTITLES =
  'WEBVTT\n\n00:00.000 --> 00:06.000\n先判断环境安全，再判断意识。\n\n00:06.000 --> 00:14.000\n胸外按压：深度 5 至 6 厘米，每分钟 100 至 120 次。\n';

interface Wish {
  /** Where all of them go. */
  readonly folder: string;
  /** Names of scenes, by commas; '' for all. */
  readonly only: string;
  readonly print: (line: string) => void;
}

/** @returns what the browser complained of and what axe found, a line each */
export async function takePictures({ folder, only, print }: Wish): Promise<string[]> {
  const lectern = await LecternProcess.create({ LECTERN_HOST: '127.0.0.1' });
  const problems: string[] = [];
  let browser: Browser | undefined;
  try {
    const facts = await lectern.start();
    const made = await furnish(facts);
    browser = await launchChromium();
    const scenes = SCENES.filter(({ name }) => only === '' || only.split(',').includes(name));
    for (const locale of LANGUAGES)
      for (const colorScheme of THEMES)
        for (const width of WIDTHS) {
          const place = path.join(folder, `${locale}-${colorScheme}-${width}`);
          await mkdir(place, { recursive: true });
          const viewport = { width, height: width < 500 ? 844 : 900 };
          for (const who of ['nobody', 'doctor', 'admin'] as const) {
            const key = who === 'nobody' ? undefined : facts.keys[who];
            const visitor = await Visitor.come(browser, facts.uploader, {
              locale,
              colorScheme,
              viewport,
              ...(key !== undefined && { key }),
            });
            for (const scene of scenes.filter((each) => each.who === who)) {
              await visitor.open(scene.path(made));
              await settled(visitor);
              const file = path.join(place, `${scene.name}.png`);
              await visitor.page.screenshot({ path: file });
              const found = [...visitor.complaints.splice(0), ...(await visitor.findings())];
              if (await visitor.isTooWide()) found.push('it is wider than the screen');
              problems.push(...found.map((text) => `${file}: ${text}`));
              if (locale === 'zh-CN' && colorScheme === 'light') await show(scene.name, width, file);
            }
            await visitor.leave();
          }
          print(`${place}: ${scenes.length} pages`);
        }
  } finally {
    await browser?.close();
    await lectern.dispose();
  }
  return problems;
}

/** Until nothing is loaded any more, and pictures are there. */
async function settled({ page }: Visitor): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  // By hand: the page's policy lets nobody evaluate in it what is waited for.
  while ((await page.evaluate('[...document.images].every((image) => image.complete)')) !== true)
    await delay(50);
}

async function show(name: string, width: number, file: string): Promise<void> {
  if (!SHOWN.some(([shown, at]) => shown === name && at === width)) return;
  const small = await sharp(await readFile(file))
    .resize({ width: Math.min(width, 960) })
    .webp({ quality: 80 })
    .toBuffer();
  await writeFile(`docs/pictures/${name}.webp`, small);
}

/** A department with lessons in it, as somebody meets it after a while. */
async function furnish(facts: StartFacts): Promise<Made> {
  const doctor = new Client(facts, facts.keys.doctor);
  const { body: course } = await doctor.json<{ id: string }>('POST', '/v1/courses', {
    title: '急救基础',
    description: '面向乡镇卫生院：心肺复苏、气道管理、止血包扎。',
    tags: ['急救'],
    visibility: 'unit',
  });
  const send = async (kind: Parameters<typeof recording>[0], title: string): Promise<string> => {
    const bytes = new Uint8Array(await readFile(await recording(kind)));
    const { body } = await doctor.uploadForm('lesson.mp4', bytes, { title, courseId: course.id });
    return body.id;
  };
  const lesson = await send({ seconds: 30, size: '1280x720', source: 'screen' }, '心肺复苏：单人操作示范');
  await send({ seconds: 12, size: '640x360', source: 'screen' }, '气道管理与球囊面罩通气');
  await doctor.uploadForm('讲义.txt', new Uint8Array(Buffer.from('胸外按压的要点。\n')), {
    title: '讲义：胸外按压的要点',
    courseId: course.id,
  });
  await doctor.untilState(lesson, ['ready'], 300);
  await doctor.fetch(`/v1/assets/${lesson}/captions/zh`, {
    method: 'PUT',
    headers: { 'content-type': 'text/vtt' },
    body: SUBTITLES,
  });
  await doctor.json('PUT', `/v1/assets/${lesson}/chapters`, {
    chapters: [
      { title: '判断意识', startSeconds: 0 },
      { title: '胸外按压', startSeconds: 6 },
      { title: '人工呼吸', startSeconds: 18 },
    ],
  });
  await doctor.json('PUT', `/v1/assets/${lesson}/poster`, { second: 4 });
  await doctor.json('PUT', `/v1/assets/${lesson}/position`, { seconds: 8, watched: [{ from: 0, to: 8 }] });
  return { lesson, course: course.id };
}
