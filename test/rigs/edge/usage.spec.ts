import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseStorageKey, usageSegmentOf } from '#libs/storage';
import { readLines } from '#libs/usage/journal';
import { hasEdge } from '../../servers/edge.js';
import { ASSET, EdgeTree, MEDIA, NOW, PLAYLIST } from '../../servers/edge-tree.js';
import { askRaw, type RawAnswer } from '../../servers/raw-http.js';

const runs = hasEdge() || process.env['LECTERN_TEST_RIGS'] === 'required';
const REPLICA = 'lectern.edge-1.edge';
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 200 });

let folder: string;
let tree: EdgeTree | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lectern-edge-usage-'));
});
afterEach(async () => {
  await tree?.dispose();
  tree = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function start(more: Readonly<Record<string, string>> = {}): Promise<EdgeTree> {
  tree = await EdgeTree.start({ LECTERN_USAGE_PATH: folder, LECTERN_POD: 'lectern.edge-1', ...more });
  return tree;
}

function ask(
  of: EdgeTree,
  target: string,
  more: { method?: string; range?: string } = {},
): Promise<RawAnswer> {
  const { method = 'GET', range } = more;
  const headers = { 'x-rig-now': String(NOW), ...(range !== undefined && { range }) };
  return askRaw(of.edge.port, { target, method, headers });
}

const files = async (of = folder): Promise<string[]> => readdir(path.join(of, REPLICA)).catch(() => []);

async function written() {
  const contents = (await files()).map((file) => readFile(path.join(folder, REPLICA, file)));
  return readLines(Buffer.concat(await Promise.all(contents)));
}

/** By session: bytes, and whether any of it was media. */
async function sums(): Promise<Record<string, [bytes: number, isMedia: boolean]>> {
  const found: Record<string, [number, boolean]> = {};
  const { lines, broken } = await written();
  expect(broken).toBe(0);
  for (const { session, bytes, media } of lines) {
    const [sum = 0, isMedia = false] = found[session] ?? [];
    found[session] = [sum + bytes, isMedia || media !== undefined];
  }
  return found;
}

/** The processes that serve, by the pid of nginx's master. */
async function workersOf(of: EdgeTree): Promise<{ master: number; workers: number[] }> {
  const master = Number(await readFile(path.join(of.edge.folder, 'run/nginx.pid'), 'utf8'));
  const children = await readFile(`/proc/${master}/task/${master}/children`, 'utf8');
  return { master, workers: children.trim().split(' ').map(Number) };
}

const media = { path: 'hls/v1080/media.mp4' };

describe.runIf(runs)('the usage that the edge tells', () => {
  it('is what went out to whom, each second; of compositions delivery tells alone', async () => {
    const of = await start();
    expect((await ask(of, of.url({ ...media, session: 'one' }))).status).toBe(200);
    for (let time = 0; time < 8; time += 1)
      expect((await ask(of, of.url({ ...media, session: 'one' }), { range: 'bytes=0-99' })).status).toBe(206);
    expect((await ask(of, of.url({ session: 'two' }))).status).toBe(200);
    expect((await ask(of, of.url({ scope: 'file', path: 'source/original' }))).status).toBe(200);
    // Of these nobody gets anything that counts here.
    const composed = of.url({ path: 'hls/source-a1/composed.mp4', session: 'three' });
    expect((await ask(of, composed)).status).toBe(200);
    expect((await ask(of, of.url({ path: 'hls/none.mp4', session: 'two' }))).status).toBe(404);
    expect((await ask(of, of.url({ session: 'two', expires: NOW - 1 }))).status).toBe(403);
    expect((await ask(of, of.url({ session: 'two' }), { method: 'HEAD' })).status).toBe(200);
    const expected = {
      one: [MEDIA.length + 800, true],
      two: [PLAYLIST.length, false],
      '': [MEDIA.length, false],
    };
    await eventually(async () => expect(await sums()).toEqual(expected));
    expect((await files()).every((file) => file.endsWith('.open'))).toBe(true);
    const { body } = await askRaw(of.edge.healthPort, { target: '/metrics' });
    expect(body.toString()).toContain('lectern_delivery_usage_lost_bytes_total 0');
    await of.edge.stop();
    expect(await sums()).toEqual(expected);
    for (const file of await files())
      expect(usageSegmentOf(parseStorageKey(`usage/${REPLICA}/${file}`))).toMatchObject({ isOpen: false });
    const [line] = (await written()).lines;
    expect(line).toMatchObject({ asset: ASSET });
    expect(Math.abs(Date.now() / 1000 - (line?.at ?? 0))).toBeLessThan(600);
  });

  it('outlives a worker that is killed, a reload, and the end, which lets answers finish', async () => {
    const of = await start();
    const url = of.url({ ...media, session: 'one' });
    const rounds = async (times: number) => {
      for (let time = 0; time < times; time += 1)
        expect((await ask(of, url, { range: 'bytes=0-999' })).status).toBe(206);
    };
    await rounds(10);
    await eventually(async () => expect(await sums()).toEqual({ one: [10_000, true] }));
    const { master, workers } = await workersOf(of);
    for (const worker of workers) process.kill(worker, 'SIGKILL');
    await eventually(async () => {
      const after = await workersOf(of);
      expect(after.workers.filter((worker) => !workers.includes(worker))).toHaveLength(2);
    });
    await rounds(10);
    // It takes some seconds, through the reload.
    const paced = ask(of, of.url({ ...media, session: 'paced', kibPerSecond: 1024 }));
    await rounds(1);
    const { workers: before } = await workersOf(of);
    process.kill(master, 'SIGHUP');
    await eventually(async () => {
      const { workers: now } = await workersOf(of);
      expect(now.filter((worker) => !before.includes(worker))).toHaveLength(2);
    });
    await rounds(9);
    expect((await paced).body.length).toBe(MEDIA.length);
    const last = ask(of, of.url({ ...media, session: 'last', kibPerSecond: 2048 }));
    await rounds(1);
    expect(await of.edge.stop()).toBe(0);
    expect((await last).body.length).toBe(MEDIA.length);
    expect(await sums()).toEqual({
      one: [31_000, true],
      paced: [MEDIA.length, true],
      last: [MEDIA.length, true],
    });
    expect(await of.edge.errors()).not.toContain('usage');
  });

  it('waits in memory, and says so, while the folder can’t be written or holds too much', async () => {
    const blocked = path.join(folder, 'usage');
    await writeFile(blocked, 'no folder');
    const of = await start({
      LECTERN_USAGE_PATH: blocked,
      LECTERN_USAGE_MIB: '1',
      LECTERN_EDGE_WORKERS: '1',
    });
    await ask(of, of.url({ session: 'one' }));
    await eventually(async () =>
      expect(await of.edge.errors()).toMatch(
        /usage is not written; it waits in memory: .*\(Not a directory\)/,
      ),
    );
    const failing = async (is: number) => {
      const { body } = await askRaw(of.edge.healthPort, { target: '/metrics' });
      expect(body.toString()).toContain(`lectern_delivery_usage_failing ${is}\n`);
    };
    await failing(1);
    await rm(blocked);
    await mkdir(path.join(blocked, REPLICA), { recursive: true });
    const full = path.join(blocked, REPLICA, `${Date.now()}-full.ndjson`);
    await writeFile(full, Buffer.alloc(1024 ** 2));
    const open = async () => (await files(blocked)).filter((file) => file.endsWith('.open'));
    // It had a segment, which is written now; after a reload a new one is needed.
    await eventually(async () => expect(await open()).toHaveLength(1));
    await eventually(async () => expect(await of.edge.errors()).toContain('usage is written again'));
    await failing(0);
    process.kill((await workersOf(of)).master, 'SIGHUP');
    await eventually(async () => expect(await open()).toEqual([]));
    await ask(of, of.url({ session: 'two' }));
    await eventually(async () =>
      expect(await of.edge.errors()).toContain('too many segments wait to be taken in'),
    );
    await rm(full);
    await eventually(async () => expect(await open()).toHaveLength(1));
    const [file = ''] = await open();
    const { lines } = readLines(await readFile(path.join(blocked, REPLICA, file)));
    expect(lines.map(({ session, bytes }) => [session, bytes])).toEqual([['two', PLAYLIST.length]]);
  });

  it('goes on in another segment when one was taken in meanwhile', async () => {
    const of = await start({ LECTERN_EDGE_WORKERS: '1' });
    await ask(of, of.url({ session: 'one' }));
    await eventually(async () => expect(Object.keys(await sums())).toEqual(['one']));
    for (const file of await files()) await rm(path.join(folder, REPLICA, file));
    await ask(of, of.url({ session: 'two' }));
    await eventually(async () => expect(await sums()).toEqual({ two: [PLAYLIST.length, false] }));
  });
});
