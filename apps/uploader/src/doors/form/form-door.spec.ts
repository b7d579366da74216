import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, DatabaseUnavailable } from '#libs/database';
import { BodyTooSlow } from '#libs/http';
import { NfsStorage } from '#libs/storage';
import { withTestDatabase } from '../../../../../libs/database/testing/test-database.js';
import { doctor as caller, domains, intakeRoom } from '../../intake/testing/intake-room.js';
import { FormDoor } from './form-door.js';

const FIELD_SECONDS = 0.3;

const test = withTestDatabase();
let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lectern-form-'));
  await test.database.transaction((tx) => domains.units.create(tx, { id: 'u', kind: 'region', name: 'U' }));
});
afterAll(() => rm(root, { recursive: true, force: true }));

function doorTo(database: Database): FormDoor {
  const on = { database, storage: new NfsStorage({ root }), holder: `form-${root}` };
  return new FormDoor(intakeRoom(on, { maxFileBytes: 1e6 }).intake, FIELD_SECONDS);
}

/** What becomes of one form that is sent to the door. */
async function sent(door: FormDoor): Promise<PromiseSettledResult<unknown> | undefined> {
  let outcome: PromiseSettledResult<unknown> | undefined;
  const server = createServer(async (request, response) => {
    [outcome] = await Promise.allSettled([door.receive(caller, request, response)]);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const form = new FormData();
  form.set('file', new Blob(['%PDF-1.4\n and more']), 'a.pdf');
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { method: 'POST', body: form });
  server.close();
  return outcome;
}

it('F07 gives the asset that a form became, though the database\u2019s word of it was lost', async () => {
  let lost = 0;
  const database = new Proxy(test.database, {
    get(target, name) {
      if (name !== 'transaction') return Reflect.get(target, name, target) as unknown;
      const transaction: Database['transaction'] = async (work) => {
        const result = await target.transaction(work);
        const isAsset = typeof result === 'object' && result !== null && 'sha256' in result;
        if (!isAsset || lost > 0) return result;
        lost += 1;
        throw new DatabaseUnavailable();
      };
      return transaction;
    },
  });
  const outcome = await sent(doorTo(database));
  expect(lost).toBe(1);
  expect(outcome).toMatchObject({ status: 'fulfilled', value: { fileName: 'a.pdf', owner: 'doctor' } });
});

const field = (name: string) => `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nx\r\n`;
const file =
  '--B\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4\n and more\r\n';

it.each([
  ['whose fields', field('title')],
  ['of which what stands behind the file', file + field('more')],
])('F60 a form %s trickle is given up, and leaves nothing', async (_, sentFirst) => {
  const door = doorTo(test.database);
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const server = createServer((request, response) => {
    request.on('error', () => undefined);
    door.receive(caller, request, response).then(resolve, resolve);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 100000\r\n\r\n${sentFirst}`,
  );
  const trickle = setInterval(() => socket.write('-'), 50);
  expect(await promise).toBeInstanceOf(BodyTooSlow);
  clearInterval(trickle);
  socket.destroy();
  server.close();
  const { reserved } = await domains.quotas.status(test.database.kysely, 'u');
  expect(reserved).toBe(0);
});
