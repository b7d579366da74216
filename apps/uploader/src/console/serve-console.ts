import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PublicLinks } from '../rest/public-links.js';

/** Where a build puts the page; a run from sources has none. */
const BUILT = path.resolve(import.meta.dirname, '../../../console/site');

/** The page that others may frame. */
const EMBED = '/embed/*';

/**
 * All that the page's router shows: who comes by such an address gets the page, which finds out the rest. An ingress that
 * lets in what it names alone names these, and the files below /console and /icon.svg.
 */
export const PAGES = [
  '/',
  '/upload',
  '/mine',
  '/lessons/*',
  '/courses/*',
  '/watch/*',
  '/admin',
  '/admin/*',
  '/sign-in',
  '/invitation',
  '/account',
  '/continue',
  EMBED,
];

const YEAR = 'public, max-age=31536000, immutable';

/** Hashing is WebAssembly, which nothing else here may run. */
const HASHING = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

export interface ConsoleParts {
  readonly links: PublicLinks;
  /** Where media come from. */
  readonly deliveryUrl: string;
  /** Whose pages may frame lessons: `*` for all. */
  readonly embedOrigins: readonly string[];
  readonly folder?: string;
}

/**
 * Serves the console: a page for all its addresses, and the files that it is made of, whose names say their content,
 * packed beforehand. Nobody has to be signed in for these; what they show comes from the API. Without a build there is none.
 */
export function serveConsole(
  fastify: FastifyInstance,
  { links, deliveryUrl, embedOrigins, folder = BUILT }: ConsoleParts,
): void {
  const page = readPage(folder);
  if (page === undefined) return;
  const delivery = new URL(deliveryUrl).origin;
  const own = {
    ...policyOf(delivery, "'none'"),
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  };
  const framed = embedOrigins.length === 0 ? own : policyOf(delivery, embedOrigins.join(' '));
  const show =
    (policy: Readonly<Record<string, string>>) => (request: FastifyRequest, reply: FastifyReply) => {
      const html = page.replace('<base href="/"', `<base href="${links.base(request.raw).pathname}"`);
      const tag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
      void reply.headers({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        etag: tag,
        'referrer-policy': 'same-origin',
        ...policy,
      });
      return request.headers['if-none-match'] === tag ? reply.status(304).send() : reply.send(html);
    };
  void fastify.register(async (site) => {
    site.addHook('onRoute', (route) => {
      route.config = { ...route.config, isPublic: true };
    });
    for (const url of PAGES) site.get(url, show(url === EMBED ? framed : own));
    await site.register(fastifyStatic, {
      root: folder,
      index: false,
      wildcard: false,
      preCompressed: true,
      decorateReply: false,
      globIgnore: ['index.html', '**/*.br', '**/*.gz'],
      cacheControl: false,
      setHeaders: (reply, file) => {
        void reply.header('cache-control', path.dirname(file) === folder ? 'no-cache' : YEAR);
        if (/\/hash-worker-[^/]*$/.test(file)) void reply.header('content-security-policy', HASHING);
      },
    });
  });
}

function readPage(folder: string): string | undefined {
  try {
    return readFileSync(path.join(folder, 'index.html'), 'utf8');
  } catch {
    return undefined;
  }
}

/** What the page may load, which is nothing of anybody else's, and who may frame it. */
function policyOf(delivery: string, ancestors: string): Record<'content-security-policy', string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // The player's parts style themselves by elements that they make.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${delivery}`,
    // hls.js begins its text tracks as empty ones.
    `media-src 'self' data: blob: ${delivery}`,
    `connect-src 'self' ${delivery}`,
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');
  return { 'content-security-policy': policy };
}
