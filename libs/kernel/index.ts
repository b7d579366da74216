export { type Clock, systemClock, unixSeconds } from './clock.js';
export { DomainError, type ErrorFacts, type ErrorKind } from './domain-error.js';
export { newId, randomToken } from './ids.js';
export { keysOf, recordOf } from './record-of.js';
export { setting } from './setting.js';
export { InvalidSettings, loadSettings } from './settings.js';
export { startFault } from './start-fault.js';
