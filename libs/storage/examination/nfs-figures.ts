import { constants as fs } from 'node:fs';
import { copyFile, link, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, figure, ok, skipped, warning, wrong } from '../finding.js';
import { errnoOf } from '../nfs/nfs-faults.js';
import { type Site, sampleOf, writeDurably } from '../nfs/nfs-self-test.js';

const MIB = 1024 * 1024;
const PUBLISHES = 20;
const STREAM_MIB = 64;
const STREAM_MS = 10_000;
const FEW_INODES = 10_000;
const CLOCK_WARNING_MS = 2_000;
const CLOCK_WRONG_MS = 300_000;

/** What is measured of a folder beside what it must be able to do. */
export interface Measurement {
  readonly name: string;
  readonly run: (site: Site) => Promise<Finding>;
}

export const MEASURED: readonly Measurement[] = [
  { name: 'clock', run: measureClock },
  { name: 'space', run: measureSpace },
  { name: 'inodes', run: measureInodes },
  { name: 'copies', run: measureCopies },
  { name: 'publish-latency', run: measureLatency },
  { name: 'throughput', run: measureThroughput },
];

/** The time that the server gives a fresh file against this machine's. */
async function measureClock(site: Site): Promise<Finding> {
  const before = Date.now();
  const path = await writeDurably(site, 'clock', sampleOf(64));
  const after = Date.now();
  const modified = Number((await site.tree.lstat(path)).mtimeMs);
  // Kernels stamp files with the time of their last tick, some milliseconds ago; a server's time lies anywhere between.
  const skew = modified < before ? modified - before : Math.max(0, modified - after);
  const ms = Math.abs(skew) <= 20 ? 0 : Math.round(skew);
  const facts = { skewMs: ms };
  if (ms === 0) return ok('clock', 'The times of files agree with the clock of this machine', facts);
  const words = `The clock of the storage is ${Math.abs(ms) / 1000} s ${ms > 0 ? 'ahead of' : 'behind'} this machine`;
  const mend = 'let both follow one time server (chrony, systemd-timesyncd)';
  if (Math.abs(ms) > CLOCK_WRONG_MS) return wrong('clock', words, mend, facts);
  return Math.abs(ms) > CLOCK_WARNING_MS ? warning('clock', words, mend, facts) : ok('clock', words, facts);
}

async function measureSpace({ tree }: Site): Promise<Finding> {
  const { blocks, bfree, bavail, bsize } = await tree.gate.run(() => statfs(tree.root));
  const bytes = (blocks - bfree + bavail) * bsize;
  const freeBytes = bavail * bsize;
  const usedPercent = bytes === 0 ? 100 : Math.round((100 * (bytes - freeBytes)) / bytes);
  const facts = { bytes, freeBytes, usedPercent };
  const words = `${readable(freeBytes)} of ${readable(bytes)} are free (${usedPercent} % used)`;
  if (usedPercent >= 92) {
    return warning(
      'space',
      `${words}: new uploads are refused from 92 % on`,
      'free space or enlarge the volume',
      facts,
    );
  }
  if (usedPercent >= 85) {
    return warning(
      'space',
      `${words}: encoding waits from 85 % on`,
      'free space or enlarge the volume',
      facts,
    );
  }
  return ok('space', words, facts);
}

async function measureInodes({ tree }: Site): Promise<Finding> {
  const { files, ffree } = await tree.gate.run(() => statfs(tree.root));
  if (files === 0) return ok('inodes', 'The file system does not count its files');
  const facts = { files, free: ffree };
  const words = `${ffree.toLocaleString('en')} more files have room`;
  if (ffree < FEW_INODES) {
    const mend = 'free inodes, or make the file system anew with more of them';
    return warning('inodes', `${words}; a lesson takes some fifty`, mend, facts);
  }
  return ok('inodes', words, facts);
}

async function measureCopies(site: Site): Promise<Finding> {
  const { tree, folder } = site;
  const path = await writeDurably(site, 'original', sampleOf(16 * MIB));
  const start = performance.now();
  try {
    await tree.gate.runLong(() => copyFile(path, join(folder, 'reflink'), fs.COPYFILE_FICLONE_FORCE));
    return figure('copies', 'Copies share their blocks (reflink): they take no time and no space', {
      reflink: true,
    });
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
  await tree.gate.runLong(() => copyFile(path, join(folder, 'copy')));
  const ms = Math.round(performance.now() - start);
  return figure(
    'copies',
    `No reflinks: a copy of 16 MiB took ${ms} ms; only uploads with several writers need one`,
    { reflink: false, ms },
  );
}

/** The whole ritual for a small object: write, fsync, link, unlink, fsync of the folder. */
async function measureLatency(site: Site): Promise<Finding> {
  const { tree, folder } = site;
  const taken: number[] = [];
  for (let index = 0; index < PUBLISHES; index += 1) {
    const start = performance.now();
    const path = await writeDurably(site, 'small', sampleOf(4096));
    await tree.gate.run(() => link(path, join(folder, `small-${index}`)));
    await tree.gate.run(() => unlink(path));
    await tree.syncFolder(folder);
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  const [median, slowest] = [taken[PUBLISHES / 2] ?? 0, taken.at(-1) ?? 0].map(
    (ms) => Math.round(ms * 10) / 10,
  );
  return figure(
    'publish-latency',
    `To publish 4 KiB (write, fsync, link, fsync of the folder) takes ${median} ms, ${slowest} ms at most of ${PUBLISHES}`,
    { medianMs: median ?? 0, slowestMs: slowest ?? 0 },
  );
}

async function measureThroughput(site: Site): Promise<Finding> {
  const { tree, folder } = site;
  const { bavail, bsize } = await tree.gate.run(() => statfs(tree.root));
  const mib = Math.min(STREAM_MIB, Math.floor((bavail * bsize) / MIB / 2));
  if (mib < 1) return skipped('throughput', 'Too little space is free to measure it');
  const chunk = sampleOf(MIB);
  const file = await tree.create(join(folder, 'stream'));
  const start = performance.now();
  let written = 0;
  try {
    while (written < mib && performance.now() - start < STREAM_MS) {
      await tree.gate.run(() => file.write(chunk, 0, chunk.length, written * MIB));
      written += 1;
    }
    await tree.gate.runLong(() => file.sync());
  } finally {
    await tree.close(file);
  }
  const rate = Math.round(written / ((performance.now() - start) / 1000));
  return figure('throughput', `${written} MiB written and synced at ${rate} MiB/s`, {
    mib: written,
    mibPerSecond: rate,
  });
}

function readable(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
