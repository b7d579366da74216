import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Audit } from '#libs/audit';
import {
  AssetNotFailed,
  Assets,
  JOB_KINDS,
  JOB_STATES,
  JobHasEnded,
  JobNotFound,
  JobNotRetryable,
  JobNotWaiting,
  jobOwnerOf,
  PACKAGE_ASSET,
  Processing,
  type ProcessingJob,
  ProcessingJobs,
  RetriesSpent,
} from '#libs/catalog';
import { Database, type JobName, JobQueue, type Transaction } from '#libs/database';
import { type Caller, CurrentCaller, Roles } from '#libs/http';
import { UnitNotFound } from '#libs/quotas';
import { Raises } from '../rest/openapi/describing.js';
import { page } from '../rest/page.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';

const kind = z.enum(JOB_KINDS);
const unit = z.string().max(64).optional().describe('Only of assets of this unit and of what lies below it');

const filters = page.extend({
  state: z.enum(JOB_STATES).optional().describe('Only those in this state'),
  kind: kind.optional().describe('Only those of this queue'),
  unit,
});
const figuresWish = z.object({ unit });

const priorityWish = z
  .object({
    priority: z
      .enum(['high', 'normal', 'low'])
      .describe(
        '`high`: before the other jobs of its unit; `low`: after those of its person. Units take turns either way',
      ),
  })
  .meta({ id: 'JobPriorityWish', examples: [{ priority: 'high' }] });

const jobView = z
  .object({
    asset: z.string().describe('Names the job: each asset has one at the most'),
    title: z.string(),
    owner: z.string(),
    unit: z.string(),
    kind: kind.nullable().describe('The queue; null of what has failed'),
    state: z
      .enum(JOB_STATES)
      .describe('`later`: it waits for its time or another try; `failed`: for good, until it is retried'),
    priority: priorityWish.shape.priority,
    tries: z.int(),
    sentAt: z.iso.datetime().nullable(),
    dueAt: z.iso.datetime().nullable().describe('When it may begin at the earliest'),
    startedAt: z.iso.datetime().nullable(),
    failure: z
      .object({ code: z.string(), reason: z.string() })
      .nullable()
      .describe('Why it failed, or why the last try did'),
  })
  .meta({
    id: 'Job',
    examples: [
      {
        asset: 'ast_3kq9zt5m1xw7c2vd8rn4by',
        title: 'A lesson',
        owner: 'dr-li',
        unit: 'surgery',
        kind: 'encode-asset',
        state: 'waiting',
        priority: 'normal',
        tries: 0,
        sentAt: '2026-11-30T08:00:00.000Z',
        dueAt: '2026-11-30T08:00:00.000Z',
        startedAt: null,
        failure: null,
      },
    ],
  });

const queuesView = z
  .object({
    queues: z.array(
      z.object({
        kind,
        waiting: z.int(),
        later: z.int(),
        active: z.int(),
        oldestSeconds: z
          .number()
          .describe('Since the oldest was sent that could begin now; 0 where none could'),
      }),
    ),
    failed: z.int().describe('Assets that have failed, and are not in the trash'),
  })
  .meta({
    id: 'JobQueues',
    examples: [
      {
        queues: [
          { kind: 'package-asset', waiting: 0, later: 0, active: 1, oldestSeconds: 0 },
          { kind: 'encode-asset', waiting: 3, later: 1, active: 2, oldestSeconds: 41.5 },
        ],
        failed: 1,
      },
    ],
  });

/** What is made of uploads: what waits, what is under way, what has failed. */
@ApiTags('admin')
@ApiBearerAuth()
@Roles('unit-admin', 'admin')
@Controller('v1/admin/jobs')
export class JobsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(JobQueue) private readonly queue: JobQueue,
    @Inject(ProcessingJobs) private readonly jobs: ProcessingJobs,
    @Inject(Processing) private readonly processing: Processing,
    @Inject(Assets) private readonly assets: Assets,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Reach) private readonly reach: Reach,
  ) {}

  @Get()
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'listJobs',
    summary:
      'Jobs of assets in the caller\u2019s reach, those of the newest assets first; failures with their reason',
  })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'A page of jobs', standardSchema: pageOf(jobView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: filters }) query: z.output<typeof filters>,
  ): Promise<object> {
    const { unit: wanted, ...rest } = query;
    const under = await this.reach.under(caller, wanted);
    const found = await this.jobs.list(this.database.kysely, { ...rest, under });
    return { items: found.items.map(viewOf), nextCursor: found.nextCursor };
  }

  @Get('queues')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'getJobQueues',
    summary: 'How many jobs there are in each state, and how old the oldest is that waits',
  })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'The queues', standardSchema: queuesView })
  async queues(
    @CurrentCaller() caller: Caller,
    @Query({ schema: figuresWish }) query: z.output<typeof figuresWish>,
  ): Promise<z.input<typeof queuesView>> {
    const under = await this.reach.under(caller, query.unit);
    const { queues, failed } = await this.jobs.figures(this.database.kysely, { under });
    return {
      queues: queues.map(({ jobs, oldestSeconds, ...of }) => ({
        ...of,
        ...jobs,
        oldestSeconds: Math.round(oldestSeconds * 10) / 10,
      })),
      failed,
    };
  }

  @Get(':asset')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({ operationId: 'getJob', summary: 'The job of one asset' })
  @Raises(new JobNotFound())
  @ApiResponse({ status: 200, description: 'The job', standardSchema: jobView })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('asset') asset: string,
  ): Promise<z.input<typeof jobView>> {
    return viewOf(await this.inReach(caller, asset));
  }

  @Patch(':asset')
  @ApiOperation({
    operationId: 'updateJob',
    summary: 'Says whether a job that waits comes before or after others',
  })
  @Raises(new JobNotFound(), new JobNotWaiting('active'))
  @ApiResponse({ status: 200, description: 'The job', standardSchema: jobView })
  async prefer(
    @CurrentCaller() caller: Caller,
    @Param('asset') asset: string,
    @Body({ schema: priorityWish }) { priority }: z.output<typeof priorityWish>,
  ): Promise<z.input<typeof jobView>> {
    const job = await this.inReach(caller, asset);
    await this.database.transaction(async (tx) => {
      const named = nameOf(job);
      if (named === undefined || !(await this.queue.prefer(tx, named, priority)))
        throw new JobNotWaiting(job.state);
      await this.note(tx, caller, job, 'job.prioritised', { priority });
    });
    return viewOf(await this.inReach(caller, asset));
  }

  @Post(':asset/retry')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'retryJob',
    summary:
      'Tries again now what has failed, or waits for another try; a failed one five times in 24 hours at most',
  })
  @Raises(
    new JobNotFound(),
    new JobNotRetryable('active'),
    new AssetNotFailed(),
    new RetriesSpent(5, '2026-12-01T08:00:00.000Z'),
  )
  @ApiResponse({ status: 202, description: 'The job, about to begin', standardSchema: jobView })
  async retry(
    @CurrentCaller() caller: Caller,
    @Param('asset') asset: string,
  ): Promise<z.input<typeof jobView>> {
    const job = await this.inReach(caller, asset);
    await this.database.transaction(async (tx) => {
      await this.tryAgain(tx, job);
      await this.note(tx, caller, job, 'job.retried', {});
    });
    return viewOf(await this.inReach(caller, asset));
  }

  @Post(':asset/cancel')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'cancelJob',
    summary: 'Ends a job; its asset has failed then, plays as far as it did, and can be retried',
  })
  @Raises(new JobNotFound(), new JobHasEnded())
  @ApiResponse({ status: 202, description: 'What has become of the job', standardSchema: jobView })
  async cancel(
    @CurrentCaller() caller: Caller,
    @Param('asset') asset: string,
  ): Promise<z.input<typeof jobView>> {
    const job = await this.inReach(caller, asset);
    await this.database.transaction(async (tx) => {
      const named = nameOf(job);
      if (named === undefined || !(await this.processing.cancel(tx, asset))) throw new JobHasEnded();
      await this.queue.cancel(tx, named);
      await this.note(tx, caller, job, 'job.cancelled', { kind: job.kind });
    });
    return viewOf(await this.inReach(caller, asset));
  }

  private async tryAgain(tx: Transaction, job: ProcessingJob): Promise<void> {
    const { asset, state } = job;
    const named = nameOf(job);
    if (named === undefined) {
      const again = await this.assets.retry(tx, asset);
      await this.queue.send(tx, PACKAGE_ASSET, { asset }, { of: jobOwnerOf(again), later: true });
    } else if (state !== 'later' || !(await this.queue.bringForward(tx, named)))
      throw new JobNotRetryable(state);
  }

  private async note(
    tx: Transaction,
    { subject: actor }: Caller,
    { asset: subject, unit: of }: ProcessingJob,
    action: string,
    facts: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.append(tx, { actor, action, subject, unit: of, facts });
  }

  /** @throws JobNotFound */
  private async inReach(caller: Caller, asset: string): Promise<ProcessingJob> {
    const under = await this.reach.under(caller, undefined);
    const job = await this.jobs.find(this.database.kysely, asset, { under });
    if (job === undefined) throw new JobNotFound();
    return job;
  }
}

function nameOf({ id, kind: queue }: ProcessingJob): JobName | undefined {
  return id === null || queue === null ? undefined : { queue, id };
}

function viewOf(job: ProcessingJob): z.input<typeof jobView> {
  const { id: _, sentAt, dueAt, startedAt, ...rest } = job;
  return {
    ...rest,
    sentAt: sentAt?.toISOString() ?? null,
    dueAt: dueAt?.toISOString() ?? null,
    startedAt: startedAt?.toISOString() ?? null,
  };
}
