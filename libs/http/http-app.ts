import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { type DynamicModule, StandardSchemaValidationPipe, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { Counter, Histogram, Registry } from 'prom-client';
import { Authenticator } from './authenticator.js';
import { CallCounts } from './call-counts.js';
import { refusalOf, refuseConnection, refused } from './client-error.js';
import { Connections } from './connections.js';
import { FrontDoor } from './front-door.js';
import { namesOneHost } from './host-field.js';
import { InvalidRequest } from './http.errors.js';
import { LineBudget } from './line-budget.js';
import { closeLingering } from './lingering-close.js';
import { tell } from './log-lines.js';
import { type Logger, nestLogger, withoutToken } from './logger.js';
import { isTold, ProblemFilter, sendProblem } from './problem.filter.js';
import { requestIdOf } from './request-id.js';
import { readTarget } from './request-target.js';
import { CALL_LIMITS, type CallLimits } from './settings/call-limits.js';
import { type ConnectionLimits, CONNECTIONS } from './settings/connection-limits.js';
import { TrustedProxies } from './trusted-proxies.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its answers go on for as long as their clients like. */
    lasts?: boolean;
  }
}

/** The route's answers go on for as long as their clients like: how long they take says nothing about the service. */
export const Lasting = () => RouteConfig({ lasts: true });

export interface HttpAppOptions {
  readonly logger: Logger;
  readonly registry: Registry;
  /** Proxies whose X-Forwarded-* headers are believed, as the setting LECTERN_TRUSTED_PROXIES names them. */
  readonly trustedProxies?: readonly string[];
  /** How long a request's headers may take; half a minute unless told. */
  readonly headersTimeoutMs?: number;
  /** Whether the module provides an Authenticator, by which every route wants a caller that is not `@Public()`. */
  readonly authenticates?: boolean;
  /** Connections beyond these are ended; 1,000 of strangers and 10,000 of callers unless told. */
  readonly connections?: ConnectionLimits;
  /** How often callers may do something; what `CALL_LIMITS` says unless told. */
  readonly callLimits?: CallLimits;
  /** How long a body that is read into memory may take; half a minute unless told. */
  readonly bodyMs?: number;
  /** At what rate the rest of a body must come that nobody reads any more; 1,024 bytes a second unless told. */
  readonly leastBytesPerSecond?: number;
  /** What every answer to a request says, whoever makes it: refusals that no route gets to see, too. */
  readonly announce?: (request: IncomingMessage) => Readonly<Record<string, string>>;
  /** Sees every request before the framework does; false hands it on. */
  readonly intercept?: (...request: Parameters<RequestListener>) => boolean;
}

const HEADERS_TIMEOUT_MS = 30_000;
/** So much later than allowed a slow header may be noticed. */
const CHECKING_MS = 5_000;
const KEEP_ALIVE_MS = 75_000;
const JSON_BODY_BYTES = 256 * 1024;
const BODY_MS = 30_000;
const LEAST_BYTES_PER_SECOND = 1_024;

/**
 * An HTTP server with the house's manners: request ids, problem+json for every error, one access line a
 * request, request metrics, validated bodies, and bounds on what strangers can hold (F60: see FrontDoor and Connections). There
 * is no time-out for a whole request (F23: it would kill long uploads): headers and bodies that are read into memory
 * have one, and the data routes watch the rate themselves.
 */
export async function createHttpApp(
  module: Type | DynamicModule,
  options: HttpAppOptions,
): Promise<NestFastifyApplication> {
  const headersTimeout = options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS;
  const proxies = new TrustedProxies(options.trustedProxies ?? []);
  const connections = new Connections(options.registry, options.connections ?? CONNECTIONS);
  const server = (handler: RequestListener): Server => {
    const settings = {
      requestTimeout: 0,
      headersTimeout,
      connectionsCheckingInterval: Math.min(headersTimeout, CHECKING_MS),
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: 16 * 1024,
    };
    const made = createServer(settings, (request, response) => {
      // Before anybody looks at the target.
      const isAddressed = readTarget(request);
      for (const [name, value] of Object.entries(options.announce?.(request) ?? {}))
        response.setHeader(name, value);
      // Node takes request lines without a version, too.
      const { 'transfer-encoding': coding = 'chunked' } = request.headers;
      // Nor does it mind a coding that nobody here decodes, as long as the chunks come last.
      const isRead = coding.toLowerCase() === 'chunked';
      if (!connections.admits(request, response)) return;
      if (request.httpVersionMajor !== 1)
        return refuse(request, response, 'The request has no version of HTTP.');
      if (!isRead)
        return refuse(
          request,
          response,
          'The body has a Transfer-Encoding that is not read here: send chunks.',
        );
      if (!isAddressed)
        return refuse(
          request,
          response,
          'The absolute target of the request must be of HTTP and name one host.',
        );
      if (!namesOneHost(request.rawHeaders))
        return refuse(request, response, 'The request must name one host, in one Host field.');
      if (options.intercept?.(request, response) !== true) handler(request, response);
    });
    made.on('connection', closeLingering).on('connection', connections.join);
    // Nobody is told to go on before it is known who they are.
    return made.on('checkContinue', (request, response) => void made.emit('request', request, response));
  };
  const adapter = new FastifyAdapter({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: JSON_BODY_BYTES,
    trustProxy: (address) => proxies.include(address),
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers['x-request-id']),
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    serverFactory: server,
    clientErrorHandler: (error, socket: Socket) => {
      if (refuseConnection(error, socket)) connections.end('no-request');
    },
    // Before any hook has run.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(request, named(request, reply), error),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLogger(options.logger),
    bodyParser: false,
    bufferLogs: false,
    abortOnError: false,
  });
  app.useGlobalPipes(
    new StandardSchemaValidationPipe({
      exceptionFactory: (issues) =>
        new InvalidRequest(
          'The request does not fit what this resource takes.',
          issues.slice(0, 20).map((issue) => `${pathOf(issue.path)}${issue.message}`),
        ),
    }),
  );
  app.useGlobalFilters(new ProblemFilter());
  app.getHttpAdapter().getInstance().decorate('strangerLines', new LineBudget(options.logger));
  observe(app, options.registry);
  const authenticator =
    options.authenticates === true ? app.get(Authenticator, { strict: false }) : undefined;
  const counts =
    authenticator === undefined ? undefined : await CallCounts.of(app, options.callLimits ?? CALL_LIMITS);
  if (counts !== undefined) app.getHttpAdapter().getInstance().decorate('callCounts', counts);
  const door = new FrontDoor({
    authenticator,
    counts,
    connections,
    body: { bytes: JSON_BODY_BYTES, ms: options.bodyMs ?? BODY_MS },
    leastBytesPerSecond: options.leastBytesPerSecond ?? LEAST_BYTES_PER_SECOND,
  });
  door.guard(app.getHttpAdapter().getInstance());
  return app;
}

function refuse(request: IncomingMessage, response: ServerResponse, sentence: string): void {
  const { fields, body } = refusalOf(refused(400, sentence), requestIdOf(request.headers['x-request-id']));
  response.writeHead(400, fields).end(request.method === 'HEAD' ? undefined : body);
}

function pathOf(path: readonly unknown[] | undefined): string {
  if (path === undefined || path.length === 0) return '';
  return `${path.map((part) => String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part)).join('.')}: `;
}

/** What every answer says. */
function named(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
}

function observe(app: NestFastifyApplication, registry: Registry): void {
  const requests = new Counter({
    name: 'lectern_http_requests_total',
    help: 'Requests by route and status',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'lectern_http_request_seconds',
    help: 'Time to answer, by route; without streams of events',
    labelNames: ['method', 'route'],
    // From an answer out of memory to a long recording over a slow line.
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600, 3_600, 14_400],
    registers: [registry],
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    named(request, reply);
    done();
  });
  // Whoever is answered while the service stops comes back on another connection, and holds this one open no longer.
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (!fastify.server.listening) void reply.header('connection', 'close');
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const status = String(reply.statusCode);
    requests.inc({ method: request.method, route, status });
    if (request.routeOptions.config.lasts !== true)
      seconds.observe({ method: request.method, route }, reply.elapsedTime / 1000);
    const isWatched = route === '/livez' || route === '/readyz' || route === '/metrics';
    if (!isWatched && isTold(request, reply.statusCode)) {
      tell(request.log, 'request', {
        method: request.method,
        path: withoutToken(request.url),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        subject: request.caller?.subject,
      });
    }
    done();
  });
}
