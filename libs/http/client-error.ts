import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { fieldsOf, PROBLEM_TYPE, problemOf } from './problem.js';
import { newRequestId } from './request-id.js';

/** What the parser refuses: everything else is no HTTP. */
const REFUSED: ReadonlyMap<string, readonly [status: number, sentence: string]> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'The header of the request did not come in time: send it again.']],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', [413, 'The chunks of the body have more extensions than are read.']],
  [
    'HPE_HEADER_OVERFLOW',
    [431, 'The target and the header fields are longer than 16 KiB in all: send fewer.'],
  ],
]);
const NO_HTTP = [400, 'What came is no HTTP request, or not a whole one.'] as const;

/** Connections that end with the answers under way. */
const ending = new WeakSet<Socket>();

/**
 * Ends a connection on which something came that is no request, or came too slowly, and says so where that can
 * be told from everything else: never in the middle of an answer that is under way, whose bytes it would
 * be taken for. Such an answer, and those in turn behind it, go out first.
 *
 * @returns whether the connection ends for it
 */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): boolean {
  // What comes behind a connection's last request is no request, and costs nobody the answer to that one.
  if (error.code === 'HPE_CLOSED_CONNECTION') return false;
  if (error.code === 'ECONNRESET' || socket.destroyed || ending.has(socket)) return false;
  if (underWay(socket)?.headersSent === true) {
    ending.add(socket);
    endAfterAnswers(socket);
    return true;
  }
  const [status, sentence] = REFUSED.get(error.code ?? '') ?? NO_HTTP;
  if (socket.writable) socket.write(messageOf(refused(status, sentence), underWay(socket)));
  socket.destroy(error);
  return true;
}

/** Ends a connection at once, and says why where that can't be taken for part of an answer that is under way. */
export function tellAndClose(socket: Socket, reason: Error): void {
  const answer = underWay(socket);
  if (socket.writable && answer?.headersSent !== true) socket.write(messageOf(reason, answer));
  socket.destroy();
}

function endAfterAnswers(socket: Socket): void {
  const current = underWay(socket);
  // The next in turn, if there is one, is under way before this one is told to be over.
  if (current === undefined) socket.destroySoon();
  else current.once('close', () => endAfterAnswers(socket));
}

/** The answer whose turn it is, if there is one: Node tells in no other way. */
export function underWay(socket: Socket): ServerResponse | undefined {
  return (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined;
}

/** In place of the answer that is under way, if one is: what that was to say in any case is said. */
function messageOf(reason: Error, answer: ServerResponse | undefined): string {
  const { status, fields, body } = refusalOf(reason, newRequestId());
  const lines = Object.entries({ ...answer?.getHeaders(), ...fields }).map(
    ([name, value]) => `${name}: ${String(value)}`,
  );
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}

/** An error that is rendered with this status and sentence. */
export function refused(status: number, sentence: string): Error {
  return Object.assign(new Error(sentence), { statusCode: status });
}

export interface Refusal {
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is said of something that the framework never gets to see, and that ends its connection. */
export function refusalOf(reason: Error, requestId: string): Refusal {
  const problem = problemOf(reason, requestId);
  const body = JSON.stringify(problem);
  const fields = {
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    ...fieldsOf(problem, reason),
    connection: 'close',
  };
  return { status: problem.status, fields, body };
}
