import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { IDEMPOTENT } from './idempotency.interceptor.js';

export const CREATES = 'lectern:creates';

/** The route makes something, although it is not `@Idempotent()`: it counts as a creation of its caller. */
export const Creates = () => SetMetadata(CREATES, true);

/** Holds callers to how much they may make, and how often they may search, in a minute. */
@Injectable()
export class LimitsGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { callCounts } = request.server;
    if (callCounts === undefined || request.caller === undefined) return true;
    const handler = context.getHandler();
    const creates = [CREATES, IDEMPOTENT].some((key) => this.reflector.get(key, handler) === true);
    if (creates) await callCounts.count('creations', request);
    if ((request.query as { q?: unknown }).q !== undefined) await callCounts.count('searches', request);
    return true;
  }
}
