export { AuthGuard } from './auth.guard.js';
export { hasBody, mediaTypeOf } from './bodies.js';
export { Authenticator, type JwtSettings } from './authenticator.js';
export {
  ALLOWED_ROLES,
  type Caller,
  CurrentCaller,
  Public,
  Roles,
  type Role,
  ROLES,
} from './caller.js';
export { keepHeapSmall } from './heap.js';
export { type Health, HealthModule, type ReadinessCheck } from './health.js';
export { Takes } from './front-door.js';
export { CONNECTIONS, createHttpApp } from './http-app.js';
export {
  BodyTooLarge,
  BodyTooSlow,
  ContentTypeNotTaken,
  Forbidden,
  InvalidRequest,
  InvalidToken,
  MethodNotAllowed,
  RouteNotFound,
  TooManyConnections,
  TooManyRequestsAhead,
  Unauthenticated,
  UnknownField,
  UnknownParameter,
} from './http.errors.js';
export { refuseUnknownFields, refuseUnknownParameters } from './known-names.js';
export { createLogger, type Logger, logSettings } from './logger.js';
export { newRequestId, requestIdOf } from './request-id.js';
export { runService, type Stop } from './run-service.js';
export { TrustedProxies, trustedProxies } from './trusted-proxies.js';
export { problem, PROBLEM_TYPE, type Problem, problemOf } from './problem.js';
