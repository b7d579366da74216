import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ANYWHERE,
  allowedAddresses,
  faultOfUrl,
  isNetwork,
  type NotAnswered,
  post,
  publicAnd,
  signatureOf,
} from './index.js';

const never = new AbortController().signal;
const posting = {
  body: '{}',
  headers: {},
  destinations: ANYWHERE,
  timeoutMs: 20_000,
  signal: never,
  keepBytes: 1024,
};
const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

async function receiver(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  opened.push(() => server.close().closeAllConnections());
  return (server.address() as AddressInfo).port;
}

/** Says what it likes to whoever connects. */
async function tcp(speak: (socket: Socket) => void): Promise<number> {
  const server = createTcpServer((socket) => speak(socket.on('error', () => undefined)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  opened.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

const faultOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    ({ fault }: NotAnswered) => fault,
  );

/** Addresses that are nobody's, this machine's, of a house or of a cloud, and texts that are no addresses. */
const SPECIAL = [
  '',
  '0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.9.9.9 169.254.169.254',
  '172.16.0.1 172.31.255.255 192.0.0.192 192.168.0.1 198.18.0.1 168.63.129.16 224.0.0.1 240.0.0.1',
  '255.255.255.255 192.0.2.1 192.88.99.1 :: ::1 ::127.0.0.1 ::7f00:1 fe80::1 fe80::1%eth0 fec0::1',
  'fd00:ec2::254 fc00::1 ff02::1 ::ffff:10.0.0.1 ::ffff:7f00:1 64:ff9b::10.0.0.1',
  '64:ff9b::a9fe:a9fe 64:ff9b:1::8.8.8.8 2002:7f00:1:: 2001:0:1::1 2001:db8::1 100::1 4000::1',
  'localhost 0x7f.1 2130706433 127.1',
].flatMap((line) => line.split(' '));

describe('destinations', () => {
  it.each(SPECIAL)('leave out %s', (address) => {
    expect(publicAnd([]).refusalOf(address, true)).toBe('address-not-allowed');
  });

  it.each(['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    'have the public address %s, over TLS alone',
    (address) => {
      expect(publicAnd([]).refusalOf(address, true)).toBeUndefined();
      expect(publicAnd([]).refusalOf(address, false)).toBe('not-encrypted');
    },
  );

  it('have the networks besides that are named, and no others', () => {
    const named = publicAnd(['10.20.0.0/16', '127.0.0.1', 'fd00:1::/32']);
    for (const address of ['10.20.3.4', '::ffff:10.20.3.4', '64:ff9b::10.20.3.4', '127.0.0.1', 'fd00:1::2'])
      expect(named.refusalOf(address, false)).toBeUndefined();
    for (const address of ['10.21.0.1', '127.0.0.2', '::1', 'fd00:2::1'])
      expect(named.refusalOf(address, false)).toBe('address-not-allowed');
    expect(['10.0.0.0/8', '10.0.0.1', '::1', 'fd00::/8', '0.0.0.0/0'].every(isNetwork)).toBe(true);
    expect(['', '10.0.0.0/33', 'hospital', '10.1', '10.0.0.1/'].some(isNetwork)).toBe(false);
  });
});

describe('faultOfUrl', () => {
  it.each([
    ['hook', 'no-url'],
    ['ftp://x.example/', 'no-url'],
    ['https://u@x.example/', 'user-name'],
    ['https://u:p@x.example/', 'user-name'],
    ['https://x.example/#a', 'fragment'],
    ['https://x.example:25/', 'port'],
    ['https://x.example:8443/hook?key=1', undefined],
  ])('of %s is %s', (url, fault) => {
    expect(faultOfUrl(url)).toBe(fault);
  });
});

describe('post', () => {
  it('goes by the address that it connects to, however a number is written', async () => {
    const port = await receiver((_request, response) => response.end());
    const destinations = publicAnd([]);
    for (const host of ['127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]', '017700000001'])
      expect(await faultOf(post(`http://${host}:${port}/`, { ...posting, destinations })), host).toBe(
        'address-not-allowed',
      );
  });

  it('is not led astray by a name that changes its answer', async () => {
    const asked: string[] = [];
    const port = await receiver((request, response) =>
      response.end(asked.push(request.url ?? '').toString()),
    );
    const answers = [['8.8.8.8'], ['127.0.0.1'], ['127.0.0.1', '::1', '169.254.169.254'], []];
    const resolve = () => Promise.resolve(answers.shift() ?? ['127.0.0.1']);
    const destinations = publicAnd([]);
    expect(await allowedAddresses('rebound.example', true, destinations, resolve)).toEqual(['8.8.8.8']);
    for (const fault of ['address-not-allowed', 'address-not-allowed', 'name-unknown', 'address-not-allowed'])
      expect(
        await faultOf(post(`https://rebound.example:${port}/`, { ...posting, destinations, resolve })),
      ).toBe(fault);
    expect(asked).toEqual([]);
    // And of several addresses it takes one that is allowed.
    const mixed = () => Promise.resolve(['10.0.0.1', '127.0.0.1']);
    const allowed = publicAnd(['127.0.0.1']);
    const answer = await post(`http://mixed.example:${port}/a`, {
      ...posting,
      destinations: allowed,
      resolve: mixed,
    });
    expect([answer.status, asked]).toEqual([200, ['/a']]);
  });

  it('resolves names as this machine does', async () => {
    const port = await receiver((_request, response) => response.end('here'));
    expect(await post(`http://localhost:${port}/`, posting)).toEqual({ status: 200, excerpt: 'here' });
  });

  it('follows no redirect, and keeps the beginning of an answer as plain text', async () => {
    const asked: string[] = [];
    const port = await receiver((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: '/elsewhere' }).end(`a\u0000\u001b[1mb\n${'中'.repeat(1000)}`);
    });
    const { status, excerpt } = await post(`http://127.0.0.1:${port}/`, posting);
    expect([status, asked]).toEqual([307, ['/']]);
    expect(excerpt).toBe(`a[1mb\n${'中'.repeat(338)}`);
  });

  it('bounds what it reads and waits for, and what a status says holds without the body', async () => {
    let closed = 0;
    const endless = await receiver((_request, response) => {
      response.on('close', () => (closed += 1)).writeHead(200);
      const write = () => void response.write(Buffer.alloc(65_536, 'a'), (error) => error ?? write());
      write();
    });
    const { excerpt } = await post(`http://127.0.0.1:${endless}/`, posting);
    expect(excerpt).toHaveLength(1024);
    await expect.poll(() => closed).toBe(1);
    const half = await receiver((_request, response) => void response.writeHead(202).write('half'));
    const quick = { ...posting, timeoutMs: 300 };
    expect(await post(`http://127.0.0.1:${half}/`, quick)).toEqual({ status: 202, excerpt: 'half' });
    const silent = await tcp(() => undefined);
    expect(await faultOf(post(`http://127.0.0.1:${silent}/`, quick))).toBe('too-slow');
    const stopping = new AbortController();
    const told = await tcp(() => stopping.abort());
    expect(await faultOf(post(`http://127.0.0.1:${told}/`, { ...posting, signal: stopping.signal }))).toBe(
      'stopped',
    );
  });

  it('takes nothing else for an answer', async () => {
    const head = `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(10_000)}\r\n`;
    const upgraded = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n';
    for (const said of ['SSH-2.0-x\r\n', '', head, upgraded]) {
      const port = await tcp((socket) => socket.once('data', () => socket.end(said)));
      expect(await faultOf(post(`http://127.0.0.1:${port}/`, posting))).toBe('no-connection');
      expect(await faultOf(post(`https://127.0.0.1:${port}/`, posting))).toBe('no-connection');
    }
    expect(await faultOf(post('http://127.0.0.1:25/', posting))).toBe('port-of-another-protocol');
  });
});

it('a signature is of any of the secrets', () => {
  const [first, second] = [signatureOf(['a'], 1, '{}'), signatureOf(['b'], 1, '{}')];
  expect(first).toMatch(/^t=1,v1=[0-9a-f]{64}$/);
  expect(signatureOf(['a', 'b'], 1, '{}')).toBe(`${first},${second.split(',')[1]}`);
});
