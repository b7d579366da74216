import type { OutgoingHttpHeaders } from 'node:http';
import type { Problem } from '#libs/http';
import type { Grant } from '#libs/signing';
import {
  cacheControl,
  corsHeaders,
  GUARDING_HEADERS,
  lengthHeaders,
  objectHeaders,
  problemHeaders,
} from '../heads.js';
import type { ServedObject } from '../objects/served-object.js';
import type { Selection } from '../preconditions.js';

const STATUS_LINES: Readonly<Record<number, string>> = {
  200: 'HTTP/1.1 200 OK\r\n',
  206: 'HTTP/1.1 206 Partial Content\r\n',
  304: 'HTTP/1.1 304 Not Modified\r\n',
};

const UNAVAILABLE = 'HTTP/1.1 503 Service Unavailable\r\n';
const CLOSE = 'Connection: close\r\n\r\n';

export interface HeadFacts {
  readonly grant: Grant;
  readonly selection: Selection;
  readonly now: number;
  readonly origin: string | undefined;
  readonly requestId: string;
  /** Whether the connection ends with this answer. */
  readonly isLast: boolean;
}

/** Heads as text: what an object says each time is put together once. */
export class LaneHeads {
  readonly #whole = new WeakMap<ServedObject, string>();
  readonly #guarding = serialised(GUARDING_HEADERS);
  /** By origin, but only of those that are configured: others all get the same. */
  readonly #cors = new Map<string, string>();
  readonly #keepAlive: string;
  constructor(
    private readonly corsOrigins: readonly string[],
    idleSeconds: number,
  ) {
    this.#keepAlive = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(idleSeconds)}\r\n\r\n`;
  }

  head(object: ServedObject, facts: HeadFacts): string {
    const { grant, selection, now, origin, requestId, isLast } = facts;
    return (
      (STATUS_LINES[selection.status] ?? '') +
      this.#guarding +
      this.#corsLines(origin) +
      this.#objectLines(object, grant, selection.status) +
      `cache-control: ${cacheControl(grant, now)}\r\n` +
      serialised(lengthHeaders(selection, object)) +
      `x-request-id: ${requestId}\r\n` +
      dateLine() +
      (isLast ? CLOSE : this.#keepAlive)
    );
  }

  /** The head of a 503 with a body of `bytes`. */
  unavailable(
    problem: Problem,
    {
      bytes,
      origin,
      requestId,
      isLast,
    }: Pick<HeadFacts, 'origin' | 'requestId' | 'isLast'> & { bytes: number },
  ): string {
    return (
      UNAVAILABLE +
      this.#guarding +
      this.#corsLines(origin) +
      `x-request-id: ${requestId}\r\n` +
      serialised(problemHeaders(problem, bytes)) +
      dateLine() +
      (isLast ? CLOSE : this.#keepAlive)
    );
  }

  /** What of an origin changes heads: those that are not configured count as one. */
  originGroup(origin: string | undefined): string {
    return origin !== undefined && this.corsOrigins.includes(origin) ? origin : '';
  }

  #corsLines(origin: string | undefined): string {
    const group = this.originGroup(origin);
    let known = this.#cors.get(group);
    if (known === undefined) {
      known = serialised(corsHeaders(this.corsOrigins, origin));
      this.#cors.set(group, known);
    }
    return known;
  }

  #objectLines(object: ServedObject, grant: Grant, status: number): string {
    if (grant.saveAs !== undefined || status === 304) return serialised(objectHeaders(grant, object, status));
    let known = this.#whole.get(object);
    if (known === undefined) {
      known = serialised(objectHeaders(grant, object, status));
      if (object.isKept) this.#whole.set(object, known);
    }
    return known;
  }
}

let date = { second: 0, text: '' };

/** An HTTP date of a Unix second. */
export function dateOf(second: number): string {
  if (second !== date.second) date = { second, text: new Date(second * 1000).toUTCString() };
  return date.text;
}

function dateLine(): string {
  return `Date: ${dateOf(Math.floor(Date.now() / 1000))}\r\n`;
}

export function serialised(headers: OutgoingHttpHeaders): string {
  let text = '';
  for (const name of Object.keys(headers)) text += `${name}: ${String(headers[name])}\r\n`;
  return text;
}
