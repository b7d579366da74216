import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The API's description, generated from the controllers and their schemas. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle('Lectern')
    .setDescription(
      'Uploads, assets, courses, signed playback and quotas. Errors are problem+json (RFC 9457) with a stable `code`.',
    )
    .setVersion('1')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'An access token (JWT) or an API key (lk_…)',
    })
    .build();
  return SwaggerModule.createDocument(app, settings);
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
  const servers = publicUrl === undefined ? [] : [{ url: publicUrl }];
  SwaggerModule.setup('docs', app, () => ({ ...openApiOf(app), servers }), {
    jsonDocumentUrl: 'docs/openapi.json',
  });
}
