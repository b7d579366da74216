import type { FastifyRequest } from 'fastify';

/**
 * Where clients reach an upload. With a public URL set, below that; else the path alone, which a client
 * resolves against the address that it used itself, whatever host or scheme a proxy in front has.
 */
export class UploadLinks {
  constructor(private readonly publicUrl: string | undefined) {}

  to(request: FastifyRequest, upload: string): string {
    const prefix = request.headers['x-forwarded-prefix'];
    const below =
      this.publicUrl ??
      (typeof prefix === 'string' && /^(?:\/[A-Za-z0-9._~-]+)+$/.test(prefix) ? prefix : '');
    return `${below}/v1/uploads/${upload}`;
  }
}
