import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

let lectern: LecternProcess;
let facts: StartFacts;
let admin: Client;

beforeAll(async () => {
  lectern = await LecternProcess.create({
    ...inject('environment'),
    LECTERN_WEBHOOK_NETWORKS: '127.0.0.1',
  });
  facts = await lectern.start();
  admin = new Client(facts, facts.keys.admin);
});
const opened: (() => void)[] = [];
afterAll(async () => {
  for (const close of opened) close();
  await lectern?.dispose();
});

interface Webhook {
  readonly id: string;
  readonly secret: string;
  readonly version: number;
}
interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly state: string;
  readonly attempts: number;
  readonly dueAt: string | null;
  readonly status: number | null;
  readonly fault: string | null;
  readonly answer: string | null;
  readonly replayOf: string | null;
}
interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: { readonly id: string; readonly type: string; readonly subject: string };
}

/** A receiver that answers as it is told, given how many requests there were before. */
async function receiver(answer: (response: ServerResponse, before: number) => void) {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      got.push({ headers: request.headers, body, event: JSON.parse(body) as Got['event'] });
      answer(response, got.length - 1);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  opened.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=inbox`, got };
}

const pdf = () => new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(600)]));
const ALL = ['upload.created', 'upload.completed', 'asset.ready'];

async function webhook(unit: string, url: string, eventTypes: readonly string[] = ALL): Promise<Webhook> {
  const { body } = await api(admin)
    .post('/v1/admin/webhooks')
    .send({ unit, url, eventTypes, description: 'catalogue' })
    .expect(201);
  return body as Webhook;
}

/** In the order in which they were made. */
async function deliveries({ id }: Pick<Webhook, 'id'>, query = ''): Promise<Delivery[]> {
  const { body } = await api(admin).get(`/v1/admin/webhooks/${id}/deliveries?limit=100${query}`).expect(200);
  return (body as { items: Delivery[] }).items.toReversed();
}

const replay = ({ id }: Webhook, delivery: string) =>
  api(admin).post(`/v1/admin/webhooks/${id}/deliveries/${delivery}/replay`);
const testOf = async ({ id }: Webhook) =>
  (await api(admin).post(`/v1/admin/webhooks/${id}/test`).expect(202)).body as Delivery;
const one = async ({ id }: Webhook, delivery: string) =>
  (await api(admin).get(`/v1/admin/webhooks/${id}/deliveries/${delivery}`).expect(200)).body as Delivery & {
    body: string;
    tried: { status: number | null; fault: string | null }[];
  };

async function keyOf(role: string, unit?: string): Promise<Client> {
  const { body } = await api(admin)
    .post('/v1/admin/api-keys')
    .send({ subject: `${role}-${randomBytes(3).toString('hex')}`, name: role, role, unit, label: 'test' })
    .expect(201);
  return new Client(facts, (body as { secret: string }).secret);
}

describe('webhooks', () => {
  it('are told what happens, signed and in the order of each asset, until they take it', async () => {
    const { unit, doctor } = await Department.create(facts, 'told');
    const hook = await receiver((response, before) => {
      response.writeHead(before === 0 ? 500 : 200).end(before === 0 ? 'not yet' : 'thanks');
    });
    const endpoint = await webhook(unit, hook.url);
    const { body: asset } = await doctor.uploadForm('a.pdf', pdf());
    await doctor.untilState(asset.id, ['ready']);
    await expect.poll(async () => (await deliveries(endpoint)).length).toBe(3);
    // The first failed, and all others of the asset wait for it.
    await expect.poll(() => hook.got.length).toBe(1);
    await expect
      .poll(() => deliveries(endpoint, '&type=upload.created'))
      .toMatchObject([{ state: 'waiting', attempts: 1, status: 500, fault: 'status', answer: 'not yet' }]);
    const made = await deliveries(endpoint);
    const first = made.find(({ type }) => type === 'upload.created') as Delivery;
    for (const delivery of made)
      if (delivery !== first) expect(delivery).toMatchObject({ state: 'waiting', attempts: 0, dueAt: null });
    await replay(endpoint, first.id).expect(202);
    await expect.poll(async () => (await deliveries(endpoint, '&state=waiting')).length).toBe(0);
    const [failed, ...taken] = hook.got.map(({ event }) => event);
    expect(failed).toEqual(taken[0]);
    expect(taken.map(({ type }) => type)).toEqual(ALL);
    expect(taken[2]).toMatchObject({ subject: asset.id, unit });
    for (const { headers, body } of hook.got) {
      const [t = '', v1] = String(headers['lectern-signature']).split(',');
      const mac = createHmac('sha256', endpoint.secret)
        .update(`${t.slice(2)}.${body}`)
        .digest('hex');
      expect(v1).toBe(`v1=${mac}`);
      expect(Math.abs(Number(t.slice(2)) - Date.now() / 1000)).toBeLessThan(300);
    }
    const story = await one(endpoint, first.id);
    expect(story).toMatchObject({
      state: 'delivered',
      attempts: 2,
      status: 200,
      answer: 'thanks',
      dueAt: null,
    });
    expect(story.tried.map(({ status }) => status)).toEqual([500, 200]);
    expect(story.body).toBe(hook.got[0]?.body);

    // Once more: a new delivery of the same event.
    const { body: copy } = await replay(endpoint, first.id).expect(202);
    expect(copy).toMatchObject({ replayOf: first.id, eventId: first.eventId });
    await expect.poll(() => hook.got.at(-1)?.headers['lectern-delivery']).toBe((copy as Delivery).id);
    expect(hook.got.at(-1)?.body).toBe(story.body);
  });

  it('hold up nobody else when one hangs, and are led nowhere else', async () => {
    const { unit } = await Department.create(facts, 'hanging');
    const hanging = await receiver(() => undefined);
    const well = await receiver((response) => void response.end());
    const away = await receiver((response) => void response.writeHead(307, { location: well.url }).end());
    const [slow, good, moved] = [
      await webhook(unit, hanging.url),
      await webhook(unit, well.url),
      await webhook(unit, away.url),
    ];
    for (let n = 0; n < 6; n += 1) await testOf(slow);
    await expect.poll(() => hanging.got.length).toBe(4);
    const { id } = await testOf(good);
    await expect.poll(async () => (await one(good, id)).state).toBe('delivered');
    expect(well.got).toMatchObject([{ event: { id: `evt_${id}`, type: 'webhook.test', subject: good.id } }]);
    const redirected = await testOf(moved);
    await expect
      .poll(() => one(moved, redirected.id))
      .toMatchObject({
        state: 'waiting',
        status: 307,
        fault: 'redirect',
      });
    expect(well.got).toHaveLength(1);
    await api(admin).delete(`/v1/admin/webhooks/${slow.id}`).expect(204);
    await api(admin).get(`/v1/admin/webhooks/${slow.id}`).expect(404);
  });

  it('show a secret once, and sign with the old one as well for a while after it was changed', async () => {
    const { unit } = await Department.create(facts, 'secret');
    const hook = await receiver((response) => void response.end());
    const endpoint = await webhook(unit, hook.url);
    const { body: rotated } = await api(admin)
      .post(`/v1/admin/webhooks/${endpoint.id}/rotate-secret`)
      .set('if-match', `"${endpoint.version}"`)
      .expect(200);
    const { secret } = rotated as Webhook;
    expect(secret).not.toBe(endpoint.secret);
    await testOf(endpoint);
    await expect.poll(() => hook.got.length).toBe(1);
    const [t = '', ...macs] = String(hook.got[0]?.headers['lectern-signature']).split(',');
    const mac = (by: string) =>
      `v1=${createHmac('sha256', by)
        .update(`${t.slice(2)}.${hook.got[0]?.body}`)
        .digest('hex')}`;
    expect(macs).toEqual([mac(secret), mac(endpoint.secret)]);
    const seen = [
      await api(admin).get('/v1/admin/webhooks').query({ unit }).expect(200),
      await api(admin).get(`/v1/admin/webhooks/${endpoint.id}`).expect(200),
      await api(admin).patch(`/v1/admin/webhooks/${endpoint.id}`).send({ description: 'x' }).expect(200),
      await api(admin).get(`/v1/admin/webhooks/${endpoint.id}/deliveries`).expect(200),
    ].map(({ text }) => text);
    for (const hidden of [secret, endpoint.secret]) expect(seen.join()).not.toContain(hidden.slice(6));
    const stale = await api(admin)
      .patch(`/v1/admin/webhooks/${endpoint.id}`)
      .set('if-match', '"1"')
      .send({ description: 'y' });
    expect(stale.status).toBe(412);
  });

  it('are nobody\u2019s but of those in whose reach their unit is', async () => {
    const [ward, other] = [await Department.create(facts, 'mine'), await Department.create(facts, 'theirs')];
    const head = await keyOf('unit-admin', ward.unit);
    const auditor = await keyOf('auditor');
    const url = 'https://receiver.invalid/hook';
    const make = (by: Client, more: object = {}) =>
      api(by)
        .post('/v1/admin/webhooks')
        .send({ url, eventTypes: ['asset.ready'], ...more });
    const { body: mine } = await make(head).expect(201);
    expect(mine).toMatchObject({ unit: ward.unit, enabled: true });
    const { body: theirs } = await make(admin, { unit: other.unit }).expect(201);
    const { body: everybodys } = await make(admin).expect(201);
    expect(everybodys).toMatchObject({ unit: null });
    await make(head, { unit: other.unit }).expect(404);
    await make(auditor).expect(403);
    await make(ward.doctor).expect(403);
    const listed = async (by: Client) =>
      (
        (await api(by).get('/v1/admin/webhooks').query({ limit: 100 }).expect(200)).body as {
          items: Webhook[];
        }
      ).items.map(({ id }) => id);
    const [id, foreign, all] = [mine, theirs, everybodys].map((made) => (made as Webhook).id);
    expect(await listed(head)).toEqual([id]);
    expect(await listed(auditor)).toEqual(expect.arrayContaining([id, foreign, all]));
    const absent = await api(head).get('/v1/admin/webhooks/whk_absent').expect(404);
    for (const hidden of [foreign, all]) {
      const refused = await api(head).get(`/v1/admin/webhooks/${hidden}`).expect(404);
      expect({ ...refused.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
      await api(head).post(`/v1/admin/webhooks/${hidden}/test`).expect(404);
      await api(head).patch(`/v1/admin/webhooks/${hidden}`).send({ enabled: false }).expect(404);
      await api(head).get(`/v1/admin/webhooks/${hidden}/deliveries`).expect(404);
      await api(head).delete(`/v1/admin/webhooks/${hidden}`).expect(404);
    }
    await api(auditor).delete(`/v1/admin/webhooks/${id}`).expect(403);
    const unknown = await make(head, { eventTypes: ['asset.redy'] }).expect(400);
    expect(unknown.body).toMatchObject({ code: 'invalid-request' });
    expect((await make(head, { eventTypes: [] }).expect(400)).body).toMatchObject({
      code: 'invalid-request',
    });
    expect((await api(head).get(`/v1/admin/webhooks/${id}/deliveries/whd_x`).expect(404)).body).toMatchObject(
      {
        code: 'webhook-delivery-not-found',
      },
    );
    // Disabled by hand, and enabled again.
    await api(head).patch(`/v1/admin/webhooks/${id}`).send({ enabled: false }).expect(200);
    const disabled = await api(head).post(`/v1/admin/webhooks/${id}/test`).expect(409);
    expect(disabled.body).toMatchObject({ code: 'webhook-disabled' });
    const { body: enabled } = await api(head)
      .patch(`/v1/admin/webhooks/${id}`)
      .send({ enabled: true })
      .expect(200);
    expect(enabled).toMatchObject({ enabled: true, disabledAt: null, disabledBecause: null });
    // So many of a unit, which can't be removed with them.
    for (let n = 1; n < 20; n += 1) await make(head).expect(201);
    expect((await make(head).expect(409)).body).toMatchObject({ code: 'too-many-webhooks', limit: 20 });
    const { body: held } = await api(admin).delete(`/v1/admin/units/${ward.unit}`).expect(409);
    expect(held).toMatchObject({ code: 'unit-not-empty', webhooks: 20 });
  });

  it('go to no private address, neither when they are made nor when they are sent', async () => {
    const { unit } = await Department.create(facts, 'private');
    const make = (url: string) =>
      api(admin)
        .post('/v1/admin/webhooks')
        .send({ unit, url, eventTypes: ['asset.ready'] });
    for (const host of ['10.0.0.1', '127.0.0.2', '[::1]', '[::ffff:10.0.0.1]', '169.254.169.254', '0x7f.2'])
      expect((await make(`https://${host}/`)).body, host).toMatchObject({
        status: 422,
        code: 'webhook-address-not-allowed',
      });
    expect((await make('http://8.8.8.8/')).body).toMatchObject({
      status: 422,
      code: 'webhook-not-encrypted',
    });
    for (const url of [
      'hook',
      'ftp://x.example/',
      'https://u:p@x.example/',
      'https://x.example/#a',
      'https://x.example:25',
    ])
      expect((await make(url)).body, url).toMatchObject({ status: 400, code: 'webhook-url-invalid' });
    const hook = await receiver((response) => void response.end());
    const endpoint = await webhook(unit, hook.url);
    const edited = await api(admin)
      .patch(`/v1/admin/webhooks/${endpoint.id}`)
      .send({ url: 'https://192.168.0.1/' })
      .expect(422);
    expect(edited.body).toMatchObject({ code: 'webhook-address-not-allowed' });

    // What was allowed when it was made is not any more.
    await lectern.stop();
    await lectern.start({ LECTERN_WEBHOOK_NETWORKS: '' });
    const { id } = await testOf(endpoint);
    await expect
      .poll(() => one(endpoint, id))
      .toMatchObject({
        state: 'waiting',
        attempts: 1,
        status: null,
        fault: 'address-not-allowed',
      });
    expect(hook.got).toEqual([]);
  });
});
