import { randomBytes } from 'node:crypto';
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
