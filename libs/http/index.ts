export { AuthGuard } from './auth.guard.js';
export { hasBody, mediaTypeOf } from './bodies.js';
export { Authenticator, type JwtSettings } from './authenticator.js';
export {
  ALLOWED_ROLES,
  type Caller,
  CurrentCaller,
  NEEDED_SCOPES,
  Public,
  Roles,
  type Role,
  ROLES,
  SCOPES,
  Scopes,
} from './caller.js';
export { callerOf, type ClaimSettings } from './claims.js';
export { networkOf } from './client-network.js';
export { keepHeapSmall } from './heap.js';
export { type Health, HealthModule, type ReadinessCheck } from './health.js';
export { Takes } from './front-door.js';
export { createHttpApp, Lasting } from './http-app.js';
export {
  BodyTooLarge,
  BodyTooSlow,
  ContentTypeNotTaken,
  FileNotProven,
  Forbidden,
  InsufficientScope,
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
export { registerDisk } from './disk-gauges.js';
export { refuseUnknownFields, refuseUnknownParameters } from './known-names.js';
export { readWhole } from './json-body.js';
export {
  TooManyCodesTried,
  TooManyCreations,
  TooManyFailedAuthentications,
  TooManyPasswordsTried,
  TooManySearches,
} from './limits.errors.js';
export { LineBudget } from './line-budget.js';
export { LOG_FIELDS, LOG_LINES, type LogFacts, tell } from './log-lines.js';
export { createLogger, type Logger } from './logger.js';
export { newRequestId, requestIdOf } from './request-id.js';
export { type Ended, runService, type Stop } from './run-service.js';
export { Sampled, sampledGauge } from './sampled.js';
export { registerBuild, serviceRegistry } from './service-registry.js';
export { followKeyRing, registerSigningKeys } from './signing-keys.js';
export { TrustedProxies } from './trusted-proxies.js';
export { problem, PROBLEM_TYPE, type Problem, problemOf } from './problem.js';
