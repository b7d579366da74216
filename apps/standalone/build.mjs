// `npm run build`: compiles the sources, unless dist holds what they are compiled to. Plain JavaScript, for the system's
// Node. A build gets a folder of its own, named by what it is made of, and dist is a link to the newest: whoever runs from
// an older one keeps it whole, and a build that was cut off is never seen.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const dist = path.join(root, 'dist');
const SOURCES = ['apps', 'libs', 'bench', 'test'];
/** Of the console all counts that it is built of. */
const CONSOLE = path.join('apps', 'console');
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** What dist is a link to; undefined where it is none, as in a clone of an earlier release. */
function linked() {
  return lstatSync(dist, { throwIfNoEntry: false })?.isSymbolicLink() === true
    ? readlinkSync(dist)
    : undefined;
}

/** How the folders of builds of the present sources begin. */
function nameOfSources() {
  const sources = SOURCES.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
      .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
      .filter((file) => file.endsWith('.ts') || file.startsWith(CONSOLE)),
  );
  const hash = createHash('sha256');
  for (const file of [...SETTINGS, ...sources.toSorted((a, b) => (a < b ? -1 : 1))]) {
    const text = readFileSync(path.join(root, file));
    hash.update(`${file}\0${text.length}\0`).update(text);
  }
  return `dist-${hash.digest('hex').slice(0, 16)}-`;
}

/** Whether dist holds what the present sources are compiled to. */
export function isBuilt() {
  return linked()?.startsWith(nameOfSources()) === true && existsSync(path.join(dist, 'package.json'));
}

/** The folder that dist stands for now, which no later build changes. */
export function builtFolder() {
  return path.join(root, linked() ?? 'dist');
}

/** The programs, and beside them the console's page: each is a compiler with its arguments. */
const compilersInto = (folder) => [
  ['node_modules/ts7/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', folder],
  [
    'node_modules/vite/bin/vite.js',
    'build',
    CONSOLE,
    '--logLevel',
    'warn',
    '--outDir',
    path.join(root, folder, CONSOLE, 'site'),
  ],
];

async function compile() {
  const folder = `${nameOfSources()}${randomBytes(4).toString('hex')}`;
  const children = [];
  let stopped;
  const endAll = () => {
    // The compiler itself heeds no signal but this one.
    for (const child of children) child.kill('SIGKILL');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      stopped = signal;
      endAll();
    });
  const codes = await Promise.all(
    compilersInto(folder).map(async ([compiler, ...args]) => {
      const child = spawn(process.execPath, [path.join(root, compiler), ...args], {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      children.push(child);
      const code = await new Promise((ended) => child.on('exit', ended).on('error', () => ended(1)));
      if (code !== 0) endAll();
      return code;
    }),
  );
  if (codes.some((code) => code !== 0) || stopped !== undefined) {
    rmSync(path.join(root, folder), { recursive: true, force: true });
    if (stopped !== undefined) process.exit(128 + constants.signals[stopped]);
    return false;
  }
  // Programs of this build find its own libraries, also when dist stands for another.
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const scope = { name, version, type: 'module', imports: { '#libs/*': './libs/*/index.js' } };
  writeFileSync(path.join(root, folder, 'package.json'), `${JSON.stringify(scope, null, 2)}\n`);
  const before = linked();
  link(folder);
  removeUnused([folder, before]);
  return true;
}

/** Makes dist stand for a folder, in one step. */
function link(folder) {
  if (linked() === undefined) rmSync(dist, { recursive: true, force: true });
  const fresh = `${dist}-link-${process.pid}`;
  // Of a build that was killed here.
  rmSync(fresh, { force: true });
  symlinkSync(folder, fresh);
  renameSync(fresh, dist);
}

/** Removes the builds, whole or not, that no process's command line names. */
function removeUnused(kept) {
  let commands;
  try {
    commands = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(commandOf)
      .join('\n');
  } catch {
    return;
  }
  for (const name of readdirSync(root))
    if (/^dist-[0-9a-f]{16}-/.test(name) && !kept.includes(name) && !commands.includes(name))
      rmSync(path.join(root, name), { recursive: true, force: true });
}

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !isBuilt() && !(await compile())) process.exit(1);
