import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyTrail } from '#libs/audit';
import { answered, textOf } from './api.js';
import { keptFile, type KeptRelease, keptReleases, lasting, toldNow } from './kept-release.js';
import { MovedIn } from './moved-in.js';
import { belowAsset, outcomeOf, type Piece, played, served, sha256Of } from './playing.js';
import { concatenate, head, patch, putPart } from './sending.js';

const releases = keptReleases();

it('there are kept releases', () => expect(releases).not.toEqual([]));

// In this order: what is over is forgotten by the first sweep, a minute after the start, and so are idempotency keys.
describe.each(releases)('what release $name has written', (kept) => {
  let here: MovedIn;
  let expected: KeptRelease;
  beforeAll(async () => {
    here = await MovedIn.start(kept);
    ({ expected } = here);
  });
  afterAll(() => here?.dispose());

  async function play(asset: string): Promise<Piece[]> {
    const session = await here.as('admin').must(201, 'POST', `/v1/assets/${asset}/playback-sessions`, {});
    return played(textOf(session, 'hls'));
  }

  async function stateOf(asset: string): Promise<{ state: string; code?: string | undefined }> {
    const { state, failure } = (await here.as('admin').must(200, 'GET', `/v1/assets/${asset}`)) as {
      state: string;
      failure: { code: string } | null;
    };
    return { state, ...(failure === null ? {} : { code: failure.code }) };
  }

  async function untilOver(asset: string): Promise<{ state: string; code?: string | undefined }> {
    for (const deadline = Date.now() + 120_000; ; await sleep(100)) {
      const seen = await stateOf(asset);
      if (seen.state === 'ready' || seen.state === 'failed' || Date.now() > deadline) return seen;
    }
  }

  async function expectAsset(asset: string | null, file: string, bytes: number): Promise<void> {
    expect(asset).toMatch(/^ast_/);
    expect(await here.downloaded(asset ?? '')).toBe(sha256Of(keptFile(file, bytes)));
  }

  const drift = () => here.as('admin').must(200, 'POST', '/v1/admin/quotas/lake-region/recompute');
  const noDrift = { drift: 0, accounts: [], corrected: false };

  it('is shown as it was: people, units, limits, use, courses, assets, uploads', async () => {
    for (const { by, path, body } of expected.answers)
      expect({ by, path, body: lasting(await here.as(by).must(200, 'GET', path)) }).toMatchObject({
        by,
        path,
        body: toldNow(body),
      });
    expect(expected.answers.length).toBeGreaterThan(0);
  });

  it('opens nothing to keys that were revoked or had expired', async () => {
    for (const secret of Object.values(expected.refusedKeys))
      expect((await here.with(secret).call('GET', '/v1/me')).status).toBe(401);
  });

  it('is counted as its ledger says', async () => expect(await drift()).toEqual(noDrift));

  it('F65 has people in a space of ids of their own', async () => {
    const admin = here.as('admin');
    expect(await admin.must(200, 'GET', '/v1/admin/quotas/people/chen')).toMatchObject({
      account: 'chen',
      limit: 500_000_000,
    });
    expect((await admin.call('GET', '/v1/admin/quotas/units/chen')).status).toBe(404);
    expect((await admin.call('GET', '/v1/admin/quotas/people/north-clinic')).status).toBe(404);
  });

  it('answers again from an Idempotency-Key', async () => {
    const { by, path, key, body, status, answer } = expected.repeated;
    const reply = await here.as(by).send('POST', path, body, { 'idempotency-key': key });
    expect([reply.status, reply.headers.get('idempotency-replayed'), reply.body]).toEqual([
      status,
      'true',
      answer,
    ]);
  });

  it('is told to be over where it is', async () => {
    for (const { how, id, by } of expected.over)
      expect([how, (await head(here.as(by), id)).status]).toEqual([how, 410]);
    const { asset, by } = expected.purging;
    expect((await here.as(by).call('GET', `/v1/assets/${asset}`)).status).toBe(404);
    expect((await here.as(by).call('POST', `/v1/assets/${asset}/restore`)).status).toBe(404);
  });

  it('is opened by URLs that it had signed, and not by those that it had revoked', async () => {
    for (const { what, target, status, code } of expected.signed)
      expect({ what, ...(await outcomeOf(`${here.delivery.url}${target}`)) }).toEqual({
        what,
        status,
        ...(code === undefined ? {} : { code }),
      });
  });

  it('plays, byte for byte', async () => {
    for (const { asset, pieces, pictures } of expected.playing) {
      const session = (await here
        .as('admin')
        .must(201, 'POST', `/v1/assets/${asset}/playback-sessions`, {})) as {
        hls: string | null;
        posters: readonly { url: string }[];
        images: readonly { url: string }[];
      };
      expect(session.hls === null ? [] : await played(session.hls)).toEqual(pieces);
      const seen = await Promise.all(
        [...session.posters, ...session.images].map(async ({ url }) => ({
          path: belowAsset(url),
          sha256: sha256Of(await served(url)),
        })),
      );
      expect(seen).toEqual(pictures);
    }
  });

  it('is downloaded as it was sent', async () => {
    for (const { asset, sha256 } of expected.originals) expect(await here.downloaded(asset)).toBe(sha256);
  });

  it('is found by what it is called', async () => {
    const admin = here.as('admin');
    for (const { asset } of expected.originals) {
      const { fileName } = (await admin.must(200, 'GET', `/v1/assets/${asset}`)) as { fileName: string };
      const query = `q=${encodeURIComponent(fileName.toUpperCase())}&limit=100`;
      const { items } = (await admin.must(200, 'GET', `/v1/assets?${query}`)) as { items: { id: string }[] };
      expect(items.map(({ id }) => id)).toContain(asset);
    }
  });

  it('is whole, and none of it unknown', async () => {
    expect(await here.verify()).toMatch(/: 0 missing or altered\n$/);
    const orphans = await here.as('admin').must(200, 'GET', '/v1/admin/orphans');
    expect(orphans).toEqual({ items: [], complete: true });
  });

  describe('and left unfinished', () => {
    it('is resumed where it stood, in one go', async () => {
      for (const { id, by, file, bytes, offset } of expected.unfinished.whole) {
        const [api, content] = [here.as(by), keptFile(file, bytes)];
        expect([file, (await head(api, id)).headers.get('upload-offset')]).toEqual([file, String(offset)]);
        const done = answered(await patch(api, id, offset, content.subarray(offset)), 204, file);
        await expectAsset(done.headers.get('upload-asset'), file, bytes);
      }
    });

    it('is told its length late', async () => {
      const { id, by, file, bytes, offset } = expected.unfinished.deferred;
      const [api, content] = [here.as(by), keptFile(file, bytes)];
      const { headers } = await head(api, id);
      expect([headers.get('upload-offset'), headers.get('upload-defer-length')]).toEqual([
        String(offset),
        '1',
      ]);
      const length = { 'upload-length': String(bytes) };
      const done = answered(await patch(api, id, offset, content.subarray(offset), length), 204, file);
      await expectAsset(done.headers.get('upload-asset'), file, bytes);
    });

    it('becomes an asset where only that was missing', async () => {
      const { id, by, file, bytes, asset } = expected.unfinished.finishing;
      const found = await head(here.as(by), id);
      expect([found.status, found.headers.get('upload-asset')]).toEqual([200, asset]);
      await expectAsset(asset, file, bytes);
    });

    it('is put together from partial uploads', async () => {
      const { partial, partialFile } = expected.unfinished;
      const content = keptFile(partialFile.file, partialFile.bytes);
      const by = here.as(partial[0]?.by ?? '');
      let start = 0;
      for (const { id, bytes, offset } of partial) {
        expect((await head(by, id)).headers.get('upload-offset')).toBe(String(offset));
        const rest = content.subarray(start + offset, start + bytes);
        if (offset < bytes) answered(await patch(by, id, offset, rest), 204, 'a piece');
        start += bytes;
      }
      const ids = partial.map(({ id }) => id);
      const done = answered(await concatenate(by, partialFile.file, ids), 201, 'the whole');
      await expectAsset(done.headers.get('upload-asset'), partialFile.file, partialFile.bytes);
    });

    it('is put together from numbered parts', async () => {
      const { id, by, file, bytes, partBytes, missing } = expected.unfinished.parts;
      const [api, content] = [here.as(by), keptFile(file, bytes)];
      expect(await api.must(200, 'GET', `/v1/uploads/${id}/parts`)).toMatchObject({ missing });
      for (const number of missing) {
        const part = content.subarray((number - 1) * partBytes, number * partBytes);
        answered(await putPart(api, id, number, part), 204, `part ${number}`);
      }
      const done = await api.must(200, 'POST', `/v1/uploads/${id}/complete`);
      await expectAsset(textOf(done, 'asset'), file, bytes);
    });
  });

  it('comes out of the trash, and plays', async () => {
    const { asset, by, pieces } = expected.trashed;
    await here.as(by).must(200, 'POST', `/v1/assets/${asset}/restore`);
    expect(await play(asset)).toEqual(pieces);
  });

  describe('and no worker had come to the end of', () => {
    it('stands where it stood', async () => {
      for (const { asset, how, state } of expected.inWork)
        expect({ how, ...(await stateOf(asset)) }).toEqual({ how, state });
      const { asset, code } = expected.failed;
      expect(await stateOf(asset)).toEqual({ state: 'failed', code });
    });

    it('becomes ready; what had failed is tried again', async () => {
      const { asset: failed, by, code } = expected.failed;
      await here.as(by).must(202, 'POST', `/v1/assets/${failed}/retry`);
      await here.run('worker');
      expect(await untilOver(failed)).toEqual({ state: 'failed', code });
      for (const { asset, how } of expected.inWork) {
        expect({ how, ...(await untilOver(asset)) }).toEqual({ how, state: 'ready' });
        expect(await play(asset)).not.toEqual([]);
      }
    });
  });

  it('is still whole and counted after all this', async () => {
    expect(await here.verify()).toMatch(/: 0 missing or altered\n$/);
    expect(await drift()).toEqual(noDrift);
  });

  it('has a trail that goes on from where it ended', async () => {
    const { kysely } = here.database.database;
    const anchor = { ...expected.audit, number: 1, at: new Date(), previous: null, key: '' };
    const kept = (async function* () {
      yield { number: 1, state: 'sound', anchor } as const;
    })();
    const trail = await verifyTrail(kysely, kept);
    expect(trail.intact).toBe(true);
    expect(trail.rows).toBeGreaterThan(expected.audit.seq);
  });
});
