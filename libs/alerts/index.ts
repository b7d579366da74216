export { type AlertName, ALERTS, type Finding, type Notice } from './alert.js';
export { alertRules, alertSettings, channelsOf, mailerOf } from './alert-settings.js';
export { Alerts, type Findings } from './alerts.js';
export { type Channel, type ChannelName, installationAt } from './channel.js';
export { Dispatch, type OnOutcome, type Outcome } from './dispatch.js';
export { LoneAlert } from './lone-alert.js';
export { Outbox } from './outbox.js';
