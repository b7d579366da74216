import { rename, rm, truncate, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { KeyRing } from '#libs/signing';
import { documentOf } from '../../../libs/signing/testing/revocation-lists.js';
import { Edge, hasEdge } from '../../servers/edge.js';
import { ASSET, EdgeTree, MEDIA, NOW, PLAYLIST, ringText } from '../../servers/edge-tree.js';
import { askAllRaw, askRaw, codeOf, type RawAnswer } from '../../servers/raw-http.js';

const runs = hasEdge() || process.env['LECTERN_TEST_RIGS'] === 'required';
const PATIENCE_MS = 30_000;

/** The keys and the list are read every second here, by each worker for itself. */
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: PATIENCE_MS, interval: 200 });

describe.runIf(runs)('the edge in operation', () => {
  let tree: EdgeTree;
  beforeAll(async () => {
    tree = await EdgeTree.start({ LECTERN_DELIVERY_OPEN_SECONDS: '1' });
  });
  afterAll(() => tree.dispose());

  function ask(target: string, method = 'GET', headers: Record<string, string> = {}): Promise<RawAnswer> {
    return askRaw(tree.edge.port, { target, method, headers: { 'x-rig-now': String(NOW), ...headers } });
  }

  function askHealth(target: string, method = 'GET', headers = {}): Promise<RawAnswer> {
    return askRaw(tree.edge.healthPort, { target, method, headers });
  }

  /** The codes that a number of connections get: enough to meet every worker. */
  async function codesOf(target: string): Promise<string[]> {
    const answers = await Promise.all(Array.from({ length: 24 }, () => ask(target)));
    return [...new Set(answers.map(codeOf))];
  }

  it('/livez, /readyz, /metrics and nothing else', async () => {
    await ask(tree.url());
    await ask(tree.url({ expires: NOW }));
    expect((await askHealth('/livez')).status).toBe(200);
    expect((await askHealth('/readyz')).body.toString()).toBe('{"status":"ok","failing":[]}');
    for (const target of ['/', tree.url()]) expect(codeOf(await askHealth(target))).toBe('not-found');
    expect(codeOf(await askHealth('/metrics', 'POST'))).toBe('not-found');
    await eventually(async () => {
      const metrics = (await askHealth('/metrics')).body.toString();
      for (const line of [
        'lectern_delivery_requests_total{method="GET",status="2xx"} 1',
        'lectern_delivery_requests_total{method="GET",status="5xx"} 0',
        'lectern_ready{check="keys"} 1',
        'lectern_ready{check="revocations"} 1',
        'lectern_ready{check="storage"} 1',
        'lectern_delivery_verdicts_total{code="ok"} 1',
        'lectern_delivery_verdicts_total{code="signature-expired"} 1',
        'lectern_delivery_revocation_entries 2',
        // As delivery counts them: without the bodies of refusals.
        `lectern_delivery_sent_bytes_total ${PLAYLIST.length}`,
      ])
        expect(metrics.split('\n')).toContain(line);
      expect(metrics).toMatch(/^lectern_delivery_revocations_age_seconds [0-9]$/m);
      // As libs/signing tells of the same ring.
      const ring = KeyRing.parse(ringText());
      for (const { kid, state } of ring.states)
        expect(metrics.split('\n')).toContain(`lectern_signing_keys{kid="${kid}",state="${state}"} 1`);
      expect(metrics.match(/^lectern_signing_ring_info.*$/gm)).toEqual([
        `lectern_signing_ring_info{ring="${ring.fingerprint}"} 1`,
      ]);
    });
  });

  it.each(['/livez', '/readyz', '/metrics', '/metrics?x'])(
    '%s is nothing where viewers come',
    async (target) => {
      const answer = await ask(target);
      expect([answer.status, codeOf(answer)]).toEqual([404, 'not-found']);
    },
  );

  it.each(['/livez', '/readyz', '/metrics'])(
    'a condition on %s means nothing, and ends no worker',
    async (target) => {
      for (const condition of [
        'If-Match',
        'If-None-Match',
        'If-Unmodified-Since',
        'If-Modified-Since',
        'If-Range',
      ])
        for (const value of ['"x"', '*', 'Thu, 01 Jan 2015 00:00:00 GMT'])
          for (const method of ['GET', 'HEAD'])
            expect((await askHealth(target, method, { [condition]: value, range: 'bytes=0-0' })).status).toBe(
              200,
            );
      expect(await tree.edge.errors()).not.toContain('exited on signal');
    },
  );

  it('takes a target with a host in front, which is not signed', async () => {
    for (const front of ['http://edge.example.org', 'HTTPS://edge:443', 'http://[::1]:8080'])
      for (const method of ['GET', 'HEAD']) {
        const { status, headers } = await ask(`${front}${tree.url()}`, method);
        expect([front, method, status, headers['content-length']]).toEqual([
          front,
          method,
          200,
          String(PLAYLIST.length),
        ]);
      }
    expect(codeOf(await ask(`http://edge${tree.url({ expires: NOW })}`))).toBe('signature-expired');
    for (const front of ['ftp://edge', 'http://a@edge', 'http:/', 'http://'])
      expect((await ask(`${front}${tree.url()}`)).status, front).toBeGreaterThanOrEqual(400);
  });

  it('calls what nginx can not read the mistake of whoever sent it', async () => {
    expect((await ask(tree.url(), 'GET', { 'transfer-encoding': 'gzip, chunked' })).status).toBe(400);
    expect((await ask(`${tree.url()} HTTP/3.1\r\nx:`)).status).toBe(400);
    expect((await ask('http://x/%zz')).status).toBe(404);
  });

  it('several Range fields are no range', async () => {
    const twice = await ask(tree.url(), 'GET', { range: 'bytes=0-0', Range: 'bytes=1-2' });
    expect(twice.status).toBe(200);
    expect(twice.body).toEqual(PLAYLIST);
  });

  it('follows the key ring, and keeps the last one while a new one is not valid', async () => {
    const url = tree.url();
    expect(await codesOf(url)).toEqual(['ok']);
    // Both workers have said which ring they began with.
    expect((await tree.edge.errors()).split('the key ring is read: ').length).toBe(3);
    await tree.edge.replaceKeyRing('{"keys": [');
    await eventually(async () => {
      const refused = (await tree.edge.errors()).split('it is not JSON; the last one stays in force');
      expect(refused.length).toBe(3);
    });
    expect(await codesOf(url)).toEqual(['ok']);
    await tree.edge.replaceKeyRing(ringText('k1', 'k0'));
    await eventually(async () =>
      expect((await tree.edge.errors()).split('a new key ring is in force').length).toBe(3),
    );
    expect(await codesOf(url)).toEqual(['ok']);
    const { fingerprint } = KeyRing.parse(ringText('k1', 'k0'));
    expect(await tree.edge.errors()).toContain(
      `a new key ring is in force: k1 signing, k0 verifying (ring ${fingerprint})`,
    );
    await tree.edge.replaceKeyRing(ringText('k1'));
    await eventually(async () => expect(await codesOf(url)).toEqual(['signature-invalid']));
    await rm(tree.edge.keyRingFile);
    await eventually(async () => expect(await tree.edge.errors()).toContain("can't be opened"));
    expect(await codesOf(url)).toEqual(['signature-invalid']);
    await tree.edge.replaceKeyRing(ringText());
    // Both workers have taken over three rings by now.
    await eventually(async () =>
      expect((await tree.edge.errors()).split('a new key ring is in force').length).toBe(7),
    );
    expect(await codesOf(url)).toEqual(['ok']);
  });

  it('follows the revocation list, and keeps the last one while it cannot be read', async () => {
    const [one, two] = [tree.url({ session: 'one' }), tree.url({ session: 'two' })];
    expect(await codesOf(one)).toEqual(['ok']);
    const list = { version: 2, sessions: { one: NOW + 60 }, assets: { ast_other000: 2 } };
    await tree.revoke(documentOf(list));
    await eventually(async () => expect(await codesOf(one)).toEqual(['revoked']));
    expect(await codesOf(two)).toEqual(['ok']);
    await tree.revoke('{"version": 3, "updated": 1, "assets": [], "sessions": {}}');
    await eventually(async () => expect(await tree.edge.errors()).toContain('assets is not an object'));
    expect(await codesOf(one)).toEqual(['revoked']);
    const file = `${tree.root}/control/revocations.json`;
    await rename(file, `${file}.away`);
    await eventually(async () =>
      expect(await tree.edge.errors()).toContain('it is gone; the last one stays in force'),
    );
    expect(await codesOf(one)).toEqual(['revoked']);
    await tree.revoke(documentOf({ ...list, version: 3, assets: { [ASSET]: 1 } }));
    await eventually(async () => expect(await codesOf(two)).toEqual(['revoked']));
    expect(await codesOf(tree.url({ epoch: 1 }))).toEqual(['ok']);
    // An older list, put there by a writer that was held up.
    await tree.revoke(documentOf(list));
    await eventually(async () =>
      expect(await tree.edge.errors()).toContain('it is older than the one in force; the last one stays'),
    );
    expect(await codesOf(two)).toEqual(['revoked']);
    await tree.revoke(documentOf({ ...list, version: 4 }));
    await eventually(async () => expect(await codesOf(two)).toEqual(['ok']));
  });

  it('serves a removed object no longer than an open one is used', async () => {
    const path = 'poster/w640.webp';
    expect((await ask(tree.url({ path }))).status).toBe(200);
    await rm(tree.fileOf(path));
    await eventually(async () => expect(await codesOf(tree.url({ path }))).toEqual(['not-found']));
  });

  it('strangers do not fill the log: each worker tells of a hundred in a minute', async () => {
    const linesOf = async () => (await tree.edge.log()).split('"code":"signature-invalid"').length;
    const before = await linesOf();
    const forged = tree.url().replace('~v=0', '~v=1');
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => ask(forged)));
      expect([...new Set(answers.map(codeOf))]).toEqual(['signature-invalid']);
    }
    // What comes later is behind them in the log.
    await ask(tree.url({ session: 'sessionAfter' }));
    await eventually(async () => expect(await tree.edge.log()).toContain('sessionAfter'));
    const told = (await linesOf()) - before;
    // Two workers, and a minute may have ended in between.
    expect(told).toBeLessThanOrEqual(400);
    expect(told).toBeGreaterThan(0);
  });

  it('F45 no token is ever logged', async () => {
    const targets = [
      tree.url({ session: 'sessionSeen' }),
      tree.url().replace('~v=0', '~v=1'),
      tree.url().replace('/hls/', '/hls/%00/'),
      tree.url().replace('/hls/', '/hls/" x=~h=/'),
      `/elsewhere${tree.url()}`,
      `http://localhost${tree.url()}`,
      tree.url({ path: 'hls/none.m3u8' }),
      tree.url({ path: 'hls/source-a1/composed.mp4' }),
    ];
    const port = await deadDelivery();
    for (const to of [tree.edge.port, port.edge.port])
      for (const target of targets)
        await askRaw(to, {
          target,
          headers: {
            'x-rig-now': String(NOW),
            referer: `https://x.example${target}`,
            'x-request-id': 'logged',
          },
        });
    const unreachable = await askRaw(port.edge.port, {
      target: tree.url({ path: 'hls/source-a1/composed.mp4' }),
      headers: { 'x-rig-now': String(NOW) },
    });
    expect([unreachable.status, codeOf(unreachable)]).toEqual([503, 'unavailable']);
    expect(unreachable.headers['retry-after']).toBe('5');
    expect(await port.edge.stop({ keepFolder: true })).toBe(0);
    await eventually(async () => expect((await tree.edge.log()).split('sessionSeen').length).toBe(2));
    await eventually(async () =>
      expect(await tree.edge.log()).toMatch(/"status":403,.*"bytes":0,.*"cut":false/),
    );
    const errors = `${await tree.edge.errors()}${await port.edge.errors()}`;
    const log = `${await tree.edge.log()}${await port.edge.log()}`;
    await port.dispose();
    expect(errors).toContain('connect() failed');
    for (const text of [log, errors]) expect(text).not.toMatch(/~|[keh]=[A-Za-z0-9]|\/s\/[^-]/);
    const lines = log.split('\n').filter((line) => line.includes('sessionSeen'));
    expect(lines.length).toBe(2);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      requestId: 'logged',
      method: 'GET',
      status: 200,
      session: 'sessionSeen',
      asset: ASSET,
      path: 'hls/master.m3u8',
      client: '127.0.0.1',
      bytes: PLAYLIST.length,
      cut: false,
    });
  });

  /** An edge of the same tree whose delivery is not there. */
  async function deadDelivery() {
    const edge = await Edge.start({ root: tree.root, keyRing: ringText() });
    return { edge, dispose: () => edge.stop().then(() => rm(edge.folder, { recursive: true, force: true })) };
  }

  it('F46 an object that became shorter: the connection is cut, and nothing is padded', async () => {
    const path = 'hls/v1080/media.mp4';
    const url = tree.url({ path });
    await ask(url, 'HEAD');
    await truncate(tree.fileOf(path), 1_000_000);
    const text = `GET ${url} HTTP/1.1\r\nHost: x\r\nX-Rig-Now: ${NOW}\r\nConnection: close\r\n\r\n`;
    const answer = await everything(tree.edge.port, text);
    const body = answer.subarray(answer.indexOf('\r\n\r\n') + 4);
    expect(body.length).toBeLessThanOrEqual(1_000_000);
    expect(body.equals(MEDIA.subarray(0, body.length))).toBe(true);
    await writeFile(tree.fileOf(path), MEDIA);
  });

  it('l= holds the connection to its rate, over several requests', async () => {
    const url = tree.url({ path: 'hls/source-a1/stream.index', kibPerSecond: 1 });
    const started = performance.now();
    const requests = Array.from({ length: 3 }, () => ({
      target: url,
      headers: { 'x-rig-now': String(NOW), range: 'bytes=0-1023' },
    }));
    const answers = await askAllRaw(tree.edge.port, requests);
    expect(answers.map(({ status }) => status)).toEqual([206, 206, 206]);
    // A second's worth of bytes each: the third request waits until the first two are paid for.
    expect(performance.now() - started).toBeGreaterThan(1_500);
  });

  describe('F43 on the wire', () => {
    const clock = `X-Rig-Now: ${NOW}\r\n`;
    it.each<[string, string, number]>([
      ['both lengths', 'Host: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
      ['two lengths', 'Host: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde', 400],
      ['no host', '\r\n', 400],
      ['headers of 40 KiB', `Host: x\r\nX-A: ${'b'.repeat(40_000)}\r\n\r\n`, 431],
    ])('%s', async (_, tail, status) => {
      const answer = (await everything(tree.edge.port, `GET ${tree.url()} HTTP/1.1\r\n${tail}`)).toString();
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
      expect(answer).toMatch(/\r\nContent-Type: application\/problem\+json\r\n/);
      expect(answer).not.toContain('EXTM3U');
    });

    it.each<[string, RegExp]>([
      ['TRACE /x HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 405 .*"method-not-allowed"/s],
      ['get /x HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 400 .*"invalid-request"/s],
      ['GET x HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 400 .*"invalid-request"/s],
      [
        'PROPFIND /s/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
        /^HTTP\/1.1 405 .*"method-not-allowed"/s,
      ],
      ['GET  /s/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', /^HTTP\/1.1 404 .*"not-found"/s],
      ['GET /s/x\r\n', /^{.*"not-found"/],
      ['GET /problem HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', /^HTTP\/1.1 404 .*"not-found"/s],
      ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', /^HTTP\/1.1 400 .*"invalid-request"/s],
    ])('%j', async (text, expected) => {
      expect((await everything(tree.edge.port, text)).toString()).toMatch(expected);
    });

    it('a body is never taken for the next request', async () => {
      const smuggled = `GET ${tree.url()} HTTP/1.1\r\nHost: x\r\n${clock}\r\n`;
      const answer = await everything(
        tree.edge.port,
        `GET ${tree.url()} HTTP/1.1\r\nHost: x\r\n${clock}Connection: close\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
      );
      expect(answer.toString()).toMatch(/^HTTP\/1.1 200 /);
      expect(answer.toString().match(/HTTP\/1\.1 /g)).toHaveLength(1);
    });

    it('requests in a pipeline are answered in their order', async () => {
      const paths = ['hls/v1080/media.mp4', 'hls/none', 'hls/master.m3u8'];
      const requests = paths.map((path) => ({
        target: tree.url({ path }),
        headers: { 'x-rig-now': String(NOW) },
      }));
      const answers = await askAllRaw(tree.edge.port, requests);
      expect(answers.map(({ status }) => status)).toEqual([200, 404, 200]);
      expect(answers[2]?.body.equals(PLAYLIST)).toBe(true);
    });
  });
});

describe.runIf(runs)('the start and the end of the edge', () => {
  it('serves nothing until the revocation list was read once', async () => {
    const tree = await EdgeTree.start();
    try {
      await tree.revoke('no list');
      const edge = await Edge.start({ root: tree.root, keyRing: ringText() });
      const headers = { 'x-rig-now': String(NOW) };
      const ask = (target: string) => askRaw(edge.port, { target, headers });
      const answer = await ask(tree.url());
      expect([answer.status, codeOf(answer)]).toEqual([503, 'revocations-unknown']);
      expect(codeOf(await ask(tree.url({ expires: NOW })))).toBe('signature-expired');
      expect((await askRaw(edge.healthPort, { target: '/readyz' })).body.toString()).toBe(
        '{"status":"unavailable","failing":["revocations"]}',
      );
      await tree.revoke(documentOf({ version: 0 }));
      await eventually(async () => expect((await ask(tree.url())).status).toBe(200));
      expect(await edge.stop()).toBe(0);
    } finally {
      await tree.dispose();
    }
  });

  it.each([
    ['no key ring', '', /key ring is not valid: it is not JSON/],
    ['no key that signs', ringText().replace('signing', 'verifying'), /no key is signing/],
    ['a short secret', ringText().replace(/"secret":"[^"]*"/, '"secret":"abcd"'), /shorter than 32 bytes/],
  ])('does not start with %s', async (_, keyRing, reason) => {
    await expect(Edge.start({ root: '/tmp', keyRing })).rejects.toThrow(reason);
  });

  it.each<[string, Record<string, string>]>([
    ['LECTERN_STORAGE_PATH', { LECTERN_STORAGE_PATH: '/tmp; include /etc/passwd' }],
    ['LECTERN_EDGE_DELIVERY', { LECTERN_EDGE_DELIVERY: '' }],
    ['LECTERN_CORS_ORIGINS', { LECTERN_CORS_ORIGINS: 'https://a.example, x";' }],
    ['LECTERN_TRUSTED_PROXIES', { LECTERN_TRUSTED_PROXIES: '10.0.0.0/8, proxy' }],
  ])('does not start with a wrong %s', async (name, settings) => {
    await expect(Edge.start({ root: '/tmp', keyRing: ringText(), settings })).rejects.toThrow(name);
  });

  it('names each setting that there is not, and the nearest that there is', async () => {
    const links = {
      LECTERN_DELIVERY_SERVICE_HOST: '10.152.183.7',
      LECTERN_DELIVERY_SERVICE_PORT: '8081',
      LECTERN_DELIVERY_PORT: 'tcp://10.152.183.7:8081',
      LECTERN_DELIVERY_PORT_8081_TCP_ADDR: '10.152.183.7',
    };
    const settings = {
      ...links,
      LECTERN_EDGE_LISTN: '0.0.0.0:1',
      LECTERN_S3_BUKET_FILE: '/x',
      LECTERN_MOON: '1',
    };
    const starting = Edge.start({ root: '/tmp', keyRing: ringText(), settings });
    const told = String(await starting.catch((error: unknown) => error));
    expect(told).toContain('LECTERN_EDGE_LISTN: there is no such setting; did you mean LECTERN_EDGE_LISTEN?');
    expect(told).toContain('did you mean LECTERN_S3_BUCKET_FILE?');
    expect(told).toContain('LECTERN_MOON: there is no such setting\n');
    expect(told).not.toContain('LECTERN_DELIVERY_');
  });

  it('lets answers finish when it is stopped, and takes no more', async () => {
    const tree = await EdgeTree.start();
    try {
      const url = tree.url({ path: 'hls/v1080/media.mp4', kibPerSecond: 1024 });
      const asking = askRaw(tree.edge.port, { target: url, headers: { 'x-rig-now': String(NOW) } });
      await new Promise((resolve) => setTimeout(resolve, 300));
      const stopping = tree.edge.stop();
      await eventually(async () => expect(await refuses(tree.edge.port)).toBe(true));
      expect((await asking).body.equals(MEDIA)).toBe(true);
      expect(await stopping).toBe(0);
    } finally {
      await tree.dispose();
    }
  });
});

function refuses(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.destroy());
    socket.on('connect', () => resolve(false)).on('error', () => resolve(true));
  });
}

/** Everything that comes for these bytes until the connection ends. */
function everything(port: number, text: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(chunks)));
  });
}
