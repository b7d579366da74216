import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ALLOWED_ROLES, NEEDED_SCOPES, type Role, type Scope, SCOPES } from './caller.js';
import { FileNotProven, Forbidden, InsufficientScope, Unauthenticated } from './http.errors.js';

type Target = ReturnType<ExecutionContext['getHandler'] | ExecutionContext['getClass']>;

/**
 * Closed by default: every route wants a caller unless it says `@Public()`, one of the roles that it names, and a token
 * that is good for it (`@Scopes`). The
 * caller has been authenticated by then, before the body was read. A body of a type that the route does not take is
 * refused here, after who may not call at all.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.routeOptions.config.isPublic !== true) {
      this.#requireScope(request, targets);
      this.#requireRole(request, targets);
    }
    if (request.bodyRefusal !== undefined) throw request.bodyRefusal;
    return true;
  }

  #requireRole({ caller }: FastifyRequest, targets: Target[]): void {
    if (caller === undefined) throw new Unauthenticated();
    const roles = this.reflector.getAllAndOverride<Role[] | undefined>(ALLOWED_ROLES, targets);
    if (roles !== undefined && !roles.includes(caller.role)) throw new Forbidden();
  }

  #requireScope({ caller, params }: FastifyRequest, targets: Target[]): void {
    const { scopes, boundTo } = caller ?? {};
    const needs = this.reflector.getAllAndOverride<Scope[] | undefined>(NEEDED_SCOPES, targets) ?? ['admin'];
    const isGood = scopes === undefined || needs.some((scope) => scopes.includes(scope));
    const isElsewhere = boundTo !== undefined && (params as { id?: string }).id !== boundTo;
    if (!isGood && !isElsewhere && needs.includes('continue') && scopes.includes('prove'))
      throw new FileNotProven();
    if (!isGood || isElsewhere)
      throw new InsufficientScope(...SCOPES.filter((scope) => needs.includes(scope)));
  }
}
