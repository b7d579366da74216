import { z } from 'zod';
import { databaseUrl } from '#libs/database';
import { examineJail, type JailMode, jailSettings } from '#libs/jail';
import { InvalidSettings, loadSettings, startFault, withRules } from '#libs/kernel';
import { storageRules, type StorageSettings, storageSettings } from '#libs/storage';
import { examineConfiguredBucket, examineFolder } from '#libs/storage/examination';
import { examineDatabaseRole } from './database-role.js';
import { DoctorUsage, readArguments } from './doctor-arguments.js';
import { DoctorReport } from './doctor-report.js';
import { jailFindings } from './jail-findings.js';

/**
 * The doctor as a program: is this storage good enough for Lectern? Of the settings' storage also, where they name a
 * database: does its role reach no further than the services need? Prints what it finds on standard output, and ends
 * the process: with 0 when nothing is wrong (warnings are for the operator to weigh), 1 when something is, 2 for
 * arguments or settings that make no sense, 130 when it was told to stop. It leaves nothing in the storage, also when
 * it is stopped, and ends by itself on a mount that hangs.
 *
 * @param given a folder, `s3`, or nothing for the storage of the settings; and options (doctor-arguments.ts)
 * @param options.storageAlone without the database's role and without this machine's jail, which are no matter of the
 *   storage
 */
export async function runDoctor(
  given: readonly string[],
  options: { storageAlone?: boolean } = {},
): Promise<never> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // npm hands a Ctrl-C on to who got it already, so a second one says nothing new; the tidying is bounded.
    process.on(signal, () => stopping.abort());
  }
  try {
    process.exitCode = await examine(given, options.storageAlone === true, stopping.signal);
  } catch (error) {
    if (error instanceof DoctorUsage || error instanceof InvalidSettings) {
      console.error(`lectern doctor: ${error.message}`);
      process.exitCode = 2;
    } else if (stopping.signal.aborted) process.exitCode = 130;
    else {
      console.error(`lectern doctor: ${startFault(error)}`);
      if (process.env['LECTERN_DEBUG'] !== undefined) console.error(error);
      process.exitCode = 1;
    }
  }
  // A call on a hung mount may still be waiting in a child that was given up.
  process.exit();
}

async function examine(given: readonly string[], storageAlone: boolean, stop: AbortSignal): Promise<number> {
  const { target, also, json } = readArguments(given);
  const settings = read(target, storageAlone);
  const subject = target ?? configured(settings);
  const isBucket = subject === 's3';
  const name = isBucket ? `the bucket ${settings.LECTERN_S3_BUCKET}` : subject;
  const report = new DoctorReport(name, { json, also });
  report.begin();
  if (isBucket) {
    if (also !== undefined) throw new DoctorUsage('--also is for folders, not for a bucket.');
    await examineConfiguredBucket(settings, report.take, { signal: stop });
  } else {
    const options = { root: subject, signal: stop, also };
    await examineFolder(options, report.take);
  }
  if (stop.aborted) {
    console.error('lectern doctor: stopped; what it had made is removed.');
    return 130;
  }
  const url = target === undefined ? settings.DATABASE_URL : undefined;
  if (url !== undefined) report.take(await examineDatabaseRole(url));
  if (!storageAlone) {
    const jail = { path: process.env['PATH'] ?? '', off: settings.LECTERN_JAIL === 'off' };
    for (const finding of jailFindings(examineJail(jail))) report.take(finding);
  }
  return report.end();
}

type DoctorSettings = StorageSettings &
  Partial<Readonly<{ DATABASE_URL: string | undefined; LECTERN_JAIL: JailMode }>>;

/** Everything that is wrong with the settings that will be looked at, before anything is looked at. */
function read(target: string | undefined, storageAlone: boolean): DoctorSettings {
  const environment =
    target === 's3'
      ? { ...process.env, LECTERN_STORAGE: 's3', LECTERN_STORAGE_FILE: undefined }
      : process.env;
  // A folder may be named by the arguments, too.
  const rules = storageRules.filter(({ of }) => !of.includes('LECTERN_STORAGE_PATH'));
  const schema = z.object(storageSettings);
  if (storageAlone) return loadSettings(withRules(schema, rules), environment);
  const more = { ...jailSettings, DATABASE_URL: databaseUrl.optional() };
  return loadSettings(withRules(schema.extend(more), rules), environment);
}

/** The storage that the services would use with this environment. */
function configured({ LECTERN_STORAGE: backend, LECTERN_STORAGE_PATH: folder }: StorageSettings): string {
  switch (backend) {
    case 's3':
      return 's3';
    case 'nfs':
      if (folder === undefined) throw new DoctorUsage('No storage was named.');
      return folder;
  }
}
