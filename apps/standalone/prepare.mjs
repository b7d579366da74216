// What a bare clone needs before `npm start` and `npm test`: packages, ffmpeg, a build. Plain JavaScript for
// the system's Node, because at this point nothing is installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtFolder, isBuilt } from './build.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const bin = path.join(root, 'node_modules/.bin');
const [command, ...rest] = process.argv.slice(2);

/** Environment in which `node` is the pinned one, whatever the system's is. */
const environment = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };

// Steps: a line each, with what was done and how long it took.

let isLineOpen = false;

function line(text, isOpen = false) {
  if (!process.stdout.isTTY) {
    process.stdout.write(`${text}\n`);
    return;
  }
  process.stdout.write(`${isLineOpen ? '\r\u001b[K' : ''}${text}${isOpen ? '' : '\n'}`);
  isLineOpen = isOpen;
}

/** Does a step; what it returns is said of it. `now` says what takes long. */
async function step(name, work) {
  const since = performance.now();
  const now = (doing) => line(`  ${name.padEnd(10)}${doing} …`, true);
  if (process.stdout.isTTY) now('');
  const did = await work(now);
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  line(`  ${name.padEnd(10)}${did.padEnd(46)}${seconds.padStart(6)} s`);
}

function fail(message, hint) {
  if (isLineOpen) process.stdout.write('\n');
  console.error(`lectern: ${message}\n  hint: ${hint}`);
  process.exit(1);
}

// Programs of others. What they print is kept, and shown when they fail.

const LAST_LINES = 20;
const logFile = path.join(root, 'start.log');
let log;

/** Runs a program to its end. @returns whether it did well */
async function run(program, args, { isShown = false } = {}) {
  log ??= isShown ? undefined : createWriteStream(logFile).on('error', () => undefined);
  const child = spawn(program, args, {
    cwd: root,
    env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: isShown ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    // A group of its own, which is ended as a whole.
    detached: true,
  });
  endChild = (_, isHurried) => signalGroup(child, isHurried ? 'SIGKILL' : 'SIGTERM');
  const guard = guardOf(child);
  let last = '';
  const keep = (chunk) => {
    log.write(chunk);
    last = `${last}${chunk}`.slice(-8_000);
  };
  for (const output of [child.stdout, child.stderr]) output?.on('data', keep);
  const code = await new Promise((ended) => child.on('close', ended).on('error', () => ended(1)));
  guard.kill('SIGKILL');
  if (stopped !== undefined) endStopped();
  endChild = undefined;
  if (code !== 0 && !isShown) {
    const lines = last.trimEnd().split('\n').slice(-LAST_LINES);
    line('');
    console.error(`${lines.join('\n')}\n\n(the last lines of ${logFile})`);
  }
  return code === 0;
}

/** Ends the group of a child when this process is killed: it waits for the end of a pipe that only this process holds. */
function guardOf(child) {
  const waits = `read -r _; kill -s TERM -- -${child.pid}`;
  const guard = spawn('sh', ['-c', waits], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  return guard.on('error', () => undefined);
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended.
  }
}

// Stops: who is told hands it on to whatever runs now, and ends with it.

/** A Ctrl-C that comes so much later than the first signal is a person's second one. */
const ONE_STOP_MS = 1_000;

let stopped;
let stoppedAt;
let endChild;
/** Whether what runs now tells of its stop by itself. */
let tellsItself = false;

function stop(signal) {
  const isHurried =
    stopped !== undefined && signal === 'SIGINT' && performance.now() - stoppedAt > ONE_STOP_MS;
  if (stopped === undefined && !tellsItself) tellStop();
  stopped ??= signal;
  stoppedAt ??= performance.now();
  if (endChild === undefined) endStopped();
  endChild(signal, isHurried);
}

function tellStop() {
  if (command === 'start') line('Lectern stops before it is up.');
}

/** A start that was told to stop has done so. Who waits for tests wants to know that they did not come to their end. */
function endStopped() {
  process.exit(command === 'start' ? 0 : exitCodeOf(stopped));
}

const exitCodeOf = (signal) => 128 + (constants.signals[signal] ?? 0);

/** The parent and its parent, as process ids; where the system does not tell, the parent alone. */
function ancestry() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return String(process.ppid);
  }
}

function heedStops() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
  // A terminal that was closed takes no line.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  // A kill -9 of npm, or of the shell that it starts this with, would leave all of it behind with its ports taken.
  const above = ancestry();
  const watch = setInterval(() => {
    if (ancestry() === above) return;
    clearInterval(watch);
    stop('SIGTERM');
  }, 1000);
  watch.unref();
}

/** Runs a program in the foreground until it ends; signals that reach only this process are handed on. */
function become(program, args) {
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: environment,
  });
  tellsItself = true;
  endChild = (signal) => child.kill(signal);
  child.on('error', (error) => fail(`${program} could not be started (${error.code}).`, 'run npm ci'));
  child.on('exit', (code, signal) => {
    if (code !== null || signal !== stopped) process.exit(code ?? exitCodeOf(signal));
    // It was being loaded, and heard of no signal yet.
    tellStop();
    endStopped();
  });
}

// The steps.

/** Whether node_modules is what package-lock.json wants, as npm itself noted when it had installed all of it. */
function hasPackages() {
  const packagesOf = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  let installed;
  try {
    installed = packagesOf('node_modules/.package-lock.json');
  } catch {
    return false;
  }
  // Optional ones are for some systems alone, and so is what those need: npm leaves them out elsewhere.
  const isNeeded = ({ optional, os, cpu, libc }) =>
    optional !== true ||
    (libc === undefined && os?.includes(process.platform) === true && cpu?.includes(process.arch) === true);
  return Object.entries(packagesOf('package-lock.json')).every(
    ([place, wanted]) =>
      place === '' ||
      (installed[place] === undefined ? !isNeeded(wanted) : installed[place].version === wanted.version),
  );
}

async function installPackages(now) {
  if (hasPackages()) return 'nothing new';
  now('npm ci, which takes minutes the first time');
  if (!(await run('npm', ['ci', '--no-fund', '--no-audit'])))
    fail('npm ci failed.', 'see its lines above; a full disk and no network are the usual reasons');
  return 'installed';
}

/** Of a program of ffmpeg's; undefined where it is missing. */
function versionOf(program) {
  const { error, stdout } = spawnSync(program, ['-version'], { stdio: ['ignore', 'pipe', 'ignore'] });
  return error === undefined ? (/version ([\d.]+)/.exec(String(stdout))?.[1] ?? 'of its own') : undefined;
}

async function installFfmpeg(now) {
  const found = versionOf('ffprobe') && versionOf('ffmpeg');
  if (found !== undefined) return found;
  const asRoot = process.getuid?.() === 0;
  if (!asRoot) fail('ffmpeg is missing.', 'run: sudo apt-get install -y ffmpeg');
  now('apt-get install ffmpeg');
  await run('apt-get', ['update', '-qq']);
  const done = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'ffmpeg']);
  if (!done || versionOf('ffmpeg') === undefined)
    fail('ffmpeg could not be installed.', 'run: apt-get install -y ffmpeg');
  return `${versionOf('ffmpeg')}, installed`;
}

/** What is wrong with settings and ports is said before anything is built for them; what is built says so by itself. */
async function checkSettings() {
  const flags = [
    '--experimental-transform-types',
    '--disable-warning=ExperimentalWarning',
    '--conditions=source',
  ];
  const sources = path.join(root, 'apps/standalone/run-sources.mjs');
  const program = path.join(root, 'apps/standalone/src/check-start.ts');
  const node = path.join(bin, 'node');
  if (!(await run(node, [...flags, '--import', sources, program], { isShown: true }))) process.exit(1);
  return 'understood, and ports are free';
}

async function build(now) {
  if (isBuilt()) return 'nothing new';
  now('compiling');
  if (!(await run(path.join(bin, 'node'), ['apps/standalone/build.mjs'])))
    fail('the build failed.', 'see the lines above; a changed source file is the usual reason');
  return 'compiled';
}

async function prepare() {
  await step('packages', installPackages);
  if (!isBuilt()) await step('settings', checkSettings);
  await step('ffmpeg', installFfmpeg);
  await step('build', build);
}

/** The commit that this clone stands at; nothing where it is no clone, or git is not there. */
function commit() {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(
    `this is Node.js ${process.versions.node}, and 20 or newer is needed.`,
    'install it from nodejs.org or your distribution',
  );
heedStops();

switch (command) {
  case 'start':
    line('Lectern starts.');
    await prepare();
    environment.LECTERN_COMMIT ||= commit();
    become(path.join(bin, 'node'), [
      '--enable-source-maps',
      // Bytes pass through as short-lived buffers: a small young generation frees them early (measured on a
      // bucket: 245 MiB at the peak of a 1 GiB upload, where the default took 300).
      '--max-semi-space-size=1',
      path.join(builtFolder(), 'apps/standalone/src/main.js'),
      ...rest,
    ]);
    break;
  case 'test':
    await step('packages', installPackages);
    await step('ffmpeg', installFfmpeg);
    if (rest.length === 0 && !(await run('npm', ['run', '--silent', 'check'], { isShown: true })))
      process.exit(1);
    await step('build', build);
    become(path.join(bin, 'vitest'), ['run', ...rest]);
    break;
  default:
    fail('prepare knows `start` and `test`.', 'use npm start or npm test');
}
