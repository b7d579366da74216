import type { Socket } from 'node:net';

/** How long, and how much, a client may still send once its last answer is out. */
const LINGER_MS = 2_000;
const LINGER_BYTES = 16 * 1024 * 1024;

/**
 * Lets Node's HTTP server end this connection as RFC 9112 section 9.6 has it: first its own half, then reading on,
 * for a bounded time, and dropping what comes. By itself Node closes both halves with the last answer; bytes
 * that nobody has read by then, or that come later, make the kernel reset the connection, and the client loses what it
 * had not taken yet of that answer. Nothing that is dropped is taken for a request.
 */
export function closeLingering(socket: Socket): void {
  let isLingering = false;
  // What the server calls when the last answer has been written.
  socket.destroySoon = () => {
    if (isLingering || socket.destroyed) return;
    isLingering = true;
    let left = LINGER_BYTES;
    // The server's parser is told nothing more, and holds nothing up.
    for (const event of ['data', 'end', 'pause', 'resume']) socket.removeAllListeners(event);
    socket.on('data', (chunk: Uint8Array) => {
      left -= chunk.byteLength;
      if (left <= 0) socket.destroy();
    });
    // A body that nobody read may have stopped the connection, within a read that the parser took over: it ends
    // here, and the stream begins another one.
    socket.push('');
    // Both halves closed, the socket destroys itself.
    socket.end(() => {
      const timer = setTimeout(() => socket.destroy(), LINGER_MS);
      socket.once('close', () => clearTimeout(timer));
    });
    socket.resume();
  };
}
