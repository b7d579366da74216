import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Unauthenticated } from './http.errors.js';

export const ROLES = ['doctor', 'unit-admin', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** Who calls. `unit` is the unit that a doctor or unit admin belongs to; null only for admins and auditors. */
export interface Caller {
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  readonly unit: string | null;
  /** The id of the API key that they call with; nothing for an access token. */
  readonly apiKey?: string | undefined;
  /** When the access token that they call with expires; nothing for an API key. */
  readonly expiresAt?: Date | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
  interface FastifyContextConfig {
    /** Answers without credentials. */
    isPublic?: boolean;
  }
}

/** The authenticated caller, as a route's parameter. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = context.switchToHttp().getRequest<FastifyRequest>().caller;
  if (caller === undefined) throw new Unauthenticated();
  return caller;
});

export const ALLOWED_ROLES = 'lectern:roles';

/** The route answers without credentials. No body is read for it: nobody knows who would send one. */
export const Public = () => RouteConfig({ isPublic: true });

/** Only these roles may call; everybody else gets 403. */
export const Roles = (...roles: Role[]) => SetMetadata(ALLOWED_ROLES, roles);
