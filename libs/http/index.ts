export { AuthGuard } from './auth.guard.js';
export { Authenticator } from './authenticator.js';
export { type Caller, CurrentCaller, Public, Roles, type Role, ROLES } from './caller.js';
export { type Health, HealthModule, type ReadinessCheck } from './health.js';
export { createHttpApp } from './http-app.js';
export { Forbidden, InvalidRequest } from './http.errors.js';
export { createLogger, type Logger } from './logger.js';
export { runService, type Stop } from './run-service.js';
export { PROBLEM_TYPE, type Problem, problemOf } from './problem.js';
