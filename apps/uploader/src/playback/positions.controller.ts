import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Audit } from '#libs/audit';
import {
  type Asset,
  AssetNotFound,
  Assets,
  PositionBeyondEnd,
  type Viewer,
  type Watched,
  Watching,
} from '#libs/catalog';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Scopes } from '#libs/http';
import type { UploaderSettings } from '../config.js';
import { SETTINGS } from '../ground.module.js';
import { Raises } from '../rest/openapi/describing.js';
import { Reach } from '../rest/reach.js';
import { NotPlayable } from './playback.errors.js';
import { shareOf } from './watched-views.js';

/** The fastest that players play. */
const FASTEST_RATE = 2;

const seconds = z.number().nonnegative().max(1e7);
const range = z.object({ from: seconds, to: seconds });

const positionReport = z
  .object({
    seconds: seconds.describe('Where the viewer is, from the beginning of the recording'),
    watched: z
      .array(range.refine(({ from, to }) => from < to, 'must end after it begins'))
      .max(50)
      .optional()
      .describe('What was played since the last report, in that order; nothing without it'),
  })
  .meta({ id: 'PositionReport', examples: [{ seconds: 812.4, watched: [{ from: 790.1, to: 812.4 }] }] });

const POSITION = {
  asset: 'ast_3kq9zt5m1xw7c2vd8rn4by',
  seconds: 812.4,
  durationSeconds: 1834.5,
  watched: [{ from: 0, to: 812.4 }],
  watchedSeconds: 812.4,
  share: 0.4428,
  completedAt: null,
  reportedAt: '2026-11-30T08:15:00.000Z',
};

const positionView = z
  .object({
    asset: z.string(),
    seconds: z.number().describe('Where the caller was by their last report; 0 before the first'),
    durationSeconds: z.number(),
    watched: z
      .array(z.object({ from: z.number(), to: z.number() }))
      .describe(
        'What they have watched, in order and without overlaps: 200 stretches at most, of more the shortest are forgotten',
      ),
    watchedSeconds: z.number().describe('The length of these together'),
    share: z.number().min(0).max(1).describe('Of the recording'),
    completedAt: z.iso
      .datetime()
      .nullable()
      .describe('When they had watched so much of it that it counts as watched; stays'),
    reportedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Position', examples: [POSITION] });

const reportedView = positionView
  .extend({
    creditedSeconds: z
      .number()
      .describe(
        'How much this report has added: of what is new, what could be played in the time since the last report, or since the playback session was opened',
      ),
  })
  .meta({ id: 'ReportedPosition', examples: [{ ...POSITION, creditedSeconds: 22.3 }] });

/** Where the caller is in a recording. */
@ApiTags('playback')
@ApiBearerAuth()
@Scopes('view', 'watch')
@Controller('v1/assets/:id/position')
export class PositionsController {
  constructor(
    @Inject(Assets) private readonly assets: Assets,
    @Inject(Watching) private readonly watching: Watching,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Database) private readonly database: Database,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(SETTINGS) private readonly settings: UploaderSettings,
  ) {}

  @Put()
  @ApiOperation({
    operationId: 'setPosition',
    summary: 'Takes down where the caller is, and what they watched since they said so last',
    description:
      'To be sent every 10 to 30 seconds while a recording plays, and when it stops. Time is the service’s: what a report names counts as far as it could be played (at twice the speed) since the report before, so one that is sent again adds nothing, and neither does one without a playback session.',
  })
  @Raises(new AssetNotFound(), new NotPlayable('processing', true), new PositionBeyondEnd(1834.5))
  @ApiResponse({ status: 200, description: 'What is known by now', standardSchema: reportedView })
  async report(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: positionReport }) body: z.output<typeof positionReport>,
  ): Promise<z.input<typeof reportedView>> {
    const viewer = await this.reach.viewer(caller);
    const { asset, durationSeconds } = await this.recording(viewer, id);
    const { subject, unit } = viewer;
    const report = {
      viewer: subject,
      unit,
      asset: { id, title: asset.title, durationSeconds },
      position: body.seconds,
      watched: body.watched ?? [],
    };
    const rules = {
      fastestRate: FASTEST_RATE,
      completionShare: this.settings.LECTERN_COMPLETION_SHARE,
    };
    const { watched, creditedSeconds } = await this.database.transaction(
      async (tx) => {
        const reported = await this.watching.report(tx, report, rules);
        if (reported.hasCompleted)
          await this.audit.append(tx, {
            actor: subject,
            action: 'lesson.completed',
            subject: id,
            unit,
            facts: { watchedSeconds: reported.watched.watchedSeconds, durationSeconds },
          });
        return reported;
      },
      // The second time no time has passed.
      { lostCommit: 'repeat' },
    );
    return { ...viewOf(id, durationSeconds, watched), creditedSeconds };
  }

  @Get()
  @ApiOperation({
    operationId: 'getPosition',
    summary: 'Where the caller is, and what they have watched',
  })
  @Raises(new AssetNotFound(), new NotPlayable('processing', true))
  @ApiResponse({ status: 200, description: 'What is known', standardSchema: positionView })
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<z.input<typeof positionView>> {
    const { durationSeconds } = await this.recording(await this.reach.viewer(caller), id);
    const watched = await this.watching.get(this.database.kysely, caller.subject, id);
    return viewOf(id, durationSeconds, watched);
  }

  /** @throws AssetNotFound, NotPlayable where it has no length (yet) */
  private async recording(viewer: Viewer, id: string): Promise<{ asset: Asset; durationSeconds: number }> {
    const asset = await this.assets.visibleTo(this.database.kysely, viewer, id);
    const { durationSeconds } = asset.facts;
    if (asset.master === null || typeof durationSeconds !== 'number' || durationSeconds <= 0)
      throw new NotPlayable(asset.state, asset.state === 'processing');
    return { asset, durationSeconds };
  }
}

function viewOf(
  asset: string,
  durationSeconds: number,
  watched: Watched | undefined,
): z.input<typeof positionView> {
  return {
    asset,
    seconds: watched?.positionSeconds ?? 0,
    durationSeconds,
    watched: [...(watched?.ranges ?? [])],
    watchedSeconds: watched?.watchedSeconds ?? 0,
    share: watched === undefined ? 0 : shareOf(watched),
    completedAt: watched?.completedAt?.toISOString() ?? null,
    reportedAt: watched?.reportedAt.toISOString() ?? null,
  };
}
