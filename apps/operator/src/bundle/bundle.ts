import { existsSync } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Environment, startFault } from '#libs/kernel';
import type { Command } from '../command.js';
import type { Ground, Installation } from '../installation.js';
import { metricsAt } from '../metrics-at.js';
import { Archive } from './archive.js';
import { type BundleArguments, readArguments } from './bundle-arguments.js';
import { childWords } from './child-words.js';
import { Collection } from './collection.js';
import { askDatabase } from './database-part.js';
import { knownSecrets } from './known-secrets.js';
import { tailOfFile, tailOfStream } from './log-tail.js';
import { disksOf, versionsOf } from './machine.js';
import { readme } from './readme.js';
import { Scrubber } from './scrubber.js';
import { settingIn, settingsList, withoutUnknown } from './settings-list.js';

const CHECK_SECONDS = 180;
/** When everything is done, what still hangs (a call on a dead mount) is left to itself. */
const LEAVE_MS = 5_000;
const MIB = 1024 * 1024;

/**
 * One archive about an installation that a hospital can send to whoever helps: what runs, how it is set, what it logs and
 * measures, and how full it is, without secrets. What can't be had is told in it, and is no failure.
 */
export const bundle: Command = {
  wants: '[--to FILE|-] [--logs FILE… | --logs -] [--metrics URL…] [--log-mib N] [--no-checks]',
  about: 'one archive for whoever helps: versions, settings, logs, metrics and figures, without secrets',
  async run(given, find) {
    const wanted = readArguments(given);
    const stopping = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
    try {
      return await make(wanted, find(withoutUnknown(process.env)), stopping.signal);
    } catch (error) {
      if (stopping.signal.aborted) {
        console.error('lectern operator: stopped; there is no bundle.');
        return 130;
      }
      // It may quote a setting.
      const { values } = await knownSecrets([process.env], []);
      console.error(`lectern operator: ${new Scrubber(values).scrub(startFault(error))}`);
      return 1;
    } finally {
      setTimeout(() => process.exit(), LEAVE_MS).unref();
    }
  },
};

async function make(
  wanted: BundleArguments,
  installation: Installation,
  signal: AbortSignal,
): Promise<number> {
  const name = `lectern-support-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  const output = await openOutput(wanted.to, name);
  let ground: Ground | undefined;
  let archive: Archive | undefined;
  try {
    let unentered: string | undefined;
    ground = await installation.enter().catch((error: unknown) => {
      unentered = startFault(error);
      return undefined;
    });
    const used = ground?.environment ?? installation.environment;
    const secrets = await knownSecrets([process.env, used], installation.secretFiles);
    const scrubber = new Scrubber(secrets.values);
    const say = (line: string): void =>
      (output.file === undefined ? console.error : console.log)(scrubber.scrub(line));
    archive = await Archive.begin(name, scrubber);
    const collection = new Collection(archive, say, signal);
    if (unentered !== undefined) collection.lacks('installation', unentered);
    await collect({ wanted, installation, used, collection, signal });
    await archive.add(
      'README.txt',
      readme(archive.files, collection.faults, secrets, scrubber),
      'what is in it',
    );
    signal.throwIfAborted();
    await archive.pack(output.stream);
    say(`\n${summary(output.file, archive)}`);
    return 0;
  } catch (error) {
    await output.discard();
    throw error;
  } finally {
    await archive?.remove();
    await ground?.release();
  }
}

interface Output {
  /** Undefined for standard output. */
  readonly file: string | undefined;
  readonly stream: Writable;
  discard(): Promise<void>;
}

/** Before anything is collected: a folder that can't be written into is told at once. Nothing is ever written over. */
async function openOutput(to: string | undefined, name: string): Promise<Output> {
  if (to === '-') return { file: undefined, stream: process.stdout, discard: async () => undefined };
  const place = path.resolve(to ?? '.');
  const isFolder = await stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const file = isFolder ? path.join(place, `${name}.tar.gz`) : place;
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST')
      throw new Error(`${file} is there already: remove it, or name another file with --to.`);
    if (error.code === 'ENOENT') throw new Error(`There is no folder ${path.dirname(file)}.`);
    throw error;
  });
  const stream = handle.createWriteStream();
  return {
    file,
    stream,
    discard: async () => {
      stream.destroy();
      await rm(file, { force: true });
    },
  };
}

interface Work {
  readonly wanted: BundleArguments;
  readonly installation: Installation;
  /** The settings that are looked with. */
  readonly used: Environment;
  readonly collection: Collection;
  readonly signal: AbortSignal;
}

async function collect(work: Work): Promise<void> {
  const { used, collection, signal, wanted } = work;
  await collection.take('settings.txt', 'every setting; of secret ones whether they are set', async () =>
    settingsList(process.env, used),
  );
  const folders = ['LECTERN_STORAGE_PATH', 'LECTERN_SCRATCH', 'LECTERN_DELIVERY_DISK_CACHE', 'LECTERN_DATA']
    .map((name) => settingIn(used, name) ?? '')
    .filter((folder) => folder !== '');
  await collection.take('disks.txt', 'how full the disks are, in bytes and in files', () =>
    disksOf([...folders, '.'], signal),
  );
  const url = settingIn(used, 'DATABASE_URL');
  let database: Awaited<ReturnType<typeof askDatabase>>;
  if (url === undefined || url === '') collection.lacks('database.json', 'DATABASE_URL is not set');
  else
    database = await askDatabase(url, (part) => collection.take(part.name, part.about, part.make)).catch(
      (error: unknown) => {
        signal.throwIfAborted();
        collection.lacks('database.json', startFault(error));
        return undefined;
      },
    );
  await collection.take('versions.txt', 'what runs, and on what', () => versionsOf(used, database, signal));
  await takeMetrics(work);
  await takeLogs(work);
  if (wanted.checks) await takeChecks(work);
}

/** Of the addresses that are named, or else of those where the services of this machine would be. */
async function takeMetrics({ wanted, used, collection }: Work): Promise<void> {
  const port = (setting: string, usual: number) => `http://127.0.0.1:${settingIn(used, setting) || usual}`;
  const local = [
    port('LECTERN_PORT', 8080),
    port('LECTERN_DELIVERY_PORT', 8081),
    port('LECTERN_WORKER_PORT', 8082),
  ];
  const addresses = (wanted.metrics ?? local).filter((address) => URL.canParse(address));
  const told = (await Promise.all(addresses.map((address) => metricsAt(address)))).flat();
  for (const { name, metrics, fault } of told)
    await collection.take(`metrics/${name}.txt`, 'what it measures of itself', async () => {
      if (fault !== undefined) throw new Error(fault);
      return metrics;
    });
}

async function takeLogs({ wanted, installation, collection }: Work): Promise<void> {
  const files = wanted.logs ?? installation.logs.filter((file) => existsSync(file));
  if (files.length === 0)
    collection.lacks('logs', 'there is no log file here: give those of the services with --logs');
  for (const [index, file] of files.entries()) {
    const name = file === '-' ? 'standard-input' : path.basename(file);
    await collection.take(`logs/${index + 1}-${name}`, 'the end of a log', async () => {
      const { text, left } =
        file === '-'
          ? await tailOfStream(process.stdin, wanted.logBytes)
          : await tailOfFile(file, wanted.logBytes);
      const before = left === 0 ? '' : `[${(left / MIB).toFixed(1)} MiB before this are left out]\n`;
      return before + (text || '[empty]\n');
    });
  }
}

async function takeChecks({ used, collection, signal }: Work): Promise<void> {
  for (const [program, about] of [
    ['doctor', 'whether storage and machine are good enough'],
    ['verify', 'whether storage holds what the database promises'],
  ] as const) {
    const file = fileURLToPath(new URL(`../${program}.js`, import.meta.url));
    await collection.take(`${program}.txt`, about, async () => {
      const { said, fault } = await childWords([process.execPath, file], {
        seconds: CHECK_SECONDS,
        signal,
        environment: used,
      });
      return { text: fault === undefined ? said : `${said}\n[${program} ${fault}]\n`, fault };
    });
  }
}

function summary(file: string | undefined, archive: Archive): string {
  return [
    `The bundle is ${file ?? 'on standard output'}. It holds:`,
    ...archive.files.map(({ name, bytes }) => `${String(Math.ceil(bytes / 1024)).padStart(8)} KiB  ${name}`),
    'Look at it before you send it. Secrets are cut out; README.txt says what of people and units is left.',
  ].join('\n');
}
