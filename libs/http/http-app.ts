import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type DynamicModule, StandardSchemaValidationPipe, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { Counter, Histogram, Registry } from 'prom-client';
import { refusalOf, refuseConnection } from './client-error.js';
import { namesOneHost } from './host-field.js';
import { InvalidRequest } from './http.errors.js';
import { closeLingering } from './lingering-close.js';
import { type Logger, nestLogger, withoutToken } from './logger.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';
import { requestIdOf } from './request-id.js';
import { TrustedProxies } from './trusted-proxies.js';

export interface HttpAppOptions {
  readonly logger: Logger;
  readonly registry: Registry;
  /** Proxies whose X-Forwarded-* headers are believed, as the setting LECTERN_TRUSTED_PROXIES names them. */
  readonly trustedProxies?: readonly string[];
  /** How long a request's headers may take; half a minute unless told. */
  readonly headersTimeoutMs?: number;
  /** Sees every request before the framework does; false hands it on. */
  readonly intercept?: (...request: Parameters<RequestListener>) => boolean;
}

const HEADERS_TIMEOUT_MS = 30_000;
/** So much later than allowed a slow header may be noticed. */
const CHECKING_MS = 5_000;
const KEEP_ALIVE_MS = 75_000;
const JSON_BODY_BYTES = 256 * 1024;

/**
 * An HTTP server with the house's manners: request ids, problem+json for every error, one access line a
 * request, request metrics, validated bodies. There is no time-out for a whole request (F23: it would kill
 * long uploads): the header time-out stays, and the data routes watch the rate themselves.
 */
export async function createHttpApp(
  module: Type | DynamicModule,
  options: HttpAppOptions,
): Promise<NestFastifyApplication> {
  const headersTimeout = options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS;
  const proxies = new TrustedProxies(options.trustedProxies ?? []);
  const server = (handler: RequestListener): Server => {
    const settings = {
      requestTimeout: 0,
      headersTimeout,
      connectionsCheckingInterval: Math.min(headersTimeout, CHECKING_MS),
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: 16 * 1024,
    };
    const made = createServer(settings, (request, response) => {
      // Node takes request lines without a version, too.
      const { 'transfer-encoding': coding = 'chunked' } = request.headers;
      // Nor does it mind a coding that nobody here decodes, as long as the chunks come last.
      const isRead = coding.toLowerCase() === 'chunked';
      if (request.httpVersionMajor !== 1 || !isRead || !namesOneHost(request.rawHeaders))
        return refuse(request, response);
      if (options.intercept?.(request, response) !== true) handler(request, response);
    });
    made.on('connection', closeLingering);
    return made.on('checkContinue', (request, response) => {
      continueInTurn(response);
      made.emit('request', request, response);
    });
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
    clientErrorHandler: refuseConnection,
    // Before any hook has run.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(request, named(request, reply), error),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLogger(options.logger),
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
  observe(app, options.registry);
  return app;
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

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const sentence = 'The request has no version, no single host, or a coding that is not read here.';
  const { fields, body } = refusalOf(400, sentence, requestIdOf(request.headers['x-request-id']));
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
    help: 'Time to answer, by route',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600],
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
    seconds.observe({ method: request.method, route }, reply.elapsedTime / 1000);
    if (route !== '/livez' && route !== '/readyz' && route !== '/metrics') {
      request.log.info(
        {
          method: request.method,
          path: withoutToken(request.url),
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime),
          subject: request.caller?.subject,
        },
        'request',
      );
    }
    done();
  });
}
