import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { MemoryStorage } from '#libs/storage';
import { put, RawConnection, serve, url } from './testing/served.js';

it.each([true, false])(
  'a CONNECT behind answers under way ends them, and lets go of what they read; fast lane: %j',
  async (fastLane) => {
    const storage = new MemoryStorage();
    // More than a socket takes at once.
    await put(storage, 'hls/film.mp4', randomBytes(30_000_000));
    const { port, delivery, lines } = await serve(storage, { fastLane });
    try {
      const connection = new RawConnection(port);
      connection.socket.pause();
      const film = `GET ${url({ path: 'hls/film.mp4' })} HTTP/1.1\r\nHost: x\r\nTE: trailers\r\n\r\n`;
      connection.send(`${film}${film}CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n`);
      await vi.waitFor(
        () => expect(lines.filter((line) => line.includes('"cut":true'))).toHaveLength(2),
        10_000,
      );
    } finally {
      await delivery.close();
    }
  },
);

it.each([true, false])(
  'an answer arrives whole though more is sent behind a request with a body; fast lane: %j',
  async (fastLane) => {
    const storage = new MemoryStorage();
    // More than the viewer's kernel takes while nobody reads, and no more than ours.
    const film = randomBytes(700_000);
    await put(storage, 'hls/film.mp4', film);
    const { port, delivery, lines } = await serve(storage, { fastLane });
    try {
      const connection = new RawConnection(port);
      const [target, host] = [url({ path: 'hls/film.mp4' }), 'HTTP/1.1\r\nHost: x'];
      connection.send(`GET ${target} ${host}\r\nContent-Length: 4\r\n\r\nbody`);
      connection.socket.pause();
      await vi.waitFor(() => expect(lines.join('')).toContain('"bytes":700000'), 10_000);
      for (let times = 0; times < 3; times += 1) {
        connection.send(`GET ${target} ${host}\r\n\r\n`);
        await delay(100);
      }
      connection.socket.resume();
      const answer = await connection.next();
      expect([answer?.headers['connection'], answer?.body.equals(film)]).toEqual(['close', true]);
      expect(await connection.next()).toBeUndefined();
    } finally {
      await delivery.close();
    }
  },
);

it.each([true, false])(
  'what is no request costs the answer in front of it nothing; fast lane: %j',
  async (fastLane) => {
    const storage = new MemoryStorage();
    const film = randomBytes(30_000_000);
    await put(storage, 'hls/film.mp4', film);
    const { port, delivery } = await serve(storage, { fastLane });
    try {
      const socket = connect({ port, host: '127.0.0.1' });
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => void chunks.push(chunk)).on('error', () => undefined);
      // At once: the whole of it may come before anybody looks.
      socket.once('data', () => socket.pause());
      const closed = new Promise((resolve) => socket.once('close', resolve));
      // What players never send goes to the server behind the lane.
      socket.write(`GET ${url({ path: 'hls/film.mp4' })} HTTP/1.1\r\nHost: x\r\nTE: trailers\r\n\r\n`);
      await vi.waitFor(() => expect(chunks.length).toBeGreaterThan(0), 10_000);
      socket.write('no request\r\n\r\n');
      socket.resume();
      await closed;
      const said = Buffer.concat(chunks);
      const body = said.subarray(said.indexOf('\r\n\r\n') + 4);
      expect(body.equals(film)).toBe(true);
    } finally {
      await delivery.close();
    }
  },
);

it.each([true, false])('what follows a last request costs it nothing; fast lane: %s', async (fastLane) => {
  const { port, delivery } = await serve(new MemoryStorage(), { fastLane });
  try {
    const socket = connect({ port, host: '127.0.0.1' });
    let said = '';
    socket.on('data', (chunk: Buffer) => (said += chunk.toString())).on('error', () => undefined);
    socket.write(
      'OPTIONS * HTTP/1.0\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345 and what is no request\r\n\r\n',
    );
    await new Promise((resolve) => socket.once('close', resolve));
    expect(said).toMatch(/^HTTP\/1\.1 404 [^]*}$/);
  } finally {
    await delivery.close();
  }
});
