import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { refuseUnknownFields, refuseUnknownParameters } from '#libs/http';
import { argumentsOf } from './route-arguments.js';

const BODY = 'lectern:body';

/** Declares the body of a route that takes none by `@Body` and reads it by itself. */
export const ReadsBody = (schema: z.ZodType) => SetMetadata(BODY, schema);

/**
 * Closed by default: below /v1 a request may have only the query parameters and fields that its route declares, by
 * `@Query({ schema })`, `@Body({ schema })` or `@ReadsBody(schema)`; a route that declares none takes none. So a
 * name that is misspelt is refused, and never taken for one that was left out, whether the schema is strict or not.
 * Bodies that are streams are read, and judged, by their doors.
 */
@Injectable()
export class KnownNamesGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!request.url.startsWith('/v1/')) return true;
    refuseUnknownParameters(request.query, declared(context, RouteParamtypes.QUERY));
    const read = Reflect.getMetadata(BODY, context.getHandler()) as z.ZodType | undefined;
    refuseUnknownFields(request.body, read ?? declared(context, RouteParamtypes.BODY));
    return true;
  }
}

function declared(context: ExecutionContext, type: RouteParamtypes): z.ZodType | undefined {
  const [argument] = argumentsOf(context.getClass(), context.getHandler().name, type);
  return argument?.schema as z.ZodType | undefined;
}
