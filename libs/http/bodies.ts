import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';

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

/**
 * Whether a body turns out to be empty whose length was not said. So proxies hand on what a client of HTTP/2 ends with
 * an empty frame. False as soon as a byte comes, and where nothing has come for `ms`: the body is dropped then.
 */
export function comesEmpty(request: IncomingMessage, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isEmpty: boolean): void => {
      clearTimeout(timer);
      stopWatching();
      resolve(isEmpty);
    };
    const timer = setTimeout(() => settle(false), ms);
    const stopWatching = finished(request, { writable: false }, (error) => settle(!error));
    request.once('data', () => settle(false));
  });
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
