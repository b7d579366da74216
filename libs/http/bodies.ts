import type { IncomingMessage } from 'node:http';

/** Whether a request announces a body, of whatever length. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

/** Whether some of a request's body has not come yet. */
export function hasUnread(request: IncomingMessage): boolean {
  return !request.complete && hasBody(request);
}

/** The media type of a request's body, without its parameters; `''` where none is said. */
export function mediaTypeOf({ headers }: IncomingMessage): string {
  return (headers['content-type'] ?? '').replace(/;.*$/s, '').trim().toLowerCase();
}

/** How long the rest of a body may stand still that nobody reads any more. */
const STALL_MS = 60_000;

/**
 * Drops what of a body is still to come after its answer, which Node reads by itself, and ends the connection when less
 * than `bytesPerSecond` comes.
 */
export function dropRest(request: IncomingMessage, bytesPerSecond: number): void {
  const { socket } = request;
  let seen = socket.bytesRead;
  const timer = setInterval(() => {
    if (request.complete) return stop();
    if (socket.bytesRead - seen < (bytesPerSecond * STALL_MS) / 1000) socket.destroy();
    seen = socket.bytesRead;
  }, STALL_MS).unref();
  const stop = (): void => {
    clearInterval(timer);
    socket.off('close', stop);
  };
  socket.once('close', stop);
}
