import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attemptsCommand, examineJail, type JailReport, launchCommand, reportOf } from '#libs/jail';
import { Images, imagesWant } from '../images/images.js';

const PATH = process.env['PATH'] ?? '';
const LIMITS = { cpuSeconds: 10, memoryBytes: 256 * 2 ** 20, outputBytes: 2 ** 20 };
const ORDINARY = 12_345;

/** The attempts of one user in one place. */
export interface Tried {
  readonly where: string;
  readonly report: JailReport;
  /** What was found changed afterwards. */
  readonly changed: readonly string[];
}

/** Every forbidden act: as this user, as an ordinary one, and in an image, if one is named. */
export async function tryEverywhere(imageTag: string): Promise<Tried[]> {
  const isRoot = process.getuid?.() === 0;
  const tried = [
    await tryOn(isRoot ? 'root' : 'ordinary', (files) =>
      examineJail({ path: PATH, reads: files, changes: files }),
    ),
  ];
  if (isRoot) tried.push(await tryOn('ordinary', asOrdinaryUser));
  if (imageTag !== '') tried.push(await inImage(imageTag));
  return tried;
}

async function tryOn(where: string, attempt: (files: readonly string[]) => JailReport): Promise<Tried> {
  // Everybody's as far as modes go, so that it is the jail that refuses.
  const folder = await mkdtemp('/var/tmp/lectern-jail-');
  try {
    await chmod(folder, 0o777);
    const files = ['ring.json', 'original'].map((name) => join(folder, name));
    for (const file of files) await writeFile(file, 'kept', { mode: 0o666 });
    for (const file of files) await chmod(file, 0o666);
    const report = attempt(files);
    const changed = (await readdir(folder)).filter((name) => !files.includes(join(folder, name)));
    for (const file of files)
      if ((await readFile(file, 'utf8').catch(() => '')) !== 'kept') changed.push(file);
    return { where, report, changed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** With a service, a shell, that is the same user. */
function asOrdinaryUser(files: readonly string[]): JailReport {
  const attempts = attemptsCommand({ path: PATH, reads: files, changes: files });
  const command = launchCommand(attempts, { limits: LIMITS, reads: ['/dev/null'], path: PATH, parent: 0 });
  const { stdout, stderr } = spawnSync('sh', ['-c', '"$@"; exit $?', 'sh', ...command], {
    encoding: 'utf8',
    env: { PATH, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    uid: ORDINARY,
    gid: ORDINARY,
  });
  return reportOf(stdout, stderr === '' ? [] : [stderr]);
}

async function inImage(tag: string): Promise<Tried> {
  const lacking = imagesWant();
  if (lacking !== undefined) throw new Error(`An image can't be run here: ${lacking} is missing.`);
  const check = ['node', 'dist/apps/worker/src/check-jail.js', '/app/package.json'];
  const { out } = await new Images(tag).once('worker', [], check);
  const lines = out.split('\n').map((line) => /^(\w+) +(\S+) +(.*)$/.exec(line));
  const attempts = lines.flatMap((found) =>
    found === null ? [] : [`${found[1]}\t${found[3]}\t${found[2]}`],
  );
  const ended = /^(?:ok|WRONG) +processes/m.test(out) ? ['end'] : [];
  return {
    where: 'image',
    report: reportOf([...attempts, ...ended].join('\n'), [out.slice(-500)]),
    changed: [],
  };
}

/** Each attempt and its outcome in each place. */
export function tableOf(tried: readonly Tried[]): string {
  const names = new Map<string, string[]>();
  for (const [place, { report }] of tried.entries())
    for (const { measure, attempt, outcome } of report.attempts) {
      const name = `${measure.padEnd(10)} ${attempt.replaceAll(/\/\S*\/(ring\.json|original|package\.json)/g, '$1')}`;
      const row = names.get(name) ?? tried.map(() => '-');
      row[place] = outcome;
      names.set(name, row);
    }
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(62)} ${cells.map((cell) => cell.padEnd(9)).join('')}`.trimEnd();
  return [
    line(
      '',
      tried.map(({ where }) => where),
    ),
    ...[...names].map(([name, row]) => line(name, row)),
  ].join('\n');
}

/** What got through, in words. */
export function gapsOf({ where, report, changed }: Tried): string[] {
  const { measures, reasons } = report;
  const gaps = measures
    .filter(({ holds }) => !holds)
    .map(
      ({ measure, gaps: acts }) =>
        `as ${where}: ${measure} does not hold: ${acts.join(', ') || reasons.join('; ')}`,
    );
  return [...gaps, ...changed.map((name) => `as ${where}: ${name} was changed`)];
}
