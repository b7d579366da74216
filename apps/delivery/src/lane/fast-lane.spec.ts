import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { mkdtemp, open as openFile, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryStorage, NfsStorage, parseStorageKey, type Storage, StorageUnavailable } from '#libs/storage';
import type { DeliverySettings } from '../delivery-settings.js';
import { ASSET, PROXIES, put, RawConnection, serve, type Served, url } from '../testing/served.js';

const MIB = 1024 * 1024;
const PLAYLIST = Buffer.from('#EXTM3U\n#EXT-X-VERSION:7\n');
const LARGE = randomBytes(3 * MIB + 17);
const MEDIA = 'hls/v1080/media.mp4';

let folder: string;
let running: Served[];
let connections: RawConnection[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-lane-'));
  running = [];
  connections = [];
});
afterEach(async () => {
  for (const { socket } of connections) socket.destroy();
  await Promise.all(running.map(({ delivery }) => delivery.close()));
  await rm(folder, { recursive: true });
});

async function filled<S extends Storage>(storage: S): Promise<S> {
  await put(storage, 'hls/1.m3u8', PLAYLIST);
  await put(storage, 'hls/empty.vtt', Buffer.alloc(0));
  await put(storage, MEDIA, LARGE);
  await put(storage, 'source/original', LARGE.subarray(0, 100_000));
  return storage;
}

async function start(storage: Storage, settings: Partial<DeliverySettings> = {}): Promise<Served> {
  const served = await serve(storage, { ...PROXIES, shutdownSeconds: 3, ...settings });
  running.push(served);
  return served;
}

function open({ port }: Served): RawConnection {
  const connection = new RawConnection(port);
  connections.push(connection);
  return connection;
}

function request(target: string, fields = '', method = 'GET'): string {
  return `${method} ${target} HTTP/1.1\r\nHost: x\r\n${fields}\r\n`;
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const BACKENDS: [string, () => Storage][] = [
  ['a local disk', () => new NfsStorage({ root: folder })],
  ['blocks in memory', () => new MemoryStorage()],
];

describe('answers as the HTTP server does', () => {
  const file = { scope: 'file', path: 'source/original' } as const;
  it.each<[string, string, string, string]>([
    ['a playlist', 'GET', url(), ''],
    ['its head', 'HEAD', url(), ''],
    ['with an id', 'GET', url(), 'X-Request-Id: abc.1\r\n'],
    ['from an origin', 'GET', url(), 'Origin: https://learn.example.org\r\n'],
    ['from another origin', 'GET', url(), 'Origin: https://evil.example\r\n'],
    ['part of a playlist', 'GET', url(), 'Range: bytes=3-7\r\n'],
    ['the end of a playlist', 'GET', url(), 'Range: bytes=-5\r\n'],
    ['a range of a head', 'HEAD', url(), 'Range: bytes=3-7\r\n'],
    ['what is not another', 'GET', url(), 'If-None-Match: *\r\n'],
    ['what has not changed', 'GET', url(), 'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n'],
    ['what has changed', 'GET', url(), 'If-Modified-Since: Fri, 01 Jan 1999 00:00:00 GMT\r\n'],
    ['a range of another one', 'GET', url(), 'Range: bytes=3-7\r\nIf-Range: "x"\r\n'],
    ['media', 'GET', url({ path: MEDIA }), ''],
    ['the head of media', 'HEAD', url({ path: MEDIA }), ''],
    ['a range of media', 'GET', url({ path: MEDIA }), 'Range: bytes=1048570-2100000\r\n'],
    ['the end of media', 'GET', url({ path: MEDIA }), 'Range: bytes=3145000-\r\n'],
    ['nothing', 'GET', url({ path: 'hls/empty.vtt' }), ''],
    ['a download', 'GET', url({ ...file, saveAs: '手术 1.pdf' }), ''],
    ['an original', 'GET', url(file), 'Range: bytes=99990-200000\r\n'],
    ['at a rate', 'GET', url({ kibPerSecond: 4000 }), ''],
    ['media at a rate', 'GET', url({ path: MEDIA, kibPerSecond: 900_000 }), 'Range: bytes=7-2000000\r\n'],
  ])('%s: %s', async (_, method, target, fields) => {
    for (const make of BACKENDS.map(([, one]) => one)) {
      const storage = await filled(make());
      const settings = { corsOrigins: ['https://learn.example.org'] };
      const [lane, general] = [
        await start(storage, settings),
        await start(storage, { ...settings, fastLane: false }),
      ];
      const answers = [];
      for (const served of [lane, general]) {
        const connection = open(served);
        connection.send(request(target, fields, method));
        const answer = await connection.next({ isHead: method === 'HEAD' });
        const { date, 'x-request-id': id, ...headers } = answer?.headers ?? {};
        expect(date).toMatch(/^[A-Z][a-z]{2}, [0-9]{2} .* GMT$/);
        expect(id).toMatch(fields.includes('abc.1') ? /^abc\.1$/ : /^[0-9a-f-]{36}$/);
        answers.push({ status: answer?.status, headers, body: digestOf(answer?.body ?? Buffer.alloc(0)) });
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(await lane.lane()).toMatchObject({ answered: 1, handedOver: 0 });
      await rm(join(folder, 'assets'), { recursive: true, force: true });
    }
  });
});

describe.each(BACKENDS)('over %s', (_, make) => {
  it('pipelined requests are answered in their order, also what the lane leaves to others', async () => {
    const served = await start(await filled(make()));
    const connection = open(served);
    const asked: [string, string, number, number][] = [];
    for (let n = 0; n < 20; n += 1) {
      asked.push([url({ path: MEDIA }), `Range: bytes=${n * 1000}-${n * 1000 + 99_999}\r\n`, 206, 100_000]);
      asked.push([url(), '', 200, PLAYLIST.length]);
    }
    asked.push([url({ path: 'hls/none.m3u8' }), '', 404, -1], [url(), '', 200, PLAYLIST.length]);
    connection.send(asked.map(([target, fields]) => request(target, fields)).join(''));
    for (const [, , status, bytes] of asked) {
      const answer = await connection.next();
      expect(answer?.status).toBe(status);
      if (bytes >= 0) expect(answer?.body.length).toBe(bytes);
    }
    expect(await served.lane()).toMatchObject({ answered: 40, handedOver: 1 });
  });

  it('a request may come byte by byte', async () => {
    const served = await start(await filled(make()));
    const connection = open(served);
    connection.socket.setNoDelay(true);
    for (const character of request(url())) {
      connection.send(character);
      await sleep(1);
    }
    expect((await connection.next())?.body.equals(PLAYLIST)).toBe(true);
    expect((await served.lane()).answered).toBe(1);
  });

  it('many slow and fast readers of large ranges get their bytes', async () => {
    const served = await start(await filled(make()), { hotBytes: 2 * MIB });
    const readers = Array.from({ length: 24 }, async (__, n) => {
      const connection = open(served);
      for (const start of [n * 1000, 2 * MIB - n, 17]) {
        connection.send(request(url({ path: MEDIA }), `Range: bytes=${start}-\r\n`));
        if (n % 3 === 0) {
          connection.socket.pause();
          await sleep(100);
          connection.socket.resume();
        }
        const answer = await connection.next();
        expect(answer?.status).toBe(206);
        expect(answer?.body.equals(LARGE.subarray(start))).toBe(true);
      }
    });
    await Promise.all(readers);
    expect((await served.lane()).answered).toBe(72);
  });

  it('F44 a reader that takes less than it must is cut, and holds little until then', async () => {
    const storage = await filled(make());
    await put(storage, 'hls/huge.mp4', Buffer.alloc(64 * MIB));
    const served = await start(storage, { stallSeconds: 1, hotBytes: 4 * MIB });
    const connection = open(served);
    connection.socket.pause();
    connection.send(request(url({ path: 'hls/huge.mp4' })));
    const isCut = () => served.lines.some((line) => line.includes('"cut":true'));
    await vi.waitFor(() => expect(isCut()).toBe(true), 30_000);
    const line = JSON.parse(served.lines.find((text) => text.includes('"cut":true')) ?? '{}') as {
      bytes: number;
    };
    expect(line.bytes).toBeLessThan(32 * MIB);
  });
});

describe('storage that fails', () => {
  /** Once told to, reads nothing until they are aborted, as on a hung server. */
  class SilentStorage extends MemoryStorage {
    isSilent = false;
    override async open(...args: Parameters<MemoryStorage['open']>) {
      const opened = await super.open(...args);
      const read = opened.read.bind(opened);
      opened.read = (...asked) => (this.isSilent ? silence(asked[1]?.signal) : read(...asked));
      return opened;
    }
  }
  async function* silence(signal: AbortSignal | undefined) {
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    signal?.throwIfAborted();
    yield Buffer.alloc(0);
  }

  it('F06 what is hot is served while storage is silent, and all of it afterwards', async () => {
    const storage = await filled(new SilentStorage());
    await put(storage, 'hls/cold.mp4', LARGE);
    const served = await start(storage);
    const connection = open(served);
    const hot = request(url({ path: MEDIA })) + request(url());
    connection.send(hot);
    expect((await connection.next())?.body.equals(LARGE)).toBe(true);
    expect((await connection.next())?.body.equals(PLAYLIST)).toBe(true);
    storage.isSilent = true;
    const waiting = open(served);
    waiting.send(request(url({ path: 'hls/cold.mp4' })));
    for (let round = 0; round < 5; round += 1) {
      connection.send(hot);
      expect((await connection.next())?.body.equals(LARGE)).toBe(true);
      expect((await connection.next())?.body.equals(PLAYLIST)).toBe(true);
    }
    expect((await fetch(`http://127.0.0.1:${served.port}/livez`)).status).toBe(200);
    storage.isSilent = false;
    waiting.socket.destroy();
    const anew = open(served);
    anew.send(request(url({ path: 'hls/cold.mp4' })));
    expect((await anew.next())?.body.equals(LARGE)).toBe(true);
  });

  it('F06 who waits for a silent storage holds no memory file', async () => {
    const storage = await filled(new SilentStorage());
    await put(storage, 'hls/cold.mp4', Buffer.alloc(64 * MIB));
    const served = await start(storage);
    storage.isSilent = true;
    const asked = Array.from({ length: 60 }, (_, block) => {
      const connection = open(served);
      connection.send(request(url({ path: 'hls/cold.mp4' }), `Range: bytes=${block * MIB}-\r\n`));
      return connection;
    });
    const fetches = async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${served.port}/metrics`)).text();
      return Number(/^lectern_delivery_block_fetches_total ([0-9]+)$/m.exec(metrics)?.[1]);
    };
    await vi.waitFor(async () => expect(await fetches()).toBe(asked.length), 10_000);
    const targets = (await readdir('/proc/self/fd')).map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return '';
      }
    });
    expect(targets.filter((target) => target.includes('memfd:lectern'))).toEqual([]);
  });

  it('F46 a file that became shorter while it is sent: the connection is cut, nothing is padded', async () => {
    const storage = await filled(new NfsStorage({ root: folder }));
    const served = await start(storage);
    const first = open(served);
    first.send(request(url({ path: MEDIA })));
    expect((await first.next())?.body.equals(LARGE)).toBe(true);
    await truncate(storage.localFiles.path(parseStorageKey(`assets/${ASSET}/${MEDIA}`)), 2 * MIB);
    const second = open(served);
    second.send(request(url({ path: MEDIA })));
    await expect(second.next()).rejects.toThrow('left over');
    const third = open(served);
    third.send(request(url({ path: MEDIA }), `Range: bytes=${5 * 512 * 1024}-\r\n`));
    await expect(third.next()).rejects.toThrow('left over');
  });

  it('F46 an object that can not be read any more: a problem where nothing was sent yet', async () => {
    const storage = await filled(new NfsStorage({ root: folder }));
    const served = await start(storage, { hotBytes: 0 });
    const connection = open(served);
    connection.send(request(url({ path: MEDIA }), '', 'HEAD'));
    expect((await connection.next({ isHead: true }))?.status).toBe(200);
    await truncate(storage.localFiles.path(parseStorageKey(`assets/${ASSET}/${MEDIA}`)), 0);
    connection.send(request(url({ path: MEDIA })));
    expect((await connection.next())?.status).toBe(500);
    expect((await served.lane()).handedOver).toBe(1);
  });

  it('F46 the same for a request that differs from the last one in its range only', async () => {
    const storage = await filled(new NfsStorage({ root: folder }));
    const served = await start(storage, { hotBytes: 0 });
    const connection = open(served);
    for (let n = 0; n < 3; n += 1) {
      connection.send(request(url({ path: MEDIA }), `Range: bytes=${n}-9\r\n`));
      expect((await connection.next())?.status).toBe(206);
    }
    await truncate(storage.localFiles.path(parseStorageKey(`assets/${ASSET}/${MEDIA}`)), 0);
    connection.send(request(url({ path: MEDIA }), `Range: bytes=${2 * MIB}-${2 * MIB + 9}\r\n`));
    expect((await connection.next())?.status).toBe(500);
    expect((await served.lane()).handedOver).toBe(1);
  });

  it('F06 who waits for a call that hangs is told 503 after the stall time, and stays in the lane', async () => {
    const storage = await filled(new NfsStorage({ root: folder, stallMs: 400 }));
    // Opening a pipe that nobody writes to hangs as a dead server does, in the thread that calls.
    const pipe = storage.localFiles.path(parseStorageKey(`assets/${ASSET}/hls/cold.mp4`));
    execFileSync('mkfifo', [pipe]);
    const target = url({ path: 'hls/cold.mp4' });
    const served = await start(storage);
    const viewers = [open(served), open(served), open(served)];
    const hot = open(served);
    for (const viewer of viewers) viewer.send(request(target) + request(url()));
    // Others go on coming back meanwhile: the hang is of that call alone.
    const answers = Promise.all(viewers.map((viewer) => viewer.next({ quietMs: 10_000 })));
    const over = new AbortController();
    void answers.finally(() => over.abort());
    while (!over.signal.aborted) {
      hot.send(request(url({ path: MEDIA }), `Range: bytes=0-99999\r\n`));
      expect((await hot.next())?.status).toBe(206);
      await storage.stat(parseStorageKey(`assets/${ASSET}/${MEDIA}`));
    }
    for (const answer of await answers) {
      expect([answer?.status, answer?.headers['retry-after'], answer?.headers['cache-control']]).toEqual([
        503,
        '5',
        'no-store',
      ]);
      expect(JSON.parse(answer?.body.toString() ?? '{}')).toMatchObject({ code: 'storage-unavailable' });
    }
    for (const viewer of viewers) expect((await viewer.next())?.body.equals(PLAYLIST)).toBe(true);
    expect((await served.lane()).handedOver).toBe(0);
    expect(served.lines.filter((line) => line.includes('"code":"storage-unavailable"')).length).toBe(6);
    await (await openFile(pipe, 'w')).close();
  });

  it.each(['GET', 'HEAD'])('F06 %s: the lane says 503 as the HTTP server does', async (method) => {
    class AwayStorage extends MemoryStorage {
      override open(...args: Parameters<MemoryStorage['open']>) {
        const [key] = args;
        return key.startsWith('assets/') ? Promise.reject(new StorageUnavailable()) : super.open(...args);
      }
    }
    const answers = [];
    for (const fastLane of [true, false]) {
      const connection = open(await start(new AwayStorage(), { fastLane }));
      connection.send(request(url(), 'X-Request-Id: abc.1\r\nOrigin: https://x.example\r\n', method));
      const answer = await connection.next({ isHead: method === 'HEAD' });
      const { date, ...headers } = answer?.headers ?? {};
      expect(date).toMatch(/GMT$/);
      answers.push({ status: answer?.status, headers, body: answer?.body.toString() });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(503);
  });

  it('leaves no descriptor open', async () => {
    const storage = await filled(new MemoryStorage());
    const before = (await readdir('/proc/self/fd')).length;
    const served = await start(storage, { hotBytes: 3 * MIB });
    for (let round = 0; round < 30; round += 1) {
      const connection = open(served);
      connection.send(request(url({ path: MEDIA })));
      if (round % 2 === 0) expect((await connection.next())?.status).toBe(200);
      connection.socket.destroy();
    }
    await served.delivery.close();
    await vi.waitFor(
      async () => expect((await readdir('/proc/self/fd')).length).toBeLessThanOrEqual(before),
      10_000,
    );
  });
});

describe('connections', () => {
  it('a head that does not come: 408', async () => {
    const served = await start(await filled(new MemoryStorage()), { headSeconds: 0.3 });
    const connection = open(served);
    connection.send(`GET ${url()} HTTP/1.1\r\nHost: x\r\n`);
    expect((await connection.next())?.status).toBe(408);
    await connection.closed();
  });

  it('one that asks nothing more is closed', async () => {
    const served = await start(await filled(new MemoryStorage()), { idleSeconds: 0.3 });
    const [silent, asking] = [open(served), open(served)];
    asking.send(request(url()));
    const answer = await asking.next();
    expect(answer?.headers['keep-alive']).toBe('timeout=0');
    await Promise.all([silent.closed(), asking.closed()]);
  });

  it('Connection: close is the last one', async () => {
    const served = await start(await filled(new MemoryStorage()));
    const connection = open(served);
    connection.send(request(url(), 'Connection: close\r\n') + request(url()));
    expect((await connection.next())?.headers['connection']).toBe('close');
    expect(await connection.next()).toBeUndefined();
    await connection.closed();
  });

  it('a viewer who has said everything is still answered', async () => {
    const served = await start(await filled(new MemoryStorage()));
    const warm = open(served);
    warm.send(request(url()));
    expect((await warm.next())?.status).toBe(200);
    const connection = open(served);
    connection.socket.end(request(url()));
    expect((await connection.next())?.body.equals(PLAYLIST)).toBe(true);
    await connection.closed();
    const half = open(served);
    half.socket.end(`GET ${url()} HTTP/1.1\r\n`);
    expect((await half.next())?.status).toBe(400);
  });

  it('beyond the limit get 503, but health and metrics are served', async () => {
    const served = await start(await filled(new MemoryStorage()), { connections: 2, idleSeconds: 1 });
    const inside = [open(served), open(served)];
    for (const connection of inside) {
      connection.send(request(url()));
      expect((await connection.next())?.status).toBe(200);
    }
    const beyond = open(served);
    beyond.send(request(url()));
    const answer = await beyond.next();
    expect([answer?.status, answer?.headers['retry-after'], answer?.headers['connection']]).toEqual([
      503,
      '5',
      'close',
    ]);
    expect(JSON.parse(answer?.body.toString() ?? '{}')).toMatchObject({ code: 'too-many-connections' });
    await beyond.closed();
    const health = open(served);
    health.send('GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect((await health.next())?.status).toBe(200);
    await vi.waitFor(async () => {
      const later = open(served);
      later.send(request(url(), 'Connection: close\r\n'));
      expect((await later.next())?.status).toBe(200);
    }, 10_000);
  });

  it('F44 those beyond the limit that say nothing do not keep health from being served', async () => {
    const served = await start(await filled(new MemoryStorage()), { connections: 1 });
    const silent = Array.from({ length: 257 }, () => open(served));
    // So many that nobody is even told any more.
    await vi.waitFor(() => expect(silent.every(({ socket }) => socket.readyState === 'open')).toBe(true));
    const begun = open(served);
    await begun.closed();
    for (const connection of silent.slice(1, 100)) connection.send('GET /s/');
    await vi.waitFor(
      async () => expect((await fetch(`http://127.0.0.1:${served.port}/livez`)).status).toBe(200),
      10_000,
    );
    expect(silent[0]?.isClosed).toBe(false);
  });

  it('are let go one by one when the service stops', async () => {
    const served = await start(await filled(new MemoryStorage()));
    const [idle, busy] = [open(served), open(served)];
    for (const connection of [idle, busy]) {
      connection.send(request(url()));
      expect((await connection.next())?.headers['connection']).toBe('keep-alive');
    }
    const closing = served.delivery.close();
    busy.send(request(url()));
    const last = await busy.next();
    expect([last?.status, last?.headers['connection']]).toEqual([200, 'close']);
    await Promise.all([idle.closed(), busy.closed(), closing]);
  });
});
