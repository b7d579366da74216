export { type Clock, systemClock, unixSeconds } from './clock.js';
export { DomainError, type ErrorFacts, type ErrorKind } from './errors/index.js';
export { placeIn, requireFreePorts } from './free-ports.js';
export { newId, randomToken } from './ids.js';
export { keysOf, recordOf } from './record-of.js';
export { nearestName } from './nearest-name.js';
export { Oldest } from './oldest.js';
export { releaseVersion } from './release.js';
export { type Rule, withRules } from './rules.js';
export { SeenBefore } from './seen-before.js';
export { setting } from './setting.js';
export {
  type Environment,
  isMisnamed,
  SECRET_SETTINGS,
  SETTING_NAMES,
  withoutServiceLinks,
} from './setting-names.js';
export { InvalidSettings, loadSettings } from './settings.js';
export { startFault } from './start-fault.js';
export { within } from './within.js';
