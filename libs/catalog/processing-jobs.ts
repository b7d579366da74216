import { type RawBuilder, sql } from 'kysely';
import {
  fetchPage,
  type JobPriority,
  jobPriorityOf,
  type Page,
  type PageRequest,
  type Queryable,
} from '#libs/database';
import { ENCODE_ASSET, PACKAGE_ASSET } from './queues.js';

export const JOB_KINDS = [PACKAGE_ASSET, ENCODE_ASSET] as const;
/** `waiting` could begin now, `later` waits for its time or another try, `active` is under way, `failed` has ended so. */
export const JOB_STATES = ['waiting', 'later', 'active', 'failed'] as const;

type JobKind = (typeof JOB_KINDS)[number];
type JobState = (typeof JOB_STATES)[number];

/** The work on one asset: queued, under way, or ended by a failure that nobody has dealt with. */
export interface ProcessingJob {
  readonly asset: string;
  readonly title: string;
  readonly owner: string;
  readonly unit: string;
  /** The job's id in its queue; null where none is left, as it has failed. */
  readonly id: string | null;
  /** Null where it has failed. */
  readonly kind: JobKind | null;
  readonly state: JobState;
  readonly priority: JobPriority;
  /** Attempts since the asset was made or retried. */
  readonly tries: number;
  readonly sentAt: Date | null;
  /** When it may begin at the earliest. */
  readonly dueAt: Date | null;
  readonly startedAt: Date | null;
  /** Why it has failed, or why the last try did; fit for people. */
  readonly failure: { readonly code: string; readonly reason: string } | null;
}

export interface JobFilters {
  readonly state?: JobState | undefined;
  readonly kind?: JobKind | undefined;
  /** Those of assets of this unit and of what lies below it. */
  readonly under?: string | undefined;
}

/** What lies in one queue. */
export interface JobFigures {
  readonly kind: JobKind;
  readonly jobs: Readonly<Record<'waiting' | 'later' | 'active', number>>;
  /** Since the oldest was sent that could begin now; 0 where there is none. */
  readonly oldestSeconds: number;
}

interface Live {
  readonly asset: string;
  readonly jobId: string;
  readonly kind: JobKind;
  readonly jobState: JobState;
  readonly priority: number;
  readonly sentAt: Date;
  readonly dueAt: Date;
  readonly startedAt: Date | null;
  readonly output: { readonly code?: unknown; readonly message?: unknown } | null;
}

/** One for each asset: where one job hands over to the next, both are there for a moment. */
const LIVE: RawBuilder<Live> = sql`(
  select distinct on (data->>'asset') data->>'asset' as asset, id as job_id, name as kind,
      case when state = 'active' then 'active'
        when not blocked and start_after <= now() then 'waiting' else 'later' end as job_state,
      priority, created_on as sent_at, start_after as due_at,
      case when state = 'active' then started_on end as started_at, output
    from pgboss.job
    where name = any(${[...JOB_KINDS]}) and state <= 'active'
    order by data->>'asset', state desc, created_on)`;

/** The queues as administrators see them: by asset. What changes a job is the JobQueue's, and Processing's. */
export class ProcessingJobs {
  /** The newest assets first. @throws InvalidCursor */
  async list(q: Queryable, request: PageRequest & JobFilters): Promise<Page<ProcessingJob>> {
    const { state, kind, under } = request;
    let query = jobsOf(q);
    if (state !== undefined) query = query.where(sql<boolean>`${STATE} = ${state}`);
    if (kind !== undefined) query = query.where('live.kind', '=', kind);
    if (under !== undefined) query = query.where(within(under));
    const page = await fetchPage(query, 'assets', request);
    return { ...page, items: page.items.map(toJob) };
  }

  /** undefined where the asset is finished, in the trash, or not below `under`. */
  async find(
    q: Queryable,
    asset: string,
    { under }: { under?: string | undefined } = {},
  ): Promise<ProcessingJob | undefined> {
    let query = jobsOf(q).where('assets.id', '=', asset);
    if (under !== undefined) query = query.where(within(under));
    const row = await query.executeTakeFirst();
    return row === undefined ? undefined : toJob(row);
  }

  /** What lies in each queue, and how many assets have failed. */
  async figures(
    q: Queryable,
    { under }: { under?: string | undefined },
  ): Promise<{ queues: JobFigures[]; failed: number }> {
    let query = jobsOf(q).clearSelect();
    if (under !== undefined) query = query.where(within(under));
    const rows = await query
      .select([
        'live.kind',
        STATE.as('state'),
        sql<number>`count(*)::integer`.as('count'),
        sql<number>`greatest(0, extract(epoch from now() - min(live.sent_at)))::double precision`.as(
          'oldest',
        ),
      ])
      .groupBy(['live.kind', STATE])
      .execute();
    const of = (kind: JobKind | null, state: JobState) =>
      rows.find((row) => row.kind === kind && row.state === state);
    return {
      queues: JOB_KINDS.map((kind) => ({
        kind,
        jobs: {
          waiting: of(kind, 'waiting')?.count ?? 0,
          later: of(kind, 'later')?.count ?? 0,
          active: of(kind, 'active')?.count ?? 0,
        },
        oldestSeconds: of(kind, 'waiting')?.oldest ?? 0,
      })),
      failed: of(null, 'failed')?.count ?? 0,
    };
  }
}

const STATE: RawBuilder<JobState> = sql`case when assets.state = 'failed' then 'failed' else live.job_state end`;

function within(unit: string) {
  return sql<boolean>`assets.unit in (select u.id from accounts u where u.path @> array[${unit}]::text[])`;
}

function jobsOf(q: Queryable) {
  return (
    q
      .selectFrom('assets')
      .leftJoin(LIVE.as('live'), (join) =>
        join.onRef('live.asset', '=', 'assets.id').on('assets.state', '<>', 'failed'),
      )
      .where('assets.deletedAt', 'is', null)
      // A take that failed to replace another is done again by a new upload.
      .where((eb) => eb.or([eb('assets.replaces', 'is', null), eb('live.asset', 'is not', null)]))
      .where((eb) => eb.or([eb('live.asset', 'is not', null), eb('assets.state', '=', 'failed')]))
      .select([
        'assets.id',
        'assets.createdAt',
        'assets.title',
        'assets.owner',
        'assets.unit',
        'assets.tries',
      ])
      .select(['assets.failure', 'live.jobId', 'live.kind', 'live.priority', 'live.sentAt', 'live.dueAt'])
      .select(['live.startedAt', 'live.output'])
      .select(STATE.as('state'))
  );
}

type Row = Awaited<ReturnType<ReturnType<typeof jobsOf>['execute']>>[number];

function toJob(row: Row): ProcessingJob {
  const { id, title, owner, unit, kind, state, tries, sentAt, dueAt, startedAt, failure } = row;
  return {
    asset: id,
    title,
    owner,
    unit,
    id: row.jobId,
    kind,
    state,
    priority: state === 'waiting' || state === 'later' ? jobPriorityOf(row.priority ?? 0) : 'normal',
    tries,
    sentAt,
    dueAt,
    startedAt,
    failure: failure ?? lastFailureOf(row.output),
  };
}

/** Only what an error of ours says is fit for people: its code is a word, and the system's are in capitals. */
function lastFailureOf(output: Live['output']): ProcessingJob['failure'] {
  if (output === null) return null;
  const { code, message } = output;
  if (typeof code === 'string' && /^[a-z]+(?:-[a-z0-9]+)*$/.test(code) && typeof message === 'string')
    return { code, reason: message };
  return {
    code: 'internal',
    reason: 'The last try failed for a reason of our own: the worker\u2019s log tells it.',
  };
}
