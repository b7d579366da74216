import type { IncomingMessage, ServerResponse } from 'node:http';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator } from './authenticator.js';
import { comesEmpty, dropRest, hasBody, hasUnread, mediaTypeOf } from './bodies.js';
import type { CallCounts } from './call-counts.js';
import type { Connections } from './connections.js';
import {
  ContentTypeNotTaken,
  InvalidRequest,
  InvalidToken,
  MethodNotAllowed,
  RouteNotFound,
  TooManyConnections,
} from './http.errors.js';
import { type BodyLimits, readJson } from './json-body.js';
import { KnownRoutes } from './known-routes.js';
import { TokenTurns } from './token-turns.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Why the body stays unread; told once it is known that the caller may call at all. */
    bodyRefusal?: ContentTypeNotTaken;
  }
  interface FastifyContextConfig {
    /** Media types of bodies; JSON alone unless told. */
    takes?: readonly string[];
  }
}

const JSON_TYPE = 'application/json';

/**
 * The route takes bodies of these media types (all of them, by an asterisk for both halves), instead of JSON alone.
 * JSON is read before the route is called; every other body is the route's to read, from the raw request, and to watch.
 */
export const Takes = (...takes: string[]) => RouteConfig({ takes });

export interface FrontDoorParts {
  /** Undefined where nobody is known: no route wants a caller then. */
  readonly authenticator: Authenticator | undefined;
  /** Undefined where nobody is known, too. */
  readonly counts: CallCounts | undefined;
  readonly connections: Connections;
  readonly body: BodyLimits;
  /** Of a body that nobody reads any more. */
  readonly leastBytesPerSecond: number;
}

/**
 * What is found out about every request before a byte of its body is read: that it is for a route, who sends it, and
 * that the route takes such a body (F60). Only then is the client told to go on that waits for that, and JSON read, in
 * bounded time and memory. Whatever is refused ends its connection, unless the whole body is there already.
 */
export class FrontDoor {
  readonly #routes = new KnownRoutes();
  readonly #tokens = new TokenTurns();

  constructor(private readonly parts: FrontDoorParts) {}

  /** To be called before the first route is added. */
  guard(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', this.#routes.add);
    // After every onRequest hook: those answer preflights.
    fastify.addHook('preParsing', (request, reply) => this.#admit(request, reply));
    fastify.addHook('onSend', async (request, reply) => {
      if (hasUnread(request.raw) && (reply.statusCode >= 400 || request.caller === undefined))
        void reply.header('connection', 'close');
    });
    fastify.addHook('onResponse', async ({ raw }) => {
      if (hasUnread(raw)) dropRest(raw, this.parts.leastBytesPerSecond);
    });
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('*', async () => undefined);
    fastify.addContentTypeParser(JSON_TYPE, async (request: FastifyRequest) =>
      takenBy(request).includes(JSON_TYPE) ? readJson(request.raw, this.#limitsOf(request)) : undefined,
    );
  }

  async #admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.is404) return this.#answerNowhere(request, reply);
    requireReadableQuery(request.url);
    requireOnce(request.raw);
    if (request.routeOptions.config.isPublic !== true) await this.#authenticate(request, reply);
    const { raw, method } = request;
    if (!hasBody(raw) || method === 'GET' || method === 'HEAD') return;
    const takes = takenBy(request);
    if (takes.includes(mediaTypeOf(raw)) || takes.includes('*/*')) {
      if (isWaiting(request)) continueInTurn(reply.raw);
      return;
    }
    if (await this.#isNone(request)) return;
    const refusal = new ContentTypeNotTaken(takes);
    // Without callers there is no AuthGuard who would tell it.
    if (this.parts.authenticator === undefined) throw refusal;
    request.bodyRefusal = refusal;
    // Nobody reads it, whatever it calls itself.
    raw.headers['content-type'] = 'application/octet-stream';
  }

  /** A caller alone is waited for, and who says what the body is means one. */
  async #isNone(request: FastifyRequest): Promise<boolean> {
    const { caller, headers, raw } = request;
    if (caller === undefined || mediaTypeOf(raw) !== '' || isWaiting(request)) return false;
    return headers['content-length'] === undefined && comesEmpty(raw, this.parts.body.ms);
  }

  #limitsOf({ routeOptions: { config } }: FastifyRequest): BodyLimits {
    const { body } = this.parts;
    return { ...body, bytes: config.strangerBytes ?? body.bytes };
  }

  #answerNowhere({ url, method }: FastifyRequest, reply: FastifyReply): void {
    const allow = this.#routes.methodsAt(url);
    if (allow.length === 0) throw new RouteNotFound();
    if (method !== 'OPTIONS') throw new MethodNotAllowed(allow);
    void reply.status(204).header('allow', allow.join(', ')).send();
  }

  async #authenticate(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { authenticator, connections, counts } = this.parts;
    if (authenticator === undefined) return;
    try {
      const mayGuess = (await counts?.reached('failures', request)) !== undefined;
      const credentials = authenticator.credentialsOf(request.raw);
      request.caller = await this.#tokens.held(credentials, mayGuess, () =>
        authenticator.authenticate(request.raw),
      );
    } catch (error) {
      connections.forget(request.raw.socket);
      if (error instanceof InvalidToken && error.isGuess) await counts?.count('failures', request);
      throw error;
    }
    if (connections.recognise(request.raw.socket)) return;
    void reply.header('connection', 'close');
    throw new TooManyConnections();
  }
}

function takenBy({ routeOptions: { config } }: FastifyRequest): readonly string[] {
  if (config.isPublic === true) return config.strangerBytes === undefined ? [] : [JSON_TYPE];
  return config.takes ?? [JSON_TYPE];
}

/** Of these Node takes the first and drops the others, so that whoever sent two would not learn which one counted. */
const ONCE: ReadonlySet<string> = new Set(['authorization', 'content-type']);

/** @throws InvalidRequest */
function requireOnce({ rawHeaders }: IncomingMessage): void {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!ONCE.has(name)) continue;
    if (seen.has(name)) throw new InvalidRequest(`The request has the field ${name} more than once.`);
    seen.add(name);
  }
}

/** Fastify would hand on what it can't decode as it came. */
function requireReadableQuery(url: string): void {
  const at = url.indexOf('?');
  if (at === -1 || !url.includes('%', at)) return;
  try {
    decodeURIComponent(url.slice(at + 1));
  } catch {
    throw new InvalidRequest('The query is not UTF-8 in percent-encoding.');
  }
}

function isWaiting({ headers, raw }: FastifyRequest): boolean {
  return raw.httpVersion === '1.1' && /(?:^|\W)100-continue(?:$|\W)/i.test(headers.expect ?? '');
}

/**
 * Tells a client to send its body when the connection has come to its answer. Node by itself tells one that
 * pipelines at once, and then puts the words between head and body of an answer which is ready by then.
 */
function continueInTurn(response: ServerResponse): void {
  const tell = (): void => {
    if (!response.headersSent) response.writeContinue();
  };
  if (response.socket !== null) tell();
  else response.once('socket', tell);
}
