export { CALL_LIMITS } from './call-limits.js';
export { CONNECTIONS } from './connection-limits.js';
export { logSettings } from './log-settings.js';
export { trustedProxies } from '../trusted-proxies.js';
export { ROLES } from '../roles.js';
