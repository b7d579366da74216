import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod, type Type } from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyContextConfig } from 'fastify';
import { z } from 'zod';
import { ALLOWED_ROLES, NEEDED_SCOPES, SCOPES } from '#libs/http';
import type { DomainError } from '#libs/kernel';
import { IDEMPOTENT } from '../idempotency.interceptor.js';
import { CREATES } from '../limits.guard.js';
import { argumentsOf } from '../route-arguments.js';
import { type Bodies, ALSO, CARRIES, RAISES, BODIES } from './describing.js';
import type { HeaderName } from './headers.js';

/** What the code of a route says of it beyond what @nestjs/swagger reads there. */
export interface Route {
  readonly isPublic: boolean;
  /** The media types of bodies that are let in. */
  readonly takes: readonly string[];
  /** What an API key must be good for, one of these. */
  readonly scopes: readonly string[];
  /** Whether tokens that were given for a code may be good for it. */
  readonly isForCodes: boolean;
  readonly hasRoles: boolean;
  readonly isIdempotent: boolean;
  /** Whether it counts against how much a caller may make. */
  readonly creates: boolean;
  /** The names of the headers that its parameters are read from. */
  readonly headers: readonly string[];
  /** Whether its body may be left out. */
  readonly mayComeBare: boolean;
  readonly raises: readonly DomainError[];
  readonly bodies: Bodies | undefined;
  readonly carries: readonly HeaderName[];
  /** In which media types it may answer beside JSON. */
  readonly also: readonly string[];
}

type Handler = (...parts: readonly unknown[]) => unknown;

/** By method and path, such as `get /v1/courses/{id}`. */
export function routesOf(app: NestFastifyApplication): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  const scanner = new MetadataScanner();
  const reflector = new Reflector();
  for (const module of app.get(ModulesContainer, { strict: false }).values())
    for (const { metatype } of module.controllers.values()) {
      const controller = metatype as Type<Record<string, Handler>>;
      for (const name of scanner.getAllMethodNames(controller.prototype as object)) {
        const handler = (controller.prototype as Record<string, Handler>)[name];
        const verb = handler && reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
        if (handler === undefined || verb === undefined) continue;
        const path = [controller, handler].map((part) => reflector.get<string>(PATH_METADATA, part));
        const key = `${(RequestMethod[verb] ?? '').toLowerCase()} ${templateOf(path.join('/'))}`;
        routes.set(key, routeOf(reflector, controller, handler, name));
      }
    }
  return routes;
}

function routeOf(reflector: Reflector, controller: Type, handler: Handler, name: string): Route {
  const said = (key: string): unknown => reflector.getAllAndOverride(key, [handler, controller]);
  const {
    isPublic = false,
    strangerBytes,
    takes = ['application/json'],
  } = (said(FASTIFY_ROUTE_CONFIG_METADATA) ?? {}) as FastifyContextConfig;
  const needed = (said(NEEDED_SCOPES) ?? ['admin']) as readonly string[];
  return {
    isPublic,
    takes: isPublic && strangerBytes === undefined ? [] : takes,
    scopes: SCOPES.filter((scope) => needed.includes(scope)),
    isForCodes: needed.includes('continue'),
    hasRoles: said(ALLOWED_ROLES) !== undefined,
    isIdempotent: said(IDEMPOTENT) === true,
    creates: said(IDEMPOTENT) === true || said(CREATES) === true,
    headers: argumentsOf(controller, name, RouteParamtypes.HEADERS).map(({ data }) => String(data)),
    mayComeBare: argumentsOf(controller, name, RouteParamtypes.BODY).some(
      ({ schema }) => schema instanceof z.ZodType && schema.safeParse(undefined).success,
    ),
    raises: (said(RAISES) ?? []) as readonly DomainError[],
    bodies: said(BODIES) as Bodies | undefined,
    carries: (said(CARRIES) ?? []) as readonly HeaderName[],
    also: (said(ALSO) ?? []) as readonly string[],
  };
}

function templateOf(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  return `/${parts.map((part) => part.replace(/^:(\w+)$/, '{$1}')).join('/')}`;
}
