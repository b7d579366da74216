import { readdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Random } from '../../model/random.js';
import { atExit } from '../../servers/at-exit.js';
import { type Door, DOORS, type Expected, FaultClient } from './client.js';
import {
  type FaultMount,
  faultMount,
  type Mount,
  quotaFolder,
  smallDisk,
} from '../../servers/fault-mounts.js';
import { freePort } from '../../servers/free-port.js';
import { Replica, type Replicas } from '../../servers/replicas.js';

const MIB = 1024 * 1024;

/** What went wrong; undefined where this machine can't do it. */
export type Findings = readonly string[] | undefined;

/** An uploader of its own on a mount, for as long as `use` takes. */
export async function withUploaderOn<T>(
  replicas: Replicas,
  storage: string,
  use: (replica: Replica) => Promise<T>,
): Promise<T> {
  const environment = { ...replicas.environment, LECTERN_STORAGE_PATH: storage };
  const replica = new Replica(`on ${path.basename(storage)}`, await freePort(), environment);
  const gone = atExit(() => {
    if (replica.pid !== undefined && replica.runs) process.kill(replica.pid, 'SIGKILL');
  });
  try {
    await replica.start();
    return await use(replica);
  } finally {
    await replica.kill();
    gone();
  }
}

async function onMount(
  mount: Mount | undefined,
  use: (mount: Mount) => Promise<readonly string[]>,
): Promise<Findings> {
  if (mount === undefined) return undefined;
  try {
    return await use(mount);
  } finally {
    await mount.stop();
  }
}

/** What fails on a FUSE mount: for each door in turn, each operation with each error, in a random order. */
const OPERATIONS = ['fsync', 'write', 'flush', 'link', 'create', 'open,create', 'fsyncdir'] as const;
/** What goes on in a file that is there makes none, and a part whose turn it is publishes nothing by itself. */
const UNUSED: Readonly<Record<Door, readonly string[]>> = {
  tus: ['create'],
  form: [],
  parts: ['create', 'link', 'fsyncdir'],
  'parts out of turn': [],
};
const ERRORS: readonly (readonly [string, Expected])[] = [
  ['ENOSPC', { status: 507 }],
  ['EDQUOT', { status: 507 }],
  ['EIO', { status: 503 }],
  ['ESTALE', { status: 503 }],
];

export async function failingOperations(
  replicas: Replicas,
  random: Random,
  rounds: number,
): Promise<Findings> {
  const mount = await faultMount();
  return onMount(mount, async () => withFaults(replicas, mount as FaultMount, random, rounds));
}

async function withFaults(
  replicas: Replicas,
  mount: FaultMount,
  random: Random,
  rounds: number,
): Promise<string[]> {
  const wrong: string[] = [];
  await withUploaderOn(replicas, mount.folder, async (replica) => {
    const client = new FaultClient(replicas, replica, mount.back);
    for (let round = 0; round < rounds; round++) {
      const door = DOORS[round % DOORS.length] ?? 'tus';
      const operation = random.pick(OPERATIONS.filter((name) => !UNUSED[door].includes(name)));
      const [error, expected] = random.pick(ERRORS);
      const found = await client.round(door, expected, {
        faulty: () => mount.set(`${operation} ${error} 100`),
        mended: () => mount.set(),
      });
      wrong.push(...found.map((sentence) => `${door}, ${operation} fails with ${error}: ${sentence}`));
    }
    if (!replica.runs) wrong.push('the uploader died');
  });
  return wrong;
}

/** Others fill a disk to its last byte while uploads go on; then they give some of it back. */
export async function fullDisk(replicas: Replicas): Promise<Findings> {
  return onMount(await smallDisk('size=24m'), async ({ folder }) => {
    const ballast = path.join(folder, 'ballast');
    const faulty = async (): Promise<void> => {
      const { bavail, bsize } = await statfs(folder);
      await writeFile(ballast, Buffer.alloc(bavail * bsize - 16 * 1024)).catch(() => undefined);
    };
    const mended = (): Promise<void> => rm(ballast, { force: true });
    return everyDoor(replicas, path.join(folder, 'media'), { faulty, mended, bytes: MIB });
  });
}

/** The last inode is taken. */
export async function fullInodes(replicas: Replicas): Promise<Findings> {
  return onMount(await smallDisk('size=64m,nr_inodes=300'), async ({ folder }) => {
    const ballast = path.join(folder, 'ballast');
    const faulty = async (): Promise<void> => {
      const { ffree } = await statfs(folder);
      await writeFile(ballast, '');
      const names = Array.from({ length: ffree + 10 }, (_, index) => `${ballast}-${index}`);
      for (const name of names) if (!(await made(name))) break;
    };
    const mended = async (): Promise<void> => {
      for (const name of await readdir(folder))
        if (name.startsWith('ballast')) await rm(path.join(folder, name));
    };
    // What is begun already may go on writing to its own file, so only what needs a new one is refused.
    return everyDoor(replicas, path.join(folder, 'media'), { faulty, mended }, ['form', 'parts out of turn']);
  });
}

async function made(name: string): Promise<boolean> {
  return writeFile(name, '').then(
    () => true,
    () => false,
  );
}

/** EDQUOT, which has no name in Node, from a real quota. */
export async function fullQuota(replicas: Replicas): Promise<Findings> {
  return onMount(await quotaFolder(16 * MIB), async ({ folder }) => {
    const ballast = path.join(folder, 'ballast');
    const faulty = async (): Promise<void> => {
      for (let index = 0; index < 64; index++)
        if (!(await written(`${ballast}-${index}`, Buffer.alloc(512 * 1024, 1)))) break;
    };
    const mended = async (): Promise<void> => {
      for (const name of await readdir(folder))
        if (name.startsWith('ballast')) await rm(path.join(folder, name));
    };
    return everyDoor(replicas, path.join(folder, 'media'), { faulty, mended, bytes: 2 * MIB });
  });
}

async function written(name: string, bytes: Buffer): Promise<boolean> {
  return writeFile(name, bytes, { flush: true }).then(
    () => true,
    () => false,
  );
}

async function everyDoor(
  replicas: Replicas,
  storage: string,
  fault: { faulty(): Promise<void>; mended(): Promise<void>; readonly bytes?: number },
  doors: readonly (typeof DOORS)[number][] = DOORS,
): Promise<string[]> {
  const wrong: string[] = [];
  await withUploaderOn(replicas, storage, async (replica) => {
    const client = new FaultClient(replicas, replica, storage);
    for (const door of doors)
      wrong.push(
        ...(await client.round(door, { status: 507 }, fault)).map((sentence) => `${door}: ${sentence}`),
      );
  });
  return wrong;
}
