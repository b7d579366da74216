import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
const ALLOWED_HEADERS = [
  'Authorization',
  'Content-Type',
  'Content-Digest',
  'Content-Disposition',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Last-Event-ID',
  'Repr-Digest',
  'Tus-Resumable',
  'Upload-Checksum',
  'Upload-Complete',
  'Upload-Concat',
  'Upload-Defer-Length',
  'Upload-Draft-Interop-Version',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
  'X-HTTP-Method-Override',
  'X-Request-Id',
  'X-Requested-With',
].join(', ');
const EXPOSED_HEADERS = [
  'Location',
  'Accept-Patch',
  'Content-Digest',
  'ETag',
  'Retry-After',
  'Tus-Checksum-Algorithm',
  'Tus-Extension',
  'Tus-Max-Size',
  'Tus-Resumable',
  'Tus-Version',
  'Upload-Asset',
  'Upload-Complete',
  'Upload-Concat',
  'Upload-Defer-Length',
  'Upload-Draft-Interop-Version',
  'Upload-Expires',
  'Upload-Length',
  'Upload-Limit',
  'Upload-Metadata',
  'Upload-Offset',
  'X-Request-Id',
].join(', ');
/** The longest that Chromium believes a preflight. */
const MAX_AGE_SECONDS = 7200;

/**
 * Lets pages of other origins read every answer, refusals too that no route gets to see. Credentials are bearer tokens,
 * which no browser sends by itself, so cookies are never allowed.
 */
export function originFields(
  { headers: { origin } }: IncomingMessage,
  origins: readonly string[],
): Readonly<Record<string, string>> {
  if (origins.length === 0) return {};
  const all = origins.includes('*');
  const vary = all ? {} : { vary: 'Origin' };
  if (origin === undefined || !(all || origins.includes(origin))) return vary;
  return {
    ...vary,
    'access-control-allow-origin': all ? '*' : origin,
    'access-control-expose-headers': EXPOSED_HEADERS,
  };
}

/** Answers preflights before anything asks who calls. */
export function answerPreflights(fastify: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  fastify.addHook('onRequest', (request, reply, done) => {
    const { 'access-control-request-method': asked } = request.headers;
    if (request.method !== 'OPTIONS' || asked === undefined) return done();
    if (Object.hasOwn(originFields(request.raw, origins), 'access-control-allow-origin')) {
      void reply.headers({
        'access-control-allow-methods': METHODS,
        'access-control-allow-headers': ALLOWED_HEADERS,
        'access-control-max-age': String(MAX_AGE_SECONDS),
      });
    }
    void reply.status(204).send();
  });
}
