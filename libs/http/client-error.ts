import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE, problemOf } from './problem.js';
import { newRequestId } from './request-id.js';

const STATUS_OF = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  ['HPE_HEADER_OVERFLOW', 431],
]);

/** Connections that end with the answers under way. */
const ending = new WeakSet<Socket>();

/**
 * Ends a connection on which something came that is no request, or came too slowly, and says so where that can
 * be told from everything else: never in the middle of an answer that is under way, whose bytes it would
 * be taken for. Such an answer, and those in turn behind it, go out first.
 */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  // What comes behind a connection's last request is no request, and costs nobody the answer to that one.
  if (error.code === 'HPE_CLOSED_CONNECTION') return;
  if (error.code === 'ECONNRESET' || socket.destroyed || ending.has(socket)) return;
  if (underWay(socket)?.headersSent === true) {
    ending.add(socket);
    return endAfterAnswers(socket);
  }
  if (socket.writable) socket.write(messageOf(STATUS_OF.get(error.code ?? '') ?? 400));
  socket.destroy(error);
}

function endAfterAnswers(socket: Socket): void {
  const current = underWay(socket);
  // The next in turn, if there is one, is under way before this one is told to be over.
  if (current === undefined) socket.destroySoon();
  else current.once('close', () => endAfterAnswers(socket));
}

/** Node tells in no other way whose turn it is. */
function underWay(socket: Socket): ServerResponse | undefined {
  return (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined;
}

function messageOf(status: number): string {
  const sentence = 'What came is no HTTP request, or came too slowly.';
  const { fields, body } = refusalOf(status, sentence, newRequestId());
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}

export interface Refusal {
  readonly fields: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is said of something that the framework never gets to see, and that ends its connection. */
export function refusalOf(status: number, sentence: string, requestId: string): Refusal {
  const error = Object.assign(new Error(sentence), { statusCode: status });
  const body = JSON.stringify(problemOf(error, requestId));
  const fields = {
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    connection: 'close',
  };
  return { fields, body };
}
