// What a bare clone needs before `npm start` and `npm test`: packages, ffmpeg, a build. Plain JavaScript for
// the system's Node, because at this point nothing is installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const bin = path.join(root, 'node_modules/.bin');
const [command, ...rest] = process.argv.slice(2);

/** Environment in which `node` is the pinned one, whatever the system's is. */
const environment = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };

/** The commit that this clone stands at; nothing where it is no clone, or git is not there. */
function commit() {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

function fail(message, hint) {
  console.error(`lectern: ${message}\n  hint: ${hint}`);
  process.exit(1);
}

function run(program, args) {
  const done = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment,
  });
  return done.status === 0;
}

function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(root, 'node_modules/.lectern-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('lectern: installing the npm packages (npm ci) …');
  if (!run('npm', ['ci', '--no-fund', '--no-audit']))
    fail('npm ci failed.', 'see its lines above; a full disk and no network are the usual reasons');
  writeFileSync(stamp, lock);
}

function has(program) {
  return spawnSync(program, ['-version'], { stdio: 'ignore' }).error === undefined;
}

function installFfmpeg() {
  if (has('ffmpeg') && has('ffprobe')) return;
  const asRoot = process.getuid?.() === 0;
  if (!asRoot) fail('ffmpeg is missing.', 'run: sudo apt-get install -y ffmpeg');
  console.log('lectern: installing ffmpeg (apt-get install -y ffmpeg) …');
  run('apt-get', ['update', '-qq']);
  if (!run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'ffmpeg']) || !has('ffmpeg'))
    fail('ffmpeg could not be installed.', 'run: apt-get install -y ffmpeg');
}

/** What is wrong with settings and ports is said before anything is built for them. */
function checkStart() {
  const flags = [
    '--experimental-transform-types',
    '--disable-warning=ExperimentalWarning',
    '--conditions=source',
  ];
  const sources = path.join(root, 'apps/standalone/run-sources.mjs');
  const program = path.join(root, 'apps/standalone/src/check-start.ts');
  if (!run('node', [...flags, '--import', sources, program])) process.exit(1);
}

function build() {
  if (!run('npm', ['run', '--silent', 'build']))
    fail('the build failed.', 'see the lines above; a changed source file is the usual reason');
}

/** The parent and its parent, as process ids; where the system does not tell, the parent alone. */
function ancestry() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return String(process.ppid);
  }
}

/** Runs a program in the foreground until it ends; signals that reach only this process are handed on. */
function become(program, args) {
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: environment,
  });
  // A kill -9 of npm, or of the shell that it starts this with, would leave the service behind with its
  // ports taken.
  const above = ancestry();
  const orphaned = setInterval(() => ancestry() !== above && child.kill('SIGTERM'), 1000);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${program} could not be started (${error.code}).`, 'run npm ci'));
  child.on('exit', (code, signal) => {
    clearInterval(orphaned);
    process.exit(code ?? (signal === 'SIGINT' ? 130 : 143));
  });
}

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(
    `this is Node.js ${process.versions.node}, and 20 or newer is needed.`,
    'install it from nodejs.org or your distribution',
  );

switch (command) {
  case 'start':
    installPackages();
    checkStart();
    installFfmpeg();
    build();
    environment.LECTERN_COMMIT ||= commit();
    become(path.join(bin, 'node'), [
      '--enable-source-maps',
      // Bytes pass through as short-lived buffers: a small young generation frees them early (measured on a
      // bucket: 245 MiB at the peak of a 1 GiB upload, where the default took 300).
      '--max-semi-space-size=1',
      path.join(root, 'dist/apps/standalone/src/main.js'),
      ...rest,
    ]);
    break;
  case 'test':
    installPackages();
    installFfmpeg();
    if (rest.length === 0 && !run('npm', ['run', '--silent', 'check'])) process.exit(1);
    build();
    become(path.join(bin, 'vitest'), ['run', ...rest]);
    break;
  default:
    fail('prepare knows `start` and `test`.', 'use npm start or npm test');
}
