import type { OutgoingHttpHeaders } from 'node:http';
import { PROBLEM_TYPE, type Problem } from '#libs/http';
import { contentDispositionOf, contentTypeOf } from '#libs/media-type';
import type { Grant } from '#libs/signing';
import type { Representation, Selection } from './preconditions.js';

/** Headers of every answer: whatever is served can't run, frame, refer or be taken for another type. */
export const GUARDING_HEADERS: OutgoingHttpHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
};

const METHODS = 'GET, HEAD, OPTIONS';

/** The answer to OPTIONS. The edge's table is made of this one (edge-table.spec.ts). */
export const PREFLIGHT_HEADERS = {
  allow: METHODS,
  'access-control-allow-methods': METHODS,
  'access-control-allow-headers': 'Range, If-Range, If-Match, If-None-Match, If-Modified-Since',
  'access-control-max-age': '7200',
  'cache-control': 'no-store',
} as const;

const EXPOSED = 'ETag, Content-Length, Content-Range, Accept-Ranges, X-Request-Id';
const LONGEST_AGE_SECONDS = 365 * 24 * 3600;

/** What pages of `origin` may read, where `allowed` are the origins that may; `*` for all. */
export function corsHeaders(allowed: readonly string[], origin: string | undefined): OutgoingHttpHeaders {
  const exposed = { 'access-control-expose-headers': EXPOSED };
  if (allowed.includes('*')) return { 'access-control-allow-origin': '*', ...exposed };
  if (allowed.length === 0) return {};
  if (origin === undefined || !allowed.includes(origin)) return { vary: 'Origin' };
  return { 'access-control-allow-origin': origin, vary: 'Origin', ...exposed };
}

/** Headers that an object has for every request of a grant with this path and name to save as. */
export function objectHeaders(
  grant: Pick<Grant, 'path' | 'saveAs'>,
  object: Representation,
  status: number,
): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {
    etag: object.etag,
    'last-modified': object.lastModified,
    'accept-ranges': 'bytes',
  };
  if (status === 304) return headers;
  const disposition = contentDispositionOf(grant.path, grant.saveAs);
  if (disposition !== undefined) headers['content-disposition'] = disposition;
  headers['content-type'] = contentTypeOf(grant.path, grant.saveAs);
  return headers;
}

/**
 * Private: a cache that viewers share would go on serving a URL that has been revoked meanwhile, and would
 * not know the viewer's network.
 */
export function cacheControl(grant: Pick<Grant, 'expires'>, now: number): string {
  return `private, max-age=${maxAge(grant, now)}, immutable`;
}

/** Seconds for which a viewer's own cache may keep what the grant is for. */
export function maxAge(grant: Pick<Grant, 'expires'>, now: number): number {
  return Math.max(Math.min(grant.expires - now, LONGEST_AGE_SECONDS), 0);
}

export function lengthHeaders(selection: Selection, object: Representation): OutgoingHttpHeaders {
  if (selection.status === 304) return {};
  if (selection.status !== 206) return { 'content-length': object.bytes };
  const { start, end } = selection.range;
  return { 'content-length': end - start + 1, 'content-range': `bytes ${start}-${end}/${object.bytes}` };
}

export function problemHeaders(problem: Problem, bytes: number): OutgoingHttpHeaders {
  return {
    'content-type': PROBLEM_TYPE,
    'content-length': bytes,
    'cache-control': 'no-store',
    ...(problem.status === 503 && { 'retry-after': '5' }),
  };
}
