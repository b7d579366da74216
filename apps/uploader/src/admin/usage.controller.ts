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
import { usageWindowAsked, viewingPoint } from '../rest/usage-views.js';
import { assetView } from '../rest/views.js';

const UNITS = ['region', 'county', 'hospital', 'department'] as const;
/** The most rows of a table. */
const MOST_ROWS = 50_000;

const asked = z.object({
  unit: z
    .string()
    .max(128)
    .optional()
    .describe('With all below it; without it the caller\u2019s own unit, or everything'),
  person: z
    .string()
    .max(128)
    .optional()
    .describe('This person alone; goes without `unit`, and with no `by` but `asset`'),
  by: z
    .enum(['unit', 'person', 'asset'])
    .optional()
    .describe(
      'Instead of the sum: each unit or person that stands below, or each asset of which something was sent in the window, most watched first',
    ),
  ...usageWindowAsked.shape,
});
const paged = asked.extend(page.shape);
type Asked = z.output<typeof asked>;

const pointView = z
  .object({
    period: viewingPoint.shape.period,
    receivedBytes: z.int().nullable().describe('Originals that came in; null of an asset'),
    usedBytes: z
      .int()
      .nullable()
      .describe('Originals that are stored at the end of the period; null of an asset, which says so itself'),
    derivedBytes: z
      .int()
      .nullable()
      .describe('Renditions and pictures that are stored then; null of an asset, which says so itself'),
    sentBytes: viewingPoint.shape.sentBytes,
    minutesWatched: viewingPoint.shape.minutesWatched,
    views: viewingPoint.shape.views,
    viewers: viewingPoint.shape.viewers,
    encodes: z
      .int()
      .nullable()
      .describe('Renditions that were encoded of what they uploaded; null of an asset'),
  })
  .meta({ id: 'UsagePoint' });

const subjectView = z.object({
  id: z.string().nullable().describe('Of the unit, the person or the asset; null for everything'),
  kind: z.enum([...UNITS, 'doctor', ...assetView.shape.kind.options]).nullable(),
  name: z.string().nullable().describe('Of an asset its title'),
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
                views: 391,
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

interface Told extends z.input<typeof subjectView> {
  readonly series: z.input<typeof pointView>[];
}

interface Paging {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What the ledger tells by account alone. */
const NOT_OF_ASSETS = { receivedBytes: null, usedBytes: null, derivedBytes: null, encodes: null };

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
    summary: 'What was stored, sent, watched and encoded, by unit, person or asset, day or month',
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
    const { items, nextCursor } = await this.told(caller, query, window, query);
    const { interval, from, to } = window;
    return { interval, from, to, items: [...items], nextCursor };
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
        'id,kind,name,period,receivedBytes,usedBytes,derivedBytes,sentBytes,minutesWatched,views,viewers,encodes\r\n' +
        'surgery,department,Department of Surgery,2026-03,734003200,9126805504,6442450944,48318382080,7412,391,63,24\r\n',
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
    // What is watched while the pages are read may move to another page.
    const seen = new Set<string | null>();
    let cursor: string | undefined;
    do {
      const found: Page<Told> = await this.told(caller, query, window, { limit: 100, cursor });
      const items = found.items.filter(({ id }) => !seen.has(id));
      if (rows.length + items.length * window.periods.length > MOST_ROWS) throw new UsageTooLarge(MOST_ROWS);
      for (const { series, ...shown } of items) {
        seen.add(shown.id);
        rows.push(...series.map((point) => ({ ...shown, ...point })));
      }
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

  private async told(caller: Caller, query: Asked, window: UsageWindow, paging: Paging): Promise<Page<Told>> {
    if (query.person !== undefined && (query.unit !== undefined || (query.by ?? 'asset') !== 'asset'))
      throw new InvalidRequest('A person is asked for alone.', [
        'person: goes without unit, and with no by but asset',
      ]);
    if (query.by === 'asset') return this.assets(caller, query, window, paging);
    const { items, nextCursor } = await this.subjects(caller, query, paging);
    const accounts = items.map((subject) => subject.accounts);
    const series = await this.reports.series(this.database.kysely, accounts, window);
    return {
      items: items.map(({ shown }, index) => ({ ...shown, series: series[index] ?? [] })),
      nextCursor,
    };
  }

  private async assets(
    caller: Caller,
    { unit, person }: Asked,
    window: UsageWindow,
    paging: Paging,
  ): Promise<Page<Told>> {
    const of =
      person === undefined
        ? { under: await this.reach.under(caller, unit) }
        : { owner: (await this.person(caller, person)).shown.id ?? '' };
    const q = this.database.kysely;
    const { items, nextCursor } = await this.reports.usedAssets(q, window, { ...of, ...paging });
    const ids = items.map(({ id }) => id);
    const series = await this.reports.assetSeries(q, ids, window);
    return {
      items: items.map(({ id, kind, title }, index) => ({
        id,
        kind,
        name: title,
        series: (series[index] ?? []).map((point) => ({ ...NOT_OF_ASSETS, ...point })),
      })),
      nextCursor,
    };
  }

  private async subjects(
    caller: Caller,
    { unit, person, by }: Asked,
    paging: Paging,
  ): Promise<Page<Subject>> {
    if (person !== undefined) return alone(await this.person(caller, person));
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
