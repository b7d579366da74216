import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Unauthenticated } from './http.errors.js';
import { type Role, ROLES } from './roles.js';

export { type Role, ROLES };

/** What a token may be good for; an access token is good for all that its role allows. */
export const SCOPES = ['upload', 'view', 'admin'] as const;
/**
 * And what a token may be good for that was given for a code: to prove that it goes on with the same file, and to do so; or
 * for a ticket: to watch one recording.
 */
export type Scope = (typeof SCOPES)[number] | 'prove' | 'continue' | 'watch';

/** Who calls. `unit` is the unit that a doctor or unit admin belongs to; null only for admins and auditors. */
export interface Caller {
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  readonly unit: string | null;
  /** As their token says; undefined where it says none, or they call in another way. */
  readonly email?: string | undefined;
  /** The id of the API key that they call with; nothing for an access token. */
  readonly apiKey?: string | undefined;
  /** The id of the session of the browser that they call from; nothing for whoever sends a token or key. */
  readonly signIn?: string | undefined;
  /** When the access token or the session expires that they call with; nothing for an API key. */
  readonly expiresAt?: Date | undefined;
  /** All that their token is good for; undefined of one that is good for everything. */
  readonly scopes?: readonly Scope[] | undefined;
  /** Whether what they are is what stands of them here, as of whoever signs in with a password. */
  readonly isLocal?: boolean | undefined;
  /** By which version of their person they were judged. */
  readonly personVersion?: number | undefined;
  /** The only resource that their token is good for: the `:id` of its routes. */
  readonly boundTo?: string | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
  interface FastifyContextConfig {
    /** Answers without credentials. */
    isPublic?: boolean;
    /** Of a public route that takes JSON: the most bytes of it. */
    strangerBytes?: number;
  }
}

/** The authenticated caller, as a route's parameter. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = context.switchToHttp().getRequest<FastifyRequest>().caller;
  if (caller === undefined) throw new Unauthenticated();
  return caller;
});

export const ALLOWED_ROLES = 'lectern:roles';

export const NEEDED_SCOPES = 'lectern:scopes';

/**
 * The route answers without credentials. No body is read for it, since nobody knows who would send one, unless it takes
 * JSON of `bodyBytes` at most.
 */
export const Public = ({ bodyBytes }: { bodyBytes?: number } = {}) =>
  RouteConfig({ isPublic: true, ...(bodyBytes === undefined ? {} : { strangerBytes: bodyBytes }) });

/** A token must be good for one of these; for a route that says none, `admin`. */
export const Scopes = (...scopes: Scope[]) => SetMetadata(NEEDED_SCOPES, scopes);

/** Only these roles may call; everybody else gets 403. */
export const Roles = (...roles: Role[]) => SetMetadata(ALLOWED_ROLES, roles);
