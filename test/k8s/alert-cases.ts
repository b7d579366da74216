/** Series over time, four samples a minute, in the notation of `promtool test rules`. */
type Series = Readonly<Record<string, string>>;

export interface AlertCase {
  readonly alert: string;
  readonly when: string;
  readonly series: Series;
  /** When the alert is looked at. */
  readonly at: string;
  /** Nothing fires where this is left out. */
  readonly fires?: { readonly labels: Readonly<Record<string, string>>; readonly summary: string };
}

/** An hour of what does not change. */
const still = (value: number): string => `${value}+0x240`;
/** An hour of what grows by so much from sample to sample. */
const growing = (by: number): string => `0+${by}x240`;

/** A series as Prometheus has it of the first pod of a service, or of an edge beside delivery. */
function of(target: string, name: string, labels: Readonly<Record<string, string>> = {}): string {
  const all = { ...targetOf(target), ...labels };
  const matchers = Object.entries(all).map(([label, value]) => `${label}="${value}"`);
  return `${name}{${matchers.join(',')}}`;
}

function targetOf(target: string): Record<string, string> {
  const pod = target === 'edge' ? 'delivery' : target;
  return { namespace: 'lectern', job: pod, pod: `${pod}-1`, container: target };
}

const SERVICES = ['uploader', 'delivery', 'worker'] as const;
const GIB = 2 ** 30;

/** Everything that the rules look at, as it is on a good day. */
export const GOOD_DAY: Series = {
  ...Object.fromEntries(
    [...SERVICES, 'edge'].flatMap((target) => [
      [of(target, 'up'), still(1)],
      ...(target === 'edge' || target === 'delivery'
        ? []
        : [[of(target, 'lectern_ready', { check: 'database' }), still(1)]]),
      [of(target, 'lectern_ready', { check: 'storage' }), still(1)],
      [of(target, 'process_open_fds'), still(80)],
      [of(target, 'process_max_fds'), still(1_024)],
    ]),
  ),
  ...Object.fromEntries(
    ['delivery', 'edge'].flatMap((target) => [
      [of(target, 'lectern_ready', { check: 'revocations' }), still(1)],
      [of(target, 'lectern_delivery_requests_total', { method: 'GET', status: '2xx' }), growing(100)],
      [of(target, 'lectern_delivery_requests_total', { method: 'GET', status: '5xx' }), still(0)],
      [of(target, 'lectern_delivery_verdicts_total', { code: 'ok' }), growing(100)],
      [of(target, 'lectern_delivery_verdicts_total', { code: 'signature-invalid' }), growing(1)],
      [of(target, 'lectern_delivery_revocations_age_seconds'), still(3)],
      [of(target, 'lectern_signing_ring_info', { ring: 'a7' }), still(1)],
      [of(target, 'lectern_delivery_usage_failing'), still(0)],
      [of(target, 'lectern_delivery_usage_lost_bytes_total'), still(0)],
    ]),
  ),
  [of('worker', 'lectern_usage_behind_seconds')]: still(70),
  [of('worker', 'lectern_usage_segments_total', { outcome: 'late' })]: still(0),
  [of('worker', 'lectern_usage_lines_total', { outcome: 'broken' })]: '0+0x40 1+0x200',
  [of('uploader', 'lectern_webhook_oldest_waiting_seconds')]: still(600),
  [of('uploader', 'lectern_webhook_deliveries_total', { outcome: 'failed' })]: growing(1),
  [of('uploader', 'lectern_webhook_deliveries_total', { outcome: 'given_up' })]: still(0),
  [of('uploader', 'lectern_webhook_deliveries_total', { outcome: 'backlog_full' })]: still(0),
  [of('uploader', 'lectern_webhooks_disabled')]: still(0),
  [of('uploader', 'lectern_event_listeners_refused_total', { code: 'event-streams-full' })]: '0+0x40 3+0x200',
  [of('uploader', 'lectern_events_held_seconds')]: still(2),
  [of('uploader', 'lectern_signing_ring_info', { ring: 'a7' })]: still(1),
  [of('uploader', 'lectern_http_requests_total', { method: 'GET', route: '/v1/me', status: '200' })]:
    growing(100),
  [of('uploader', 'lectern_http_requests_total', { method: 'GET', route: '/v1/me', status: '503' })]:
    still(2),
  [of('uploader', 'lectern_audit_intact')]: still(1),
  [of('uploader', 'lectern_audit_unanchored_seconds')]: still(3_700),
  [of('uploader', 'lectern_storage_size_bytes')]: still(1_000 * GIB),
  [of('uploader', 'lectern_storage_free_bytes')]: still(400 * GIB),
  [of('uploader', 'lectern_storage_mark_ratio', { of: 'encoding' })]: still(0.85),
  [of('uploader', 'lectern_storage_mark_ratio', { of: 'uploads' })]: still(0.92),
  [of('uploader', 'lectern_quota_full_accounts', { of: 'units', percent: '80' })]: still(2),
  [of('uploader', 'lectern_quota_full_accounts', { of: 'units', percent: '95' })]: still(0),
  [of('uploader', 'lectern_quota_full_accounts', { of: 'people', percent: '95' })]: still(1),
  [of('worker', 'lectern_queue_oldest_job_age_seconds', { queue: 'package-asset' })]: still(20),
  [of('worker', 'lectern_queue_oldest_job_age_seconds', { queue: 'encode-asset' })]: still(1_200),
  [of('worker', 'lectern_assets_failed_total', { reason: 'internal' })]: still(0),
  [of('worker', 'lectern_assets_failed_total', { reason: 'not-media' })]: growing(1),
  [of('worker', 'lectern_job_failures_total', { queue: 'encode-asset', reason: 'storage-unavailable' })]:
    still(3),
  [of('worker', 'lectern_scratch_size_bytes')]: still(100 * GIB),
  [of('worker', 'lectern_scratch_free_bytes')]: still(60 * GIB),
};

/** A good day but for these; undefined takes a series away. */
function but(changes: Readonly<Record<string, string | undefined>>): Series {
  const merged: Record<string, string | undefined> = { ...GOOD_DAY, ...changes };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

const requests = (target: string, status: string): string =>
  of(target, 'lectern_delivery_requests_total', { method: 'GET', status });
const oldest = (queue: string): string => of('worker', 'lectern_queue_oldest_job_age_seconds', { queue });
const failedInternally = of('worker', 'lectern_assets_failed_total', { reason: 'internal' });
const failures = of('worker', 'lectern_job_failures_total', {
  queue: 'encode-asset',
  reason: 'storage-unavailable',
});
const free = of('uploader', 'lectern_storage_free_bytes');

/** So many minutes without an answer, then all is well. */
const away = (minutes: number): string => `0+0x${minutes * 4} 1+0x240`;

export const ALERT_CASES: readonly AlertCase[] = [
  {
    alert: 'LecternDown',
    when: 'a pod does not answer',
    series: but({ [of('worker', 'up')]: still(0) }),
    at: '4m',
    fires: { labels: targetOf('worker'), summary: 'worker in worker-1 does not answer' },
  },
  {
    alert: 'LecternDown',
    when: 'a pod was started anew',
    series: but({ [of('worker', 'up')]: away(2) }),
    at: '4m',
  },
  {
    alert: 'LecternAbsent',
    when: 'no pod of the worker was placed anywhere',
    series: but({ [of('worker', 'up')]: undefined }),
    at: '6m',
    fires: { labels: { namespace: 'lectern', job: 'worker' }, summary: 'There is no pod of worker' },
  },
  {
    alert: 'LecternStorageUnavailable',
    when: 'a mount hangs',
    series: but({ [of('edge', 'lectern_ready', { check: 'storage' })]: still(0) }),
    at: '4m',
    fires: {
      labels: { ...targetOf('edge'), check: 'storage' },
      summary: 'The storage does not answer edge in delivery-1',
    },
  },
  {
    alert: 'LecternStorageUnavailable',
    when: 'it was away for two minutes',
    series: but({ [of('edge', 'lectern_ready', { check: 'storage' })]: away(2) }),
    at: '4m',
  },
  {
    alert: 'LecternDatabaseUnavailable',
    when: 'PostgreSQL is down',
    series: but({ [of('uploader', 'lectern_ready', { check: 'database' })]: still(0) }),
    at: '4m',
    fires: {
      labels: { ...targetOf('uploader'), check: 'database' },
      summary: 'The database does not answer uploader in uploader-1',
    },
  },
  {
    alert: 'LecternDatabaseUnavailable',
    when: 'the storage is away',
    series: but({ [of('uploader', 'lectern_ready', { check: 'storage' })]: still(0) }),
    at: '4m',
  },
  {
    alert: 'LecternNotReady',
    when: 'delivery has never read the revocation list',
    series: but({ [of('delivery', 'lectern_ready', { check: 'revocations' })]: still(0) }),
    at: '4m',
    fires: {
      labels: { ...targetOf('delivery'), check: 'revocations' },
      summary: 'delivery in delivery-1 takes no traffic: revocations is not there',
    },
  },
  {
    alert: 'LecternNotReady',
    when: 'the storage is away, which has an alert of its own',
    series: but({ [of('uploader', 'lectern_ready', { check: 'storage' })]: still(0) }),
    at: '4m',
  },
  {
    alert: 'LecternErrors',
    when: '5 % of the requests to the API fail',
    series: but({
      [of('uploader', 'lectern_http_requests_total', { method: 'GET', route: '/v1/me', status: '503' })]:
        growing(6),
    }),
    at: '15m',
    fires: {
      labels: { job: 'uploader' },
      summary: 'More than 2 % of the requests to uploader end with a status of 500 or above',
    },
  },
  {
    alert: 'LecternErrors',
    when: '1 % of them do',
    series: but({
      [of('uploader', 'lectern_http_requests_total', { method: 'GET', route: '/v1/me', status: '503' })]:
        growing(1),
    }),
    at: '15m',
  },
  {
    alert: 'LecternDescriptors',
    when: 'nearly all are open',
    series: but({ [of('delivery', 'process_open_fds')]: still(900) }),
    at: '11m',
    fires: {
      labels: targetOf('delivery'),
      summary: 'delivery in delivery-1 runs out of file descriptors: 900 are open',
    },
  },
  ...(['delivery', 'edge'] as const).flatMap((target): AlertCase[] => [
    {
      alert: 'LecternDeliveryUnavailable',
      when: `3 % of the signed URLs fail at ${target}`,
      series: but({ [requests(target, '5xx')]: growing(3) }),
      at: '15m',
      fires: {
        labels: { pod: 'delivery-1', container: target },
        summary: `${target} in delivery-1 answers more than 2 % of signed URLs with a status of 500 or above`,
      },
    },
    {
      alert: 'LecternDeliveryUnavailable',
      when: `1 % of them fail at ${target}`,
      series: but({ [requests(target, '5xx')]: growing(1) }),
      at: '15m',
    },
    {
      alert: 'LecternDeliveryUnavailable',
      when: `one failed at ${target}, in a night without viewers`,
      series: but({ [requests(target, '2xx')]: still(9), [requests(target, '5xx')]: '0+0x20 1+0x240' }),
      at: '10m',
    },
    {
      alert: 'LecternRevocationsLate',
      when: `the list can't be read by ${target}`,
      series: but({ [of(target, 'lectern_delivery_revocations_age_seconds')]: growing(15) }),
      at: '8m',
      fires: {
        labels: { pod: 'delivery-1', container: target },
        summary: `${target} in delivery-1 has not read the revocation list for 8m 0s`,
      },
    },
  ]),
  {
    alert: 'LecternAuditBroken',
    when: 'the daily verification found an entry that was edited',
    series: but({ [of('uploader', 'lectern_audit_intact')]: still(0) }),
    at: '2m',
    fires: {
      labels: { namespace: 'lectern' },
      summary: 'The audit trail or its anchors are not what was written',
    },
  },
  {
    alert: 'LecternAuditUnanchored',
    when: 'no anchor could be written for hours',
    series: but({ [of('uploader', 'lectern_audit_unanchored_seconds')]: still(14_400) }),
    at: '6m',
    fires: {
      labels: { namespace: 'lectern' },
      summary: 'The audit trail has had no new anchor for 4h 0m 0s',
    },
  },
  {
    alert: 'LecternKeyRingsDiffer',
    when: 'the edge never got the new ring',
    series: but({
      [of('edge', 'lectern_signing_ring_info', { ring: 'a7' })]: undefined,
      [of('edge', 'lectern_signing_ring_info', { ring: 'b8' })]: still(1),
    }),
    at: '16m',
    fires: { labels: {}, summary: '2 key rings are in force among uploader, delivery and edge' },
  },
  {
    alert: 'LecternKeyRingsDiffer',
    when: 'a new ring takes some minutes to come everywhere',
    series: but({
      [of('edge', 'lectern_signing_ring_info', { ring: 'a7' })]: '_x20 1+0x240',
      [of('edge', 'lectern_signing_ring_info', { ring: 'b8' })]: '1+0x19 _x240',
    }),
    at: '16m',
  },
  {
    alert: 'LecternForgedUrls',
    when: 'somebody guesses',
    series: but({
      [of('edge', 'lectern_delivery_verdicts_total', { code: 'signature-invalid' })]: growing(30),
    }),
    at: '30m',
    fires: {
      labels: {},
      summary: 'Delivery and edge are asked for 2.067 URLs a second with wrong signatures',
    },
  },
  ...(['delivery', 'edge'] as const).flatMap((target): AlertCase[] => [
    {
      alert: 'LecternUsageNotWritten',
      when: `the folder is full at ${target}`,
      series: but({ [of(target, 'lectern_delivery_usage_failing')]: still(1) }),
      at: '6m',
      fires: {
        labels: { pod: 'delivery-1', container: target },
        summary: `${target} in delivery-1 can not write what it sends to whom: it waits in memory`,
      },
    },
    {
      alert: 'LecternUsageLost',
      when: `the memory of ${target} is full as well`,
      series: but({
        [of(target, 'lectern_delivery_usage_lost_bytes_total')]: `0+0x40 ${2 ** 20}+0x200`,
      }),
      at: '15m',
      fires: {
        labels: { pod: 'delivery-1', container: target },
        // Prometheus counts the increase over the whole hour.
        summary: `${target} in delivery-1 sent 1MiB within the last hour that nobody will count`,
      },
    },
  ]),
  {
    alert: 'LecternUsageNotWritten',
    when: 'the mount hung for two minutes',
    series: but({ [of('delivery', 'lectern_delivery_usage_failing')]: '1+0x8 0+0x240' }),
    at: '6m',
  },
  {
    alert: 'LecternUsageBehind',
    when: 'no worker has counted for twenty minutes',
    series: but({ [of('worker', 'lectern_usage_behind_seconds')]: still(1_200) }),
    at: '6m',
    fires: {
      labels: { namespace: 'lectern' },
      summary: 'A segment of usage has waited for 20m 0s to be counted',
    },
  },
  {
    alert: 'LecternUsageRejected',
    when: 'a folder came back that had been away for half a year',
    series: but({
      [of('worker', 'lectern_usage_segments_total', { outcome: 'late' })]: '0+0x40 3+0x200',
    }),
    at: '15m',
    fires: {
      labels: { namespace: 'lectern' },
      summary: '3 segments or lines of usage were not counted within the last hour',
    },
  },
  {
    alert: 'LecternUsageRejected',
    when: 'a killed delivery has torn a line',
    series: GOOD_DAY,
    at: '15m',
  },
  {
    alert: 'LecternWebhooksFailing',
    when: 'a receiver has been away for two hours',
    series: but({ [of('uploader', 'lectern_webhook_oldest_waiting_seconds')]: still(7_200) }),
    at: '6m',
    fires: {
      labels: { namespace: 'lectern' },
      summary: 'An event has waited for 2h 0m 0s for the receiver of a webhook',
    },
  },
  {
    alert: 'LecternWebhooksGivenUp',
    when: 'four events were tried for three days',
    series: but({
      [of('uploader', 'lectern_webhook_deliveries_total', { outcome: 'given_up' })]: '0+0x40 4+0x200',
    }),
    at: '15m',
    fires: {
      labels: { outcome: 'given_up' },
      summary: '4 events were not delivered to webhooks within the last hour (given_up)',
    },
  },
  {
    alert: 'LecternWebhooksDisabled',
    when: 'a receiver took nothing for three days',
    series: but({ [of('uploader', 'lectern_webhooks_disabled')]: still(1) }),
    at: '6m',
    fires: {
      labels: { namespace: 'lectern' },
      summary: '1 webhooks are disabled, whose receivers took nothing for three days',
    },
  },
  {
    alert: 'LecternEventsRefused',
    when: 'there are more listeners than there may be',
    series: but({
      [of('uploader', 'lectern_event_listeners_refused_total', { code: 'event-streams-full' })]: growing(15),
    }),
    at: '20m',
    fires: {
      labels: { code: 'event-streams-full' },
      summary: 'Streams of events are refused, 1 a second (event-streams-full)',
    },
  },
  {
    alert: 'LecternEventsHeld',
    when: 'somebody left a transaction open',
    series: but({ [of('uploader', 'lectern_events_held_seconds')]: still(600) }),
    at: '6m',
    fires: {
      labels: { namespace: 'lectern' },
      summary: 'Events have been held back for 10m 0s by a transaction that still runs',
    },
  },
  {
    alert: 'LecternPackagingBehind',
    when: 'an upload has waited for twenty minutes',
    series: but({ [oldest('package-asset')]: still(1_200) }),
    at: '6m',
    fires: {
      labels: { queue: 'package-asset' },
      summary: 'A job of package-asset has waited for 20m 0s: uploads do not get playable',
    },
  },
  {
    alert: 'LecternEncodingBehind',
    when: 'a ladder has waited for two hours',
    series: but({ [oldest('encode-asset')]: still(7_200) }),
    at: '6m',
    fires: {
      labels: { queue: 'encode-asset' },
      summary: 'A job of encode-asset has waited for 2h 0m 0s: recordings lack their rungs',
    },
  },
  {
    alert: 'LecternProcessingFailed',
    when: 'the first asset since the start failed for a reason of our own',
    series: but({ [failedInternally]: '0+0x40 1+0x200' }),
    at: '15m',
    fires: {
      labels: { reason: 'internal' },
      summary: 'The worker gave assets up within the last hour that nothing is wrong with (internal)',
    },
  },
  {
    alert: 'LecternJobsFailing',
    when: 'one job fails every five minutes',
    series: but({
      [failures]: '0+0x20 1+0x20 2+0x20 3+0x20 4+0x20 5+0x20 6+0x20 7+0x20 8+0x20 9+0x20 10+0x20',
    }),
    at: '50m',
    fires: {
      labels: { queue: 'encode-asset', reason: 'storage-unavailable' },
      summary: 'Jobs of encode-asset fail again and again (storage-unavailable)',
    },
  },
  {
    alert: 'LecternJobsFailing',
    when: 'some failed while the storage was away, and then went on',
    series: but({ [failures]: '0+0x40 3+0x200' }),
    at: '30m',
  },
  {
    alert: 'LecternStorageFilling',
    when: 'encoding waits',
    series: but({ [free]: still(140 * GIB) }),
    at: '6m',
    fires: { labels: { namespace: 'lectern' }, summary: 'The storage is 86% full: encoding waits' },
  },
  {
    alert: 'LecternStorageFilling',
    when: 'there is some room',
    series: but({ [free]: still(160 * GIB) }),
    at: '6m',
  },
  {
    alert: 'LecternStorageFull',
    when: 'new uploads are refused',
    series: but({ [free]: still(70 * GIB) }),
    at: '6m',
    fires: { labels: { namespace: 'lectern' }, summary: 'The storage is 93% full: new uploads are refused' },
  },
  {
    alert: 'LecternStorageFull',
    when: 'only encoding waits',
    series: but({ [free]: still(140 * GIB) }),
    at: '6m',
  },
  {
    alert: 'LecternStorageFull',
    when: 'the storage is a bucket, which has no size',
    series: but({ [free]: undefined, [of('uploader', 'lectern_storage_size_bytes')]: undefined }),
    at: '6m',
  },
  {
    alert: 'LecternScratchFull',
    when: 'less than a tenth is left',
    series: but({ [of('worker', 'lectern_scratch_free_bytes')]: still(5 * GIB) }),
    at: '16m',
    fires: { labels: targetOf('worker'), summary: 'The scratch folder of worker-1 has 5GiB left' },
  },
  {
    alert: 'LecternQuotaNearlyFull',
    when: 'three units are nearly full',
    series: but({
      [of('uploader', 'lectern_quota_full_accounts', { of: 'units', percent: '95' })]: still(3),
    }),
    at: '16m',
    fires: {
      labels: { of: 'units', percent: '95' },
      summary: '3 units have 95 % of their quota stored or reserved',
    },
  },
  {
    alert: 'LecternQuotaNearlyFull',
    when: 'a person is',
    series: but({
      [of('uploader', 'lectern_quota_full_accounts', { of: 'people', percent: '95' })]: still(7),
    }),
    at: '16m',
  },
];
