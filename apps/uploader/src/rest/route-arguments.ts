import type { Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

interface RouteArgument {
  readonly data?: unknown;
  readonly schema?: unknown;
}

/** What of the request the parameters of one sort of a controller's method are, such as `@Headers('if-match')`. */
export function argumentsOf(controller: Type, method: string, sort: RouteParamtypes): RouteArgument[] {
  const found = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) as
    | Readonly<Record<string, RouteArgument>>
    | undefined;
  // Nest keeps them by sort and place, such as `3:1`.
  return Object.entries(found ?? {}).flatMap(([key, one]) => (key.startsWith(`${sort}:`) ? [one] : []));
}
