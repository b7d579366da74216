import { connect } from 'node:net';

/** An answer as it came over a socket. */
export interface RawAnswer {
  readonly status: number;
  /** By lower-case name; a header that came twice has its values joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface RawRequest {
  readonly method?: string;
  /** As it shall go over the wire. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const SILENCE_MS = 20_000;

/** One request on a socket of its own: an ordinary client would rewrite the target first. */
export async function askRaw(port: number, request: RawRequest): Promise<RawAnswer> {
  const closing = { ...request, headers: { ...request.headers, connection: 'close' } };
  const { answers } = await exchange(port, [closing]);
  const [answer] = answers;
  if (answer === undefined) throw new Error('There was no answer.');
  return answer;
}

/**
 * Many requests in pipelines, in order. Where the server closes a connection after an answer, the ones that
 * follow go over a new one.
 */
export async function askAllRaw(
  port: number,
  requests: readonly RawRequest[],
  options: { pipeline?: number } = {},
): Promise<RawAnswer[]> {
  const answers: RawAnswer[] = [];
  while (answers.length < requests.length) {
    const batch = requests.slice(answers.length, answers.length + (options.pipeline ?? 200));
    const last = batch.at(-1);
    if (last !== undefined)
      batch[batch.length - 1] = { ...last, headers: { ...last.headers, connection: 'close' } };
    const { answers: got } = await exchange(port, batch);
    if (got.length === 0) throw new Error(`There was no answer to ${batch[0]?.target}`);
    answers.push(...got);
  }
  return answers;
}

function textOf({ method = 'GET', target, headers = {} }: RawRequest): string {
  const lines = Object.entries({ host: 'rig', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Sends all of it and reads until the server closes. */
async function exchange(port: number, requests: readonly RawRequest[]): Promise<{ answers: RawAnswer[] }> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  const socket = connect(port, '127.0.0.1');
  socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('The server fell silent.')));
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server that closes while we write resets the connection: what it answered before counts.
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
  });
  socket.on('close', () => resolve(Buffer.concat(chunks)));
  socket.write(requests.map(textOf).join(''), 'latin1');
  const bytes = await promise;
  return { answers: answersIn(bytes, requests) };
}

function answersIn(bytes: Buffer, requests: readonly RawRequest[]): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let at = 0;
  for (const { method = 'GET' } of requests) {
    const end = bytes.indexOf('\r\n\r\n', at, 'latin1');
    if (end === -1) break;
    const [first = '', ...lines] = bytes.toString('latin1', at, end).split('\r\n');
    const status = Number(first.split(' ', 2)[1]);
    const headers: Record<string, string> = {};
    for (const line of lines) {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon).toLowerCase();
      const value = line.slice(colon + 1).trim();
      headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
    }
    at = end + 4;
    const empty = method === 'HEAD' || status === 204 || status === 304;
    const length = empty ? 0 : Number(headers['content-length'] ?? bytes.length - at);
    if (at + length > bytes.length) break;
    answers.push({ status, headers, body: bytes.subarray(at, at + length) });
    at += length;
  }
  return answers;
}

/** The stable code of a problem; `ok` for what is no problem. */
export function codeOf(answer: RawAnswer): string {
  if (answer.headers['content-type'] !== 'application/problem+json')
    return answer.status < 400 ? 'ok' : 'no problem document';
  if (answer.body.length === 0) return 'unseen';
  const { code } = JSON.parse(answer.body.toString()) as { code?: unknown };
  return typeof code === 'string' ? code : 'no code';
}
