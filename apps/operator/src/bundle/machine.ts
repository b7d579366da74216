import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type DatabaseFacts, SCHEMA_NUMBER } from '#libs/database';
import { type Environment, releaseVersion } from '#libs/kernel';
import { childWords } from './child-words.js';

const MIB = 1024 * 1024;
const SECONDS = 10;

/** What runs here: this release, and what it stands on. */
export async function versionsOf(
  environment: Environment,
  database: DatabaseFacts | undefined,
  signal: AbortSignal,
): Promise<string> {
  const first = async (...command: [string, ...string[]]): Promise<string> => {
    const { said, fault } = await childWords(command, { seconds: SECONDS, signal });
    return fault === undefined ? (said.split('\n')[0] ?? '').trim() : fault;
  };
  const commit =
    environment['LECTERN_COMMIT'] || (await first('git', '-C', import.meta.dirname, 'rev-parse', 'HEAD'));
  const cpus = os.cpus();
  const limit = process.constrainedMemory();
  const rows = {
    Lectern: releaseVersion(),
    commit: /^[0-9a-f]{7,40}$/.test(commit) ? commit : 'not known',
    'Node.js': `${process.versions.node} ${process.arch}`,
    system: `${await distribution()}; ${os.version()} ${os.release()}`,
    CPUs: `${cpus.length} (${cpus[0]?.model.trim() ?? 'unknown'}), ${os.availableParallelism()} for this process`,
    memory: `${mib(os.totalmem())} MiB, ${mib(os.freemem())} MiB free${limit > 0 && limit < os.totalmem() ? `, ${mib(limit)} MiB for this process` : ''}`,
    load: os
      .loadavg()
      .map((load) => load.toFixed(2))
      .join(' '),
    'up since': new Date(Date.now() - os.uptime() * 1000).toISOString(),
    now: `${new Date().toISOString()} (${Intl.DateTimeFormat().resolvedOptions().timeZone})`,
    ffmpeg: await first('ffmpeg', '-version'),
    nginx: await first('nginx', '-v'),
    PostgreSQL: database?.server ?? 'not asked',
    schema: `${database?.migrations[0]?.number ?? 'not known'} (this release has ${SCHEMA_NUMBER})`,
  };
  return Object.entries(rows)
    .map(([name, value]) => `${name.padEnd(10)} ${value}\n`)
    .join('');
}

function mib(bytes: number): number {
  return Math.round(bytes / MIB);
}

async function distribution(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(release)?.[1] ?? os.type();
}

/** How full the disks are that folders lie on, in bytes and in files. A mount that hangs is told, and waited for no longer. */
export async function disksOf(folders: readonly string[], signal: AbortSignal): Promise<string> {
  const parts: string[] = [];
  for (const folder of new Set(folders.map((each) => path.resolve(each))))
    for (const options of ['-kPT', '-iP']) {
      const { said, fault } = await childWords(['df', options, '--', folder], { seconds: SECONDS, signal });
      parts.push(`df ${options} ${folder}${fault === undefined ? '' : ` (${fault})`}\n${said}`);
    }
  return parts.join('\n');
}
