import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AssetNotFound, Assets, type Watched, Watching } from '#libs/catalog';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, InvalidRequest, Roles, Scopes } from '#libs/http';
import { CSV_TYPE, wantsCsv } from '../rest/csv.js';
import { AlsoAnswers, Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { page } from '../rest/page.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';
import { ExportTooLong } from './playback.errors.js';
import { csvOfWatched, viewerView, viewOfViewer, viewOfWatched, watchedView } from './watched-views.js';

/** So many rows one table holds: more are for another request. */
const MOST_ROWS = 10_000;

const moment = z.iso
  .datetime({ offset: true, error: 'must be a time by RFC 3339, such as 2026-01-31T12:00:00+08:00' })
  .transform((text) => new Date(text));

const filters = page.extend({
  completed: z.stringbool().optional().describe('Only what counts as watched, or only what does not'),
  since: moment.optional().describe('Only what was last reported at this moment or later'),
  until: moment.optional().describe('Only what was last reported before this moment'),
  format: z
    .enum(['json', 'csv'])
    .optional()
    .describe(
      `By Accept without it. CSV has no pages: all rows, ${MOST_ROWS} at most, for spreadsheets (UTF-8 with its mark)`,
    ),
});

type Filters = z.output<typeof filters>;

/** Who has watched what. */
@ApiTags('playback')
@ApiBearerAuth()
@Scopes('view')
@Controller('v1')
export class WatchedController {
  constructor(
    @Inject(Assets) private readonly assets: Assets,
    @Inject(Watching) private readonly watching: Watching,
    @Inject(Database) private readonly database: Database,
    @Inject(Reach) private readonly reach: Reach,
  ) {}

  @Get('me/history')
  @AlsoAnswers(CSV_TYPE)
  @ApiOperation({
    operationId: 'listHistory',
    summary: 'What the caller has watched, by the last report, newest first; also as CSV',
  })
  @Raises(new ExportTooLong(MOST_ROWS))
  @ApiResponse({
    status: 200,
    description: 'A page of recordings, or all of them as a table',
    standardSchema: pageOf(watchedView),
    headers: carries('Content-Disposition'),
  })
  async history(
    @CurrentCaller() caller: Caller,
    @Query({ schema: filters }) query: Filters,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object | string> {
    const whose = { ...query, viewer: caller.subject };
    if (asTable(query, accept, reply, 'history.csv')) {
      const all = await this.watching.wholeHistory(this.database.kysely, { ...whose, limit: MOST_ROWS + 1 });
      return csvOfWatched(bounded(all), { viewers: false });
    }
    const found = await this.watching.history(this.database.kysely, whose);
    return { items: found.items.map(viewOfWatched), nextCursor: found.nextCursor };
  }

  @Get('assets/:id/viewers')
  @Roles('unit-admin', 'admin', 'auditor')
  @AlsoAnswers(CSV_TYPE)
  @ApiOperation({
    operationId: 'listAssetViewers',
    summary:
      'Who has watched a recording, by their last reports, newest first; also as CSV. Unit admins see the people of their unit and below',
  })
  @Raises(new AssetNotFound(), new ExportTooLong(MOST_ROWS))
  @ApiResponse({
    status: 200,
    description: 'A page of viewers, or all of them as a table',
    standardSchema: pageOf(viewerView),
    headers: carries('Content-Disposition'),
  })
  async viewers(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: filters }) query: Filters,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object | string> {
    const { kysely } = this.database;
    const viewer = await this.reach.viewer(caller);
    await this.assets.visibleTo(kysely, viewer, id);
    const under = caller.role === 'unit-admin' ? (caller.unit ?? '') : undefined;
    const which = { ...query, assetId: id, under };
    if (asTable(query, accept, reply, 'viewers.csv')) {
      const all = await this.watching.allViewers(kysely, { ...which, limit: MOST_ROWS + 1 });
      return csvOfWatched(bounded(all), { viewers: true });
    }
    const found = await this.watching.viewers(kysely, which);
    return { items: found.items.map(viewOfViewer), nextCursor: found.nextCursor };
  }
}

/** Whether the answer is a table, which its head says then. @throws InvalidRequest */
function asTable(query: Filters, accept: string | undefined, reply: FastifyReply, name: string): boolean {
  void reply.header('vary', 'accept');
  if (!wantsCsv(query.format, accept)) return false;
  if (query.cursor !== undefined)
    throw new InvalidRequest('CSV has no pages: leave the cursor out.', ['cursor: is only for JSON']);
  void reply
    .header('content-type', `${CSV_TYPE}; charset=utf-8`)
    .header('content-disposition', `attachment; filename="${name}"`);
  return true;
}

/** @throws ExportTooLong */
function bounded(rows: readonly Watched[]): readonly Watched[] {
  if (rows.length > MOST_ROWS) throw new ExportTooLong(MOST_ROWS);
  return rows;
}
