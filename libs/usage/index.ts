export { renameInUsage } from './erasure.js';
export { type Segment, type TakenIn, UsageCounts } from './usage-counts.js';
export { UsageTooLarge, UsageWindowInvalid, UsageWindowTooLong } from './usage.errors.js';
export { UsageReports, type UsageSubject } from './usage-reports.js';
export { MOST_PERIODS, usageWindow, type UsageWindow } from './usage-window.js';
