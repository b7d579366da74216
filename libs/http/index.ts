export { AuthGuard } from './auth.guard.js';
export { Authenticator, type JwtSettings } from './authenticator.js';
export {
  ALLOWED_ROLES,
  type Caller,
  CurrentCaller,
  Public,
  PUBLIC_ROUTE,
  Roles,
  type Role,
  ROLES,
} from './caller.js';
export { type Health, HealthModule, type ReadinessCheck } from './health.js';
export { createHttpApp } from './http-app.js';
export { Forbidden, InvalidRequest, Unauthenticated } from './http.errors.js';
export { createLogger, type Logger, logSettings } from './logger.js';
export { newRequestId, requestIdOf } from './request-id.js';
export { runService, type Stop } from './run-service.js';
export { TrustedProxies, trustedProxies } from './trusted-proxies.js';
export { problem, PROBLEM_TYPE, type Problem, problemOf } from './problem.js';
