import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Database, type Page } from '#libs/database';
import { type Caller, CurrentCaller, InvalidRequest, Roles } from '#libs/http';
import { PersonNotFound } from '#libs/identity';
import type { Clock } from '#libs/kernel';
import { type Account, accountOfPerson, idOfAccount, UnitNotFound, Units } from '#libs/quotas';
import {
  MOST_PERIODS,
  type UsagePoint,
  UsageReports,
  type UsageSubject,
  UsageTooLarge,
  usageWindow,
  UsageWindowInvalid,
  UsageWindowTooLong,
  type UsageWindow,
} from '#libs/usage';
import { CLOCK } from '../ground.module.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { page } from '../rest/page.js';
import { Reach } from '../rest/reach.js';
import { csvOf } from '../rest/csv.js';

const UNITS = ['region', 'county', 'hospital', 'department'] as const;
/** The most rows of a table. */
const MOST_ROWS = 50_000;

const day = z.iso.date();
const asked = z.object({
  unit: z
    .string()
    .max(128)
    .optional()
    .describe('With all below it; without it the caller\u2019s own unit, or everything'),
  person: z.string().max(128).optional().describe('This person alone; goes without `unit` and `by`'),
  by: z
    .enum(['unit', 'person'])
    .optional()
    .describe('Instead of the sum: each unit, or each person, that stands below'),
  interval: z.enum(['day', 'month']).default('day').describe('How long each period is'),
  from: day
    .optional()
    .describe(
      `The first day, in UTC; by days the first of the month unless told, by months a year ago. ${MOST_PERIODS.day} days or ${MOST_PERIODS.month} months at most`,
    ),
  to: day.optional().describe('The last day; today unless told'),
});
const paged = asked.extend(page.shape);
type Asked = z.output<typeof asked>;

const pointView = z
  .object({
    period: z.string().describe('`YYYY-MM-DD`, or `YYYY-MM`'),
    receivedBytes: z.int().describe('Originals that came in'),
    usedBytes: z.int().describe('Originals that are stored at the end of the period'),
    derivedBytes: z.int().describe('Renditions and pictures that are stored then'),
    sentBytes: z.int().describe('Bodies that went out to these people, as far as they did'),
    minutesWatched: z.int().describe('Minutes of the clock in which recordings were on their way to them'),
    viewers: z.int().describe('Different people who watched'),
    encodes: z.int().describe('Renditions that were encoded of what they uploaded'),
  })
  .meta({ id: 'UsagePoint' });

const subjectView = z.object({
  id: z.string().nullable().describe('Of the unit, or the person; null for everything'),
  kind: z.enum([...UNITS, 'doctor']).nullable(),
  name: z.string().nullable(),
});

const usageView = z
  .object({
    interval: z.enum(['day', 'month']),
    from: z.string(),
    to: z.string(),
    items: z.array(subjectView.extend({ series: z.array(pointView) })),
    nextCursor: z.string().nullable(),
  })
  .meta({
    id: 'Usage',
    examples: [
      {
        interval: 'month',
        from: '2026-03-01',
        to: '2026-03-31',
        items: [
          {
            id: 'surgery',
            kind: 'department',
            name: 'Department of Surgery',
            series: [
              {
                period: '2026-03',
                receivedBytes: 734_003_200,
                usedBytes: 9_126_805_504,
                derivedBytes: 6_442_450_944,
                sentBytes: 48_318_382_080,
                minutesWatched: 7_412,
                viewers: 63,
                encodes: 24,
              },
            ],
          },
        ],
        nextCursor: null,
      },
    ],
  });

interface Subject {
  readonly shown: z.input<typeof subjectView>;
  readonly accounts: UsageSubject;
}

const EVERYTHING = { id: null, kind: null, name: null };

/** What was stored, sent, watched and encoded, for those who answer for it. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin')
export class UsageController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(UsageReports) private readonly reports: UsageReports,
    @Inject(Units) private readonly units: Units,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('usage')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'getUsage',
    summary: 'What was stored, sent, watched and encoded, by unit or person, day or month',
  })
  @Raises(
    new UnitNotFound(),
    new PersonNotFound(),
    new UsageWindowInvalid(),
    new UsageWindowTooLong('day', MOST_PERIODS.day),
  )
  @ApiResponse({ status: 200, description: 'A time series for each', standardSchema: usageView })
  async get(
    @CurrentCaller() caller: Caller,
    @Query({ schema: paged }) query: z.output<typeof paged>,
  ): Promise<z.input<typeof usageView>> {
    const window = usageWindow(query, this.clock.now());
    const { items, nextCursor } = await this.subjects(caller, query, query);
    const series = await this.seriesOf(items, window);
    const { interval, from, to } = window;
    return {
      interval,
      from,
      to,
      items: items.map(({ shown }, index) => ({ ...shown, series: [...(series[index] ?? [])] })),
      nextCursor,
    };
  }

  @Get('usage.csv')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'getUsageTable',
    summary: `The same as a table (RFC 4180), with a row for each of them and each period; ${MOST_ROWS} at most`,
  })
  @Raises(
    new UnitNotFound(),
    new PersonNotFound(),
    new UsageWindowInvalid(),
    new UsageWindowTooLong('day', MOST_PERIODS.day),
    new UsageTooLarge(MOST_ROWS),
  )
  @ApiProduces('text/csv')
  @ApiResponse({
    status: 200,
    description: 'The table, its first row naming the columns',
    headers: carries('Content-Disposition'),
    schema: {
      type: 'string',
      example:
        'id,kind,name,period,receivedBytes,usedBytes,derivedBytes,sentBytes,minutesWatched,viewers,encodes\r\n' +
        'surgery,department,Department of Surgery,2026-03,734003200,9126805504,6442450944,48318382080,7412,63,24\r\n',
    },
  })
  async table(
    @CurrentCaller() caller: Caller,
    @Query({ schema: asked }) query: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const window = usageWindow(query, this.clock.now());
    const columns = [...Object.keys(subjectView.shape), ...Object.keys(pointView.shape)];
    const rows: Record<string, string | number | null>[] = [];
    let cursor: string | undefined;
    do {
      const found: Page<Subject> = await this.subjects(caller, query, { limit: 100, cursor });
      if (rows.length + found.items.length * window.periods.length > MOST_ROWS)
        throw new UsageTooLarge(MOST_ROWS);
      const series = await this.seriesOf(found.items, window);
      found.items.forEach(({ shown }, index) =>
        rows.push(...(series[index] ?? []).map((point) => ({ ...shown, ...point }))),
      );
      cursor = found.nextCursor ?? undefined;
    } while (cursor !== undefined);
    void reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="usage.csv"');
    return csvOf(
      columns,
      rows.map((row) => columns.map((column) => row[column] ?? null)),
    );
  }

  private seriesOf(subjects: readonly Subject[], window: UsageWindow): Promise<UsagePoint[][]> {
    const accounts = subjects.map((subject) => subject.accounts);
    return this.reports.series(this.database.kysely, accounts, window);
  }

  private async subjects(
    caller: Caller,
    { unit, person, by }: Asked,
    paging: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<Subject>> {
    if (person !== undefined) {
      if (unit !== undefined || by !== undefined)
        throw new InvalidRequest('A person is asked for alone.', ['person: goes without unit and by']);
      return alone(await this.person(caller, person));
    }
    const under = await this.reach.under(caller, unit);
    if (by !== undefined) {
      const kinds = by === 'person' ? (['doctor'] as const) : UNITS;
      const found = await this.units.list(this.database.kysely, { ...paging, under, kinds });
      return { ...found, items: found.items.map(subjectOf) };
    }
    if (under !== undefined) return alone(subjectOf(await this.units.get(this.database.kysely, under)));
    return alone({ shown: EVERYTHING, accounts: await this.reports.everything(this.database.kysely) });
  }

  /** @throws PersonNotFound, also for one beyond the caller's reach */
  private async person(caller: Caller, id: string): Promise<Subject> {
    const account = accountOfPerson(id);
    try {
      await this.reach.require(caller, account);
      return subjectOf(await this.units.get(this.database.kysely, account));
    } catch (error) {
      throw error instanceof UnitNotFound ? new PersonNotFound() : error;
    }
  }
}

function subjectOf({ id, kind, name }: Account): Subject {
  return { shown: { id: idOfAccount(id), kind, name }, accounts: [id] };
}

function alone(subject: Subject): Page<Subject> {
  return { items: [subject], nextCursor: null };
}
