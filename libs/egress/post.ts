import { request as requestPlainly, type IncomingMessage } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Destinations, Refusal } from './destinations.js';
import { resolveName, type ResolveName } from './resolve-name.js';
import { faultOfUrl } from './target-url.js';

export interface Posting {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly destinations: Destinations;
  /** In which all of it must be done. */
  readonly timeoutMs: number;
  /** Breaks it off. */
  readonly signal: AbortSignal;
  /** How many bytes of the answer's body are read; none unless told. */
  readonly keepBytes?: number;
  readonly resolve?: ResolveName;
}

/** What came back. A redirect is an answer like others: nobody follows it. */
export interface Answer {
  readonly status: number;
  /** The beginning of the body as text, without control characters other than ends of lines and tabs. */
  readonly excerpt: string;
}

/** Why there is no answer, by a name that stays. */
export type PostFault =
  | Refusal
  | 'port-of-another-protocol'
  | 'name-unknown'
  | 'too-slow'
  | 'stopped'
  | 'no-connection';

/** Nobody has answered, as far as is known here. The other side may have it all the same. */
export class NotAnswered extends Error {
  override readonly name = 'NotAnswered';

  constructor(
    readonly fault: PostFault,
    /** Node's or OpenSSL's code, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`, where there is one. */
    readonly code?: string,
  ) {
    super(code === undefined ? fault : `${fault} ${code}`);
  }
}

const LONGEST_HEADERS = 16_384;

/**
 * One POST on a connection of its own. Where it may go is decided by the address that is connected to, after the name was
 * resolved for this very connection: a name that changes its answer gains nothing. No redirect is followed.
 *
 * @throws NotAnswered
 */
export async function post(text: string, posting: Posting): Promise<Answer> {
  const { body, headers, destinations, timeoutMs, signal, keepBytes = 0, resolve = resolveName } = posting;
  const fault = faultOfUrl(text);
  if (fault === 'port') throw new NotAnswered('port-of-another-protocol');
  if (fault === 'no-url') throw new NotAnswered('no-connection', 'ERR_INVALID_URL');
  const url = new URL(text);
  const isEncrypted = url.protocol === 'https:';
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  // Of an address nothing is looked up.
  const refusal = isIP(hostname) === 0 ? undefined : destinations.refusalOf(hostname, isEncrypted);
  if (refusal !== undefined) throw new NotAnswered(refusal);

  const late = AbortSignal.timeout(timeoutMs);
  const bytes = Buffer.from(body);
  const answered = Promise.withResolvers<Answer>();
  const request = (isEncrypted ? requestOverTls : requestPlainly)(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': bytes.length },
    agent: false,
    lookup: guardedLookup(destinations, isEncrypted, resolve),
    maxHeaderSize: LONGEST_HEADERS,
    signal: AbortSignal.any([signal, late]),
  });
  request.on('response', (response) => answered.resolve(answerOf(response, keepBytes)));
  request.on('error', (error) => answered.reject(error));
  // Whoever answers with another protocol has not answered.
  request.on('upgrade', (_response, socket) => {
    socket.destroy();
    answered.reject(new NotAnswered('no-connection', 'ERR_UPGRADED'));
  });
  request.end(bytes);
  try {
    return await answered.promise;
  } catch (error) {
    throw notAnswered(error, { isStopped: signal.aborted, isLate: late.aborted });
  } finally {
    request.destroy();
  }
}

/**
 * The addresses that a name has and that connections may go to, for one that is going to be made.
 *
 * @throws NotAnswered where it has none, or none that is allowed
 */
export async function allowedAddresses(
  name: string,
  isEncrypted: boolean,
  destinations: Destinations,
  resolve: ResolveName = resolveName,
): Promise<readonly string[]> {
  const addresses = await resolve(name).catch((error: unknown) => {
    throw new NotAnswered('name-unknown', codeOf(error));
  });
  const allowed = addresses.filter((address) => destinations.refusalOf(address, isEncrypted) === undefined);
  const [first] = addresses;
  if (first === undefined) throw new NotAnswered('name-unknown');
  if (allowed.length > 0) return allowed;
  const refusals = addresses.map((address) => destinations.refusalOf(address, isEncrypted));
  throw new NotAnswered(refusals.includes('not-encrypted') ? 'not-encrypted' : 'address-not-allowed');
}

function guardedLookup(
  destinations: Destinations,
  isEncrypted: boolean,
  resolve: ResolveName,
): LookupFunction {
  return (hostname, options, callback) => {
    allowedAddresses(hostname, isEncrypted, destinations, resolve).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        if (options.all === true) callback(null, found);
        else callback(null, found[0]?.address ?? '', found[0]?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}

/** The status counts as soon as it is there: a body that does not come to its end takes nothing from it. */
async function answerOf(response: IncomingMessage, keepBytes: number): Promise<Answer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    if (keepBytes > 0)
      for await (const chunk of response) {
        chunks.push(chunk as Buffer);
        length += (chunk as Buffer).length;
        if (length >= keepBytes) break;
      }
  } catch {
    // It was cut off, or took too long.
  }
  response.destroy();
  const kept = Buffer.concat(chunks).subarray(0, keepBytes);
  return { status: response.statusCode ?? 0, excerpt: textOf(kept) };
}

function textOf(bytes: Buffer): string {
  // A character that is cut off at the end is left out.
  const text = new TextDecoder().decode(bytes, { stream: true });
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '');
}

function notAnswered(
  error: unknown,
  { isStopped, isLate }: { isStopped: boolean; isLate: boolean },
): NotAnswered {
  if (error instanceof NotAnswered) return error;
  if (isStopped) return new NotAnswered('stopped');
  if (isLate) return new NotAnswered('too-slow');
  return new NotAnswered('no-connection', codeOf(error));
}

function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
