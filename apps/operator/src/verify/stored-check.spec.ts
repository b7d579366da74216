import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { Assets } from '#libs/catalog';
import { Units } from '#libs/quotas';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { checkStored } from './stored-check.js';

const test = withTestDatabase();
const assets = new Assets();
const CONTENT = Buffer.from('%PDF-1.4 what was sent');
let storage: NfsStorage;

beforeAll(() =>
  test.database.transaction((tx) =>
    new Units().create(tx, { id: 'u', kind: 'region', name: 'U' }).then(() => undefined),
  ),
);
beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), 'lectern-check-'));
  storage = new NfsStorage({ root });
  await test.owner.executeSql('truncate assets cascade');
  return () => rm(root, { recursive: true, force: true });
});

async function asset(): Promise<string> {
  const { id } = await test.database.transaction((tx) =>
    assets.create(tx, {
      owner: 'd',
      unit: 'u',
      account: 'u',
      kind: 'attachment',
      fileName: 'a.pdf',
      title: 'A',
      contentType: 'application/pdf',
      bytes: CONTENT.byteLength,
      sha256: createHash('sha256').update(CONTENT).digest('hex'),
    }),
  );
  return id;
}

const original = (id: string) => parseStorageKey(`assets/${id}/source/original`);

async function store(id: string): Promise<void> {
  async function* source() {
    yield CONTENT;
  }
  await storage.put(original(id), source());
}

const check = async (deep: boolean) => {
  const { missing, ...sums } = await checkStored({ database: test.database, assets, storage }, { deep });
  return { ...sums, missing: missing.map(({ asset: id, what, path }) => [id, what, path]) };
};

it('nothing is missing where everything is there', async () => {
  await store(await asset());
  const bytes = CONTENT.byteLength;
  expect(await check(true)).toEqual({ assets: 1, bytes, missing: [] });
});

it('names an original that is gone, and one of another length', async () => {
  const [gone, short] = [await asset(), await asset()];
  await store(short);
  await writeFile(storage.localFiles.path(original(short)), 'short');
  const { missing } = await check(false);
  const expected = [
    [gone, 'original-missing', 'source/original'],
    [short, 'original-altered', 'source/original'],
  ];
  expect(missing).toHaveLength(2);
  expect(missing).toEqual(expect.arrayContaining(expected));
});

it('finds bytes that were altered only when it reads them', async () => {
  const id = await asset();
  await store(id);
  await writeFile(storage.localFiles.path(original(id)), Buffer.alloc(CONTENT.byteLength, 1));
  expect((await check(false)).missing).toEqual([]);
  expect((await check(true)).missing).toEqual([[id, 'original-altered', 'source/original']]);
});

it('names what was derived and is gone', async () => {
  const id = await asset();
  await store(id);
  await test.database.executeSql("update assets set master = 'hls/m.m3u8' where id = $1", [id]);
  await test.database.executeSql(
    "insert into renditions (asset_id, rung, folder, state, attempt) values ($1, '360p', 'hls/360p-x', 'done', 1)",
    [id],
  );
  expect((await check(false)).missing).toEqual([
    [id, 'derived-missing', 'hls/m.m3u8'],
    [id, 'derived-missing', 'hls/360p-x'],
  ]);
});
