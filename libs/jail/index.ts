export {
  attemptsCommand,
  examineJail,
  type JailReport,
  MEASURES,
  reportOf,
} from './examine-jail.js';
export { isNotLaunched, launchCommand, type ResourceLimits } from './launch.js';
export { type JailMode, jailSettings } from './jail-settings.js';
