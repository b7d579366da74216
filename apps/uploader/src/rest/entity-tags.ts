import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** An entity tag (RFC 9110 section 8.8.3), without its quotes. */
interface EntityTag {
  readonly weak: boolean;
  readonly opaque: string;
}

/**
 * Of a field such as If-Match: the tags that it lists, or `*`. undefined where it is neither. Empty items of the list
 * are passed over, as section 5.6.1 has it.
 */
export function tagsOf(field: string): readonly EntityTag[] | '*' | undefined {
  if (field.trim() === '*') return '*';
  const tags: EntityTag[] = [];
  const item = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)")?[ \t]*(?:,|$)/y;
  while (item.lastIndex < field.length) {
    const [, weakness, opaque] = item.exec(field) ?? [undefined];
    if (item.lastIndex === 0) return undefined;
    if (opaque !== undefined) tags.push({ weak: weakness !== undefined, opaque });
  }
  return tags.length === 0 ? undefined : tags;
}

/**
 * Makes of the version that a route tells as its ETag that of the answer: `"7"` becomes `"7-…"`, with a digest of the
 * body. So it is strong, and another one whenever the body is, while the number in front changes only with what people
 * edit. A GET or HEAD whose If-None-Match names it is answered with 304 (section 13.1.2, weak comparison).
 */
export function tagAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const version = /^"([0-9]+)"$/.exec(String(reply.getHeader('etag')))?.[1];
    if (version === undefined || (typeof payload !== 'string' && !Buffer.isBuffer(payload))) return done();
    const digest = createHash('sha256').update(payload).digest('base64url').slice(0, 22);
    const opaque = `${version}-${digest}`;
    void reply.header('etag', `"${opaque}"`);
    if ((request.method !== 'GET' && request.method !== 'HEAD') || reply.statusCode !== 200) return done();
    // It is for this caller alone, and asked for anew each time: edits and progress show at once.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'private, no-cache');
    const known = tagsOf(request.headers['if-none-match'] ?? '');
    if (known === undefined || (known !== '*' && !known.some((tag) => tag.opaque === opaque))) return done();
    void reply.status(304).removeHeader('content-type').removeHeader('content-length');
    // Of a HEAD Fastify itself drops the body, and tells its length, as may be.
    return done(null, request.method === 'HEAD' ? payload : '');
  });
}
