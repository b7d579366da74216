import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { z } from 'zod';
import { completed } from './openapi/completed.js';
import { routesOf } from './openapi/route.js';
import { schemaOf } from './openapi/schemas.js';

/** What each group of operations is about. */
const TAGS: Readonly<Record<string, string>> = {
  admin: 'What administrators and auditors of a unit, or of all, look after.',
  assets: 'Videos, recordings, images and attachments, from the moment when their bytes are there.',
  courses: 'What learners see: an ordered set of assets, and who may see it.',
  events: 'What happens, as it happens.',
  me: 'The caller.',
  playback:
    'Signed addresses. Whoever has one needs no token, so each is for one viewer and for a while, and can be revoked.',
  'resumable-uploads':
    'The same by the IETF’s Resumable Uploads for HTTP (draft-ietf-httpbis-resumable-upload, interop versions 6 to 10).',
  uploads:
    'Bytes on their way in. An upload is begun once, by JSON or by tus 1.0.0, and holds its quota from then on. Its bytes come by tus, in numbered parts, or straight to the bucket; when all are there it has become an asset.',
};

/** The API's description, generated from the controllers and the schemas that they check and answer by. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Lectern')
    .setDescription(
      [
        'Uploads, assets, courses, signed playback and quotas.',
        'Every refusal is problem+json (RFC 9457) with a stable `code`, a sentence, and `retryable`. New codes, and new fields of any answer, may come at any time: pass over what you do not know.',
        'Lists are paged: `nextCursor` of one answer is `cursor` of the next request, and null at the end. Times are RFC 3339 in UTC, sizes are bytes.',
      ].join('\n\n'),
    )
    .setVersion('1')
    .addServer('/', 'The service that gives out this description')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'An access token (JWT) or an API key (lk_…)',
    })
    .build();
  const document = SwaggerModule.createDocument(app, settings, {
    standardSchemaConverter: (schema, options) => schemaOf(schema as z.ZodType, options),
  });
  return completed(document, routesOf(app), TAGS);
}

/**
 * The same as a page at /docs, and as JSON at /docs/openapi.json; works without the internet. What is called from there
 * lies below the public URL, where there is one.
 */
export function serveDocs(app: NestFastifyApplication, publicUrl: string | undefined): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', (route) => {
    if (/^\/docs(?:\/|$)/.test(route.url)) route.config = { ...route.config, isPublic: true };
  });
  const own = publicUrl === undefined ? {} : { servers: [{ url: publicUrl }] };
  SwaggerModule.setup('docs', app, () => ({ ...openApiOf(app), ...own }), {
    jsonDocumentUrl: 'docs/openapi.json',
  });
}
