type Severity = 'warning' | 'critical';

interface Kind {
  readonly severity: Severity;
  /** How long it must have been seen before anybody is told. */
  readonly holdMs: number;
  /** What is so, as the subject of a mail says it; and what is so no more. */
  readonly title: string;
}

const MINUTE_MS = 60_000;

/** Everything that an administrator is told of. What to do about each stands in docs/operations.md, "Alerts". */
export const ALERTS = {
  'storage-filling': { severity: 'warning', holdMs: 5 * MINUTE_MS, title: 'the storage is filling' },
  'storage-full': { severity: 'critical', holdMs: 5 * MINUTE_MS, title: 'the storage is full' },
  'storage-unavailable': {
    severity: 'critical',
    holdMs: 3 * MINUTE_MS,
    title: 'the storage does not answer',
  },
  'delivery-unavailable': {
    severity: 'critical',
    holdMs: 3 * MINUTE_MS,
    title: 'signed URLs are not served',
  },
  'encoding-behind': { severity: 'warning', holdMs: 5 * MINUTE_MS, title: 'encoding is behind' },
  'processing-failed': { severity: 'warning', holdMs: 0, title: 'recordings could not be processed' },
  'quota-nearly-full': { severity: 'warning', holdMs: 5 * MINUTE_MS, title: 'a quota is nearly full' },
  'webhook-disabled': { severity: 'warning', holdMs: 0, title: 'a webhook was disabled' },
  'revocations-late': { severity: 'critical', holdMs: 0, title: 'revoked access is still open' },
  'audit-broken': { severity: 'critical', holdMs: 0, title: 'the audit trail is not what was written' },
  'database-unavailable': {
    severity: 'critical',
    holdMs: 3 * MINUTE_MS,
    title: 'the database does not answer',
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type AlertName = keyof typeof ALERTS;

/** What was looked at and found to be so. */
export interface Finding {
  /** Which of several things of a kind it is; '' where there is one alone. */
  readonly subject: string;
  /** In one sentence, for people. */
  readonly summary: string;
}

/** Something that happened to an alert, or to several of one kind in the same round. */
export interface Notice {
  /** The same each time that it is sent: who has had it may leave out another one. */
  readonly id: string;
  readonly event: 'begun' | 'ended' | 'test';
  readonly alert: AlertName | 'test';
  readonly severity: Severity;
  /** What is so, or was. One sentence for each subject, ten at most. */
  readonly summary: string;
  /** ISO 8601. */
  readonly begunAt: string;
  readonly endedAt: string | null;
}

/** What a notice is about, in the words of a subject line. */
export function titleOf({ alert }: Pick<Notice, 'alert'>): string {
  return alert === 'test' ? 'this is a test' : ALERTS[alert].title;
}

const MOST_NAMED = 10;

/** The sentences of what has one kind: the first ten, and how many more there are. */
export function summaryOf(findings: readonly Finding[]): string {
  const named = findings.slice(0, MOST_NAMED).map(({ summary }) => summary);
  const more = findings.length - named.length;
  return [...named, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n');
}
