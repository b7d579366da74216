import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AssetNotFound, Assets, mayChange } from '#libs/catalog';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Scopes } from '#libs/http';
import type { Clock } from '#libs/kernel';
import { MOST_PERIODS, UsageReports, usageWindow, UsageWindowInvalid, UsageWindowTooLong } from '#libs/usage';
import { CLOCK } from '../ground.module.js';
import { Raises } from '../rest/openapi/describing.js';
import { Reach } from '../rest/reach.js';
import { usageWindowAsked, viewingPoint } from '../rest/usage-views.js';

const assetUsageView = z
  .object({
    interval: z.enum(['day', 'month']),
    from: z.string(),
    to: z.string(),
    series: z.array(viewingPoint),
  })
  .meta({
    id: 'AssetUsage',
    examples: [
      {
        interval: 'month',
        from: '2026-03-01',
        to: '2026-03-31',
        series: [
          { period: '2026-03', sentBytes: 48_318_382_080, minutesWatched: 7_412, views: 391, viewers: 63 },
        ],
      },
    ],
  });

/** What became of a lesson, for whoever made it. */
@ApiTags('assets')
@ApiBearerAuth()
@Controller('v1/assets/:id/usage')
export class AssetUsageController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Assets) private readonly assets: Assets,
    @Inject(UsageReports) private readonly reports: UsageReports,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Scopes('view', 'upload')
  @ApiOperation({
    operationId: 'getAssetUsage',
    summary:
      'What was sent and watched of an asset, by day or month: for its owner, those who answer for them, and auditors',
  })
  @Raises(new AssetNotFound(), new UsageWindowInvalid(), new UsageWindowTooLong('day', MOST_PERIODS.day))
  @ApiResponse({ status: 200, description: 'A time series', standardSchema: assetUsageView })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: usageWindowAsked }) query: z.output<typeof usageWindowAsked>,
  ): Promise<z.input<typeof assetUsageView>> {
    const window = usageWindow(query, this.clock.now());
    await this.require(caller, id);
    const [series = []] = await this.reports.assetSeries(this.database.kysely, [id], window);
    const { interval, from, to } = window;
    return { interval, from, to, series };
  }

  /** How much somebody else’s lesson is watched is nobody else’s matter. @throws AssetNotFound */
  private async require(caller: Caller, id: string): Promise<void> {
    const viewer = await this.reach.viewer(caller);
    const asset = await this.assets.visibleTo(this.database.kysely, viewer, id, { trashed: true });
    if (caller.role !== 'auditor' && !(await mayChange(this.database.kysely, viewer, asset)))
      throw new AssetNotFound();
  }
}
