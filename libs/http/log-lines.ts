/** Every field that a line of the log may have, under the one name that it has wherever it stands. */
export const LOG_FIELDS = {
  upload: 'Id of the upload; of an asset the one that it was made of, for 90 days after its end',
  asset: 'Id of the asset, or of the one that the upload is to become',
  door: 'How the upload comes: `tus`, `form`, `ietf`, `parts`, `direct`',
  bytes: 'Length in bytes: of the file, or of an answer’s body',
  offset: 'Bytes of the upload that are durable',
  subject: 'Who it was: the subject of the token or key',
  unit: 'Whose quota it counts to',
  code: 'Code of the problem that a client was told, of the failure of an asset or a job, or the name of an alert',
  reason: 'Why it ended or waits, where nobody was refused anything',
  ms: 'Milliseconds that it took',
  queue: 'The queue of the job: `package-asset`, `encode-asset`, `make-poster`',
  tries: 'How often the job had been tried before',
  attempt: 'Number of the attempt at the asset',
  step: 'Part of the processing: `probe`, `remux`, `encode`, `sound`, `poster`, `storyboard`, `captions`, `images`, `adopt` (of the same bytes)',
  rungs: 'Names of the renditions that were made or published',
  waitMs: 'Milliseconds until it is tried again at the earliest',
  session: 'Id of the playback session or download link',
  revision: 'Id of the revision of the asset; `first` for what it began with',
  webhook: 'Id of the webhook',
  kind: 'Kind of session: `play`, or `file` for a download link',
  requestId: 'The request, as its answer’s `X-Request-Id` and a problem’s `requestId` name it',
  method: 'Method of the request',
  path: 'Path of the request without query and token, or below the asset of a signed URL',
  status: 'Status of the answer',
  client: 'Address of the client, by the trusted proxies',
  cut: 'The answer did not reach its end',
  withheld: 'How many lines were left out, by status',
  signing: 'Id of the key that signs',
  kids: 'Ids of all keys of the ring',
  ring: 'Fingerprint of the ring, as in `lectern_signing_ring_info`',
  url: 'Address that it listens on',
  signal: 'What told it to stop',
  uploads: 'Uploads that were broken off by the stop: their senders go on elsewhere',
  jobs: 'Jobs that the stop handed back to the queue',
  connections: 'Connections that the stop cut',
  err: 'The error: its type, message, stack and causes',
} as const;

type LogField = keyof typeof LOG_FIELDS;

/** A line of the log that has a meaning of its own. */
interface LogLine {
  readonly level: 'info' | 'warn';
  /** Which services log it. */
  readonly of: string;
  readonly when: string;
  readonly fields: readonly LogField[];
}

/** Lines of the log by their `msg`: the story of uploads and assets, and what a service says of itself. */
export const LOG_LINES = {
  'upload begun': {
    level: 'info',
    of: 'uploader',
    when: 'An upload is there, and its quota is reserved',
    fields: ['upload', 'asset', 'door', 'bytes', 'subject', 'unit'],
  },
  'upload resumed': {
    level: 'info',
    of: 'uploader',
    when: 'This replica goes on with an upload that broke off, or that another one had',
    fields: ['upload', 'asset', 'door', 'offset'],
  },
  'upload interrupted': {
    level: 'info',
    of: 'uploader',
    when: 'Its bytes came no further: the link broke, somebody else went on, the storage failed',
    fields: ['upload', 'asset', 'door', 'offset', 'code'],
  },
  'upload finished': {
    level: 'info',
    of: 'uploader',
    when: 'It has become an asset',
    fields: ['upload', 'asset', 'door', 'bytes', 'ms', 'subject', 'unit'],
  },
  'upload refused': {
    level: 'info',
    of: 'uploader',
    when: 'It could not begin, or was thrown away since what came could not be taken; of those that could not begin at most 100 lines a minute',
    fields: ['upload', 'asset', 'door', 'bytes', 'offset', 'code', 'subject', 'unit'],
  },
  'upload ended': {
    level: 'info',
    of: 'uploader',
    when: 'It was given up, expired, or was ended by an administrator',
    fields: ['upload', 'asset', 'door', 'offset', 'reason'],
  },
  'job taken': {
    level: 'info',
    of: 'worker',
    when: 'A worker begins a job',
    fields: ['upload', 'asset', 'queue', 'tries'],
  },
  'step done': {
    level: 'info',
    of: 'worker',
    when: 'A part of the processing has come to its end',
    fields: ['upload', 'asset', 'queue', 'step', 'rungs', 'ms'],
  },
  'asset published': {
    level: 'info',
    of: 'worker',
    when: 'These renditions can be played',
    fields: ['upload', 'asset', 'queue', 'rungs', 'ms'],
  },
  'asset ready': {
    level: 'info',
    of: 'worker',
    when: 'All that was to be made is there',
    fields: ['upload', 'asset', 'queue'],
  },
  'asset failed': {
    level: 'warn',
    of: 'worker',
    when: 'It can’t be played; its failure says why',
    fields: ['upload', 'asset', 'queue', 'code'],
  },
  'job done': {
    level: 'info',
    of: 'worker',
    when: 'The job has come to its end, whatever became of the asset',
    fields: ['upload', 'asset', 'queue', 'tries', 'ms'],
  },
  'job put off': {
    level: 'info',
    of: 'worker',
    when: 'It waits: for room (`storage-full`), or for another worker that encodes the same bytes (`same-bytes`)',
    fields: ['upload', 'asset', 'queue', 'tries', 'reason', 'waitMs', 'ms'],
  },
  'job handed back': {
    level: 'info',
    of: 'worker',
    when: 'A stop broke it off, or it was given to another worker; it begins anew there',
    fields: ['upload', 'asset', 'queue', 'tries', 'ms'],
  },
  'job failed': {
    level: 'warn',
    of: 'worker',
    when: 'It will be tried again',
    fields: ['upload', 'asset', 'queue', 'tries', 'code', 'ms', 'err'],
  },
  'alert begun': {
    level: 'warn',
    of: 'uploader',
    when: 'Something needs an administrator, who is told by mail or webhook',
    fields: ['code'],
  },
  'alert ended': {
    level: 'info',
    of: 'uploader',
    when: 'It is over',
    fields: ['code'],
  },
  'alert not sent': {
    level: 'warn',
    of: 'uploader',
    when: 'The mail server or the webhook (the reason says which) did not take an alert; it is tried again for a day',
    fields: ['code', 'reason', 'err'],
  },
  'notice not sent': {
    level: 'warn',
    of: 'uploader',
    when: 'The mail server did not take a mail to a person: it is tried again for three days, unless it was rejected for good (the reason says which)',
    fields: ['reason', 'err'],
  },
  'alert dropped': {
    level: 'warn',
    of: 'uploader',
    when: 'Nobody took it for a day, or 500 newer ones wait',
    fields: ['code', 'reason'],
  },
  'usage not counted': {
    level: 'warn',
    of: 'delivery',
    when: '`LECTERN_USAGE_PATH` is not set: what is sent is told to nobody',
    fields: [],
  },
  'webhook disabled': {
    level: 'warn',
    of: 'uploader',
    when: 'Its receiver has taken nothing for three days: nothing more is sent until somebody enables it',
    fields: ['webhook', 'unit'],
  },
  'webhook events missed': {
    level: 'warn',
    of: 'uploader',
    when: 'Events had gone from the log before any webhook could be told of them: no uploader ran for long',
    fields: [],
  },
  'session opened': {
    level: 'info',
    of: 'uploader',
    when: 'Somebody may play or download the asset',
    fields: ['upload', 'asset', 'session', 'kind', 'subject'],
  },
  'session renewed': {
    level: 'info',
    of: 'uploader',
    when: 'Somebody has new URLs of a playback session',
    fields: ['upload', 'asset', 'session', 'subject'],
  },
  'asset played': {
    level: 'info',
    of: 'delivery',
    when: 'An asset is asked for here for the first time since the start, or after 10,000 others',
    fields: ['asset', 'session'],
  },
  'asset retried': {
    level: 'info',
    of: 'uploader',
    when: 'Somebody has a failed asset processed anew',
    fields: ['upload', 'asset', 'subject'],
  },
  'asset trashed': {
    level: 'info',
    of: 'uploader',
    when: 'It was deleted, and can be restored',
    fields: ['upload', 'asset', 'subject'],
  },
  'asset restored': {
    level: 'info',
    of: 'uploader',
    when: 'It is back from the trash',
    fields: ['upload', 'asset', 'subject'],
  },
  'revision restored': {
    level: 'info',
    of: 'uploader',
    when: 'What an asset showed before it was replaced is shown again',
    fields: ['upload', 'asset', 'subject', 'revision'],
  },
  'asset purged': {
    level: 'info',
    of: 'uploader',
    when: 'Its bytes are gone for good',
    fields: ['upload', 'asset', 'bytes'],
  },
  request: {
    level: 'info',
    of: 'uploader, worker',
    when: 'A request was answered; of requests without a caller at most 100 a minute',
    fields: ['requestId', 'method', 'path', 'status', 'ms', 'subject'],
  },
  delivery: {
    level: 'info',
    of: 'delivery',
    when: 'A request for a signed URL was answered; of those whose signature is not right at most 100 a minute',
    fields: [
      'requestId',
      'method',
      'status',
      'code',
      'session',
      'asset',
      'path',
      'client',
      'bytes',
      'ms',
      'cut',
    ],
  },
  'lines of strangers were left out': {
    level: 'info',
    of: 'all',
    when: 'Once a minute, where there were more than 100',
    fields: ['withheld'],
  },
  'the key ring is read': {
    level: 'info',
    of: 'uploader, delivery, standalone',
    when: 'At the start: the ring in force',
    fields: ['signing', 'kids', 'ring'],
  },
  'a new key ring is in force': {
    level: 'info',
    of: 'uploader, delivery, standalone',
    when: 'The file holds another valid ring',
    fields: ['signing', 'kids', 'ring'],
  },
  listening: { level: 'info', of: 'uploader, delivery, worker', when: 'It takes requests', fields: ['url'] },
  stopping: { level: 'info', of: 'all', when: 'It was told to stop', fields: ['signal'] },
  stopped: {
    level: 'info',
    of: 'all',
    when: 'The stop was clean, and what it ended; the process ends with that',
    fields: ['signal', 'ms', 'uploads', 'jobs', 'connections'],
  },
} as const satisfies Record<string, LogLine>;

export type LogLineName = keyof typeof LOG_LINES;

/** What a line says: its fields, those of them that are known. */
export type LogFacts<Line extends LogLineName> = {
  readonly [Field in (typeof LOG_LINES)[Line]['fields'][number]]?: unknown;
};

/** The two levels of such lines; the loggers of services and of requests have them. */
type Log = Readonly<Record<LogLine['level'], (facts: object, line: string) => void>>;

/** Logs a line of `LOG_LINES` with its fields and no others. */
export function tell<Line extends LogLineName>(log: Log, line: Line, facts: LogFacts<Line>): void {
  log[LOG_LINES[line].level](facts, line);
}
