import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE, problemOf } from './problem.js';

const STATUS_OF = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  ['HPE_HEADER_OVERFLOW', 431],
]);

/**
 * Ends a connection on which something came that is no request, or came too slowly, and says so where that can
 * be told from everything else: never in the middle of an answer that is under way, whose bytes it would
 * be taken for.
 */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  // What comes behind a connection's last request is no request, and costs nobody the answer to that one.
  if (error.code === 'HPE_CLOSED_CONNECTION') return;
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  // Node tells in no other way whose turn it is.
  const { _httpMessage: current } = socket as { _httpMessage?: ServerResponse | null };
  if (socket.writable && current?.headersSent !== true) socket.write(refusalOf(error.code ?? ''));
  socket.destroy(error);
}

function refusalOf(code: string): string {
  const status = STATUS_OF.get(code) ?? 400;
  const error = Object.assign(new Error('What came is no HTTP request, or came too slowly.'), {
    statusCode: status,
  });
  const body = JSON.stringify(problemOf(error, randomUUID()));
  const fields = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${fields.join('\r\n')}\r\n\r\n${body}`;
}
