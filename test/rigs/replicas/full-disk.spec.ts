import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Quotas } from '#libs/quotas';
import { type Answer, call, type Calling } from '../../servers/replicas-call.js';
import { type Replica, Replicas } from '../../servers/replicas.js';

const TUS = { 'tus-resumable': '1.0.0' };
const MIB = 1024 * 1024;
const BYTES = 2 * MIB;
const content = Buffer.alloc(BYTES, 'Lesson. ');
content.write('%PDF-1.4\n');

const disk = await smallDisk();

/** A disk of 64 MiB of its own; only root may have one. */
async function smallDisk(): Promise<string | undefined> {
  const folder = await mkdtemp('/var/tmp/lectern-disk-');
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder]);
  if (mounted.status === 0) return folder;
  await rmdir(folder);
  console.warn('No disk could be mounted here: the watermarks are not tested.');
  return undefined;
}

describe.skipIf(disk === undefined)('a disk that fills up', () => {
  const folder = disk ?? '';
  const ballast = path.join(folder, 'ballast');
  let replicas: Replicas;
  let uploader: Replica;

  beforeAll(async () => {
    replicas = await Replicas.start({ count: 1, storage: path.join(folder, 'media') });
    [uploader] = replicas.all as [Replica];
  });
  afterAll(async () => {
    await replicas?.dispose();
    spawnSync('umount', [folder]);
    await rm(folder, { recursive: true, force: true });
  });

  function ask(method: string, location: string, more: Partial<Parameters<typeof call>[0]> = {}): Calling {
    const headers = { authorization: `Bearer ${replicas.keys.doctor}`, ...TUS, ...more.headers };
    return call({ ...more, url: `${uploader.url}${location}`, method, headers });
  }

  function begin(bytes = BYTES): Promise<Answer> {
    return ask('POST', '/v1/uploads', { headers: { 'upload-length': bytes } }).answer;
  }

  /** Others fill the disk until this much of it is used, and the uploader's measure is fresh. */
  async function fill(percent: number): Promise<void> {
    await rm(ballast, { force: true });
    const { blocks, bfree, bsize } = await statfs(folder);
    const bytes = Math.floor((blocks * bsize * percent) / 100) - (blocks - bfree) * bsize;
    await writeFile(ballast, Buffer.alloc(Math.max(0, bytes)));
    await delay(3_500);
  }

  async function state(): Promise<{ uploads: string; encoding: string; usedPercent: number }> {
    const { text } = await ask('GET', '/v1/admin/storage', {
      headers: { authorization: `Bearer ${replicas.keys.admin}` },
    }).answer;
    return JSON.parse(text) as { uploads: string; encoding: string; usedPercent: number };
  }

  it('takes no new upload past the mark, while running ones, finishes and deletes go on', async () => {
    const running = (await begin()).headers.location ?? '';
    const givenUp = (await begin()).headers.location ?? '';
    await fill(88);
    expect(await state()).toMatchObject({ uploads: 'taken', encoding: 'waiting' });
    expect((await begin()).status).toBe(201);

    await fill(93);
    expect(await state()).toMatchObject({ uploads: 'refused', encoding: 'waiting' });
    const refused = await begin();
    expect(refused.status).toBe(507);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'storage-full', retryable: true });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);

    const patched = await ask('PATCH', running, {
      headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': 0 },
      body: content,
    }).answer;
    expect([patched.status, patched.headers['upload-offset']]).toEqual([204, String(BYTES)]);
    expect((await ask('DELETE', givenUp).answer).status).toBe(204);
    const asset = String(patched.headers['upload-asset']);
    expect((await ask('DELETE', `/v1/assets/${asset}`).answer).status).toBe(202);

    await fill(50);
    expect(await state()).toMatchObject({ uploads: 'taken', encoding: 'going-on' });
    expect((await begin()).status).toBe(201);
  });

  it('tells quota, disk and file limit apart', async () => {
    const limits = new Quotas();
    const { database } = replicas;
    const codes: [number, string][] = [];
    const note = ({ status, text }: Answer): void => {
      codes.push([status, (JSON.parse(text) as { code: string }).code]);
    };
    note(await begin(100 * MIB));
    await database.transaction((tx) => limits.setLimits(tx, 'hospital', { bytes: 1 }));
    note(await begin());
    await database.transaction((tx) => limits.setLimits(tx, 'hospital', { fileBytes: 1 }));
    note(await begin());
    expect(codes).toEqual([
      [507, 'storage-full'],
      [507, 'quota-exceeded'],
      [413, 'file-too-large'],
    ]);
  });
});
