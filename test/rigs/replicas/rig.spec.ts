import { utimes } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NfsStorage, ObjectNotFound, parseStorageKey } from '#libs/storage';
import { aftermath } from '../../model/tus-aftermath.js';
import { raceForQuota } from '../../model/quota-race.js';
import { runTus } from '../../model/tus-run.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { type Answer, call, type Calling } from '../../servers/replicas-call.js';
import { type Replica, Replicas } from '../../servers/replicas.js';

const TUS = { 'tus-resumable': '1.0.0' };
const BYTES = 3_000_000;
const content = Buffer.alloc(BYTES, 'Lesson. ');
content.write('%PDF-1.4\n');

let replicas: Replicas;
let first: Replica;
let second: Replica;
let third: Replica;

beforeAll(async () => {
  replicas = await Replicas.start();
  [first, second, third] = replicas.all as [Replica, Replica, Replica];
});
afterAll(() => replicas.dispose());

function on(
  replica: Replica,
  method: string,
  path: string,
  more: Partial<Parameters<typeof call>[0]> = {},
): Calling {
  const headers = { authorization: `Bearer ${replicas.keys.doctor}`, ...TUS, ...more.headers };
  return call({ ...more, url: `${replica.url}${path}`, method, headers });
}

async function begin(replica: Replica): Promise<string> {
  const created = await on(replica, 'POST', '/v1/uploads', { headers: { 'upload-length': BYTES } }).answer;
  expect(created.status).toBe(201);
  return created.headers.location ?? '';
}

/** A PATCH that sends `sends` bytes and then keeps the connection open; or all of them. */
function patch(replica: Replica, location: string, offset: number, sends?: number): Calling {
  return on(replica, 'PATCH', location, {
    headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': offset },
    body: content.subarray(offset),
    ...(sends === undefined ? {} : { sends, stall: true }),
  });
}

async function offsetOf(replica: Replica, location: string): Promise<number> {
  const { status, headers } = await on(replica, 'HEAD', location).answer;
  expect(status).toBe(200);
  return Number(headers['upload-offset']);
}

/** Its sender is told who goes on. */
function takenOver({ status, text }: Answer): void {
  expect([status, JSON.parse(text)]).toEqual([
    409,
    expect.objectContaining({ code: 'upload-taken-over', retryable: true }),
  ]);
}

function whole(answer: Answer): void {
  expect([answer.status, answer.headers['upload-offset']]).toEqual([204, String(BYTES)]);
}

describe('three uploaders and one upload', () => {
  it('F20 HEAD elsewhere makes a holder on a half-open connection stop and keep all that it has', async () => {
    const location = await begin(first);
    const stale = patch(first, location, 0, 2_000_000);
    await stale.sent;
    await delay(300);
    expect(await offsetOf(second, location)).toBe(2_000_000);
    takenOver(await stale.answer);
    whole(await patch(third, location, 2_000_000).answer);
  });

  it('F20 PATCH elsewhere goes on where the stale holder was made to stop', async () => {
    const location = await begin(first);
    const stale = patch(first, location, 0, 1_000_000);
    await stale.sent;
    await delay(300);
    const refused = await patch(second, location, 0).answer;
    expect(refused.status).toBe(409);
    takenOver(await stale.answer);
    whole(await patch(third, location, 1_000_000).answer);
  });

  it('F20 a holder that hangs is overtaken after about a second, and its return changes nothing', async () => {
    const location = await begin(first);
    const stale = patch(first, location, 0, 1_500_000);
    await stale.sent;
    await delay(300);
    first.pause();
    const offset = await offsetOf(second, location);
    const rest = await patch(second, location, offset).answer;
    first.resume();
    whole(rest);
    const { status } = await stale.answer;
    expect([0, 409]).toContain(status);
    expect(await offsetOf(third, location)).toBe(BYTES);
  });

  it('F07 any replica goes on after a kill -9 of the one that received', async () => {
    const location = await begin(first);
    const lost = patch(first, location, 0, 1_500_000);
    await lost.sent;
    await first.kill();
    await lost.answer;
    const offset = await offsetOf(second, location);
    expect(offset).toBeLessThanOrEqual(1_500_000);
    whole(await patch(third, location, offset).answer);
    await first.start();
  });

  it('DELETE elsewhere ends the upload, its holder and its bytes', async () => {
    const location = await begin(first);
    const stale = patch(first, location, 0, 1_000_000);
    await stale.sent;
    await delay(300);
    expect((await on(second, 'DELETE', location).answer).status).toBe(204);
    takenOver(await stale.answer);
    expect((await on(third, 'HEAD', location).answer).status).toBe(410);
  });

  it('lists orphaned objects for an administrator before it removes them by name', async () => {
    const storage = new NfsStorage({ root: replicas.storage });
    const folder = `assets/ast_lost${Date.now()}`;
    const key = parseStorageKey(`${folder}/source/original`);
    await storage.put(
      key,
      (async function* () {
        yield content;
      })(),
    );
    const then = new Date(Date.now() - 30 * 24 * 3_600_000);
    await utimes(storage.localFiles.path(key), then, then);
    const admin = { authorization: `Bearer ${replicas.keys.admin}`, 'content-type': 'application/json' };
    const orphan = { folder, reason: 'asset-unknown', objects: 1, bytes: BYTES };

    expect((await on(first, 'GET', '/v1/admin/orphans').answer).status).toBe(403);
    const list = await on(first, 'GET', '/v1/admin/orphans', { headers: admin }).answer;
    expect(JSON.parse(list.text)).toMatchObject({ items: [orphan], complete: true });
    const remove = (folders: string[]) =>
      on(second, 'POST', '/v1/admin/orphans/remove', {
        headers: admin,
        body: Buffer.from(JSON.stringify({ folders })),
      }).answer;
    const removed = await remove([folder, 'assets/ast_other']);
    expect(JSON.parse(removed.text)).toMatchObject({ removed: [orphan], kept: ['assets/ast_other'] });
    expect(JSON.parse((await remove([folder])).text)).toEqual({ removed: [], kept: [folder] });
    expect((await remove(['assets/../keys'])).status).toBe(400);
    await expect(storage.stat(key)).rejects.toThrow(ObjectNotFound);
  });

  it('keeps to the model of tus, through cuts, hangs, races and kills', async () => {
    const before = await replicas.database.kysely
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', 'region')
      .executeTakeFirstOrThrow();
    const { operations, actors, kills } = shortForm(RIGS.replicas);
    const outcome = await runTus(replicas, { operations, actors, kills, seed: 20 });
    expect(outcome.differences).toEqual([]);
    expect(await aftermath(replicas, outcome, before.usedBytes)).toEqual([]);
    expect(outcome.completed.length).toBeGreaterThan(10);
  });

  it('F29 64 clients who race a quota never get a byte over it', async () => {
    const { rounds, clients } = shortForm(RIGS.quota);
    const outcome = await raceForQuota(replicas, { rounds, clients, seed: 5 });
    expect(outcome.failures).toEqual([]);
    expect(outcome.refused).toBeGreaterThan(50);
  });
});
