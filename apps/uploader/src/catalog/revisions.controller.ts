import { Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  type Asset,
  AssetNotFound,
  Assets,
  mayChange,
  otherTakesOf,
  RevisionNotFound,
  RevisionNotRestorable,
  Revisions,
} from '#libs/catalog';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Scopes } from '#libs/http';
import type { UploaderSettings } from '../config.js';
import { SETTINGS } from '../ground.module.js';
import { AssetStory } from '../rest/asset-story.js';
import { AssetViews } from '../rest/asset-views.js';
import { etagOf } from '../rest/if-match.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { Reach } from '../rest/reach.js';
import { assetView, FIRST_REVISION, pageOf } from '../rest/views.js';

const instant = z.iso.datetime();

const revisionView = z
  .object({
    id: z.string().describe('`first` for what the asset began with'),
    role: z
      .enum(['shown', 'coming', 'former', 'failed'])
      .describe(
        '`coming`: it is processed, and will be shown; `former`: it was shown; `failed`: it never was',
      ),
    state: z.enum(['processing', 'playable', 'ready', 'failed']),
    failure: z
      .object({ code: z.string(), reason: z.string() })
      .nullable()
      .describe(
        'Why it failed, in words for a doctor; `superseded`: a later one was shown before it was ready',
      ),
    fileName: z.string(),
    contentType: z.string(),
    bytes: z.int().describe('Bytes of the original; they count until it is removed'),
    derivedBytes: z.int().describe('Bytes of what was made of it; they count until it is removed'),
    sha256: z.string(),
    durationSeconds: z.number().nullable(),
    begunAt: instant.describe('When its upload began, or it was restored'),
    retiredAt: instant.nullable().describe('Since when it waits to be removed; null where it does not'),
    purgeAt: instant
      .nullable()
      .describe(
        'When it will be removed, for good, unless a hold or a viewer keeps it; null where it will not',
      ),
  })
  .meta({
    id: 'Revision',
    examples: [
      {
        id: 'first',
        role: 'former',
        state: 'ready',
        failure: null,
        fileName: 'lesson.mp4',
        contentType: 'video/mp4',
        bytes: 734_003_200,
        derivedBytes: 1_482_113,
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        durationSeconds: 1834.5,
        begunAt: '2026-11-30T08:00:00.000Z',
        retiredAt: '2026-12-01T08:00:00.000Z',
        purgeAt: '2026-12-31T08:00:00.000Z',
      },
    ],
  });

/** What an asset shows, showed and will show: each recording that was uploaded in the place of another. */
@ApiTags('assets')
@ApiBearerAuth()
@Controller('v1/assets/:id')
export class RevisionsController {
  constructor(
    @Inject(Assets) private readonly assets: Assets,
    @Inject(Revisions) private readonly revisions: Revisions,
    @Inject(Database) private readonly database: Database,
    @Inject(AssetViews) private readonly views: AssetViews,
    @Inject(AssetStory) private readonly story: AssetStory,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(SETTINGS) private readonly settings: UploaderSettings,
  ) {}

  @Get('revisions')
  @Scopes('view', 'upload')
  @ApiOperation({
    operationId: 'listRevisions',
    summary: 'What the asset shows, and what it showed or will show, for who may change it and for auditors',
  })
  @Raises(new AssetNotFound())
  @ApiResponse({
    status: 200,
    description: 'All that there are, what is shown first, then the one that was begun last',
    standardSchema: pageOf(revisionView),
  })
  async list(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    const asset = await this.known(caller, id);
    const takes = (await otherTakesOf(this.database.kysely, [id])).get(id) ?? [];
    const keepMs = this.settings.LECTERN_TRASH_SECONDS * 1000;
    return { items: [asset, ...takes].map((take) => viewOfRevision(take, keepMs)), nextCursor: null };
  }

  @Post('revisions/:revision/restore')
  @Scopes('upload')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'restoreRevision',
    summary: 'Shows what was shown before, with the captions and chapters that it had then',
  })
  @Raises(new AssetNotFound(), new RevisionNotFound(), new RevisionNotRestorable('failed'))
  @ApiResponse({ status: 200, description: 'The asset', standardSchema: assetView, headers: carries('ETag') })
  async restore(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('revision') revision: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const asset = await this.known(caller, id);
    if (!(await mayChange(this.database.kysely, await this.reach.viewer(caller), asset)))
      throw new AssetNotFound();
    const wanted = revision === FIRST_REVISION ? null : revision;
    const restored = await this.database.transaction(async (tx) => {
      // What is shown already has been restored.
      const now = await this.revisions.hold(tx, id);
      if (now.revision === wanted) return now;
      return this.revisions.restore(tx, id, wanted, caller.subject);
    });
    await this.story.tell('revision restored', id, { subject: caller.subject, revision });
    void reply.header('etag', etagOf(restored));
    return this.views.of(restored);
  }

  /** For those who may change the asset, and those who see everything. @throws AssetNotFound */
  private async known(caller: Caller, id: string): Promise<Asset> {
    const viewer = await this.reach.viewer(caller);
    const asset = await this.assets.visibleTo(this.database.kysely, viewer, id);
    if (viewer.role !== 'auditor' && !(await mayChange(this.database.kysely, viewer, asset)))
      throw new AssetNotFound();
    return asset;
  }
}

function viewOfRevision(take: Asset, keepMs: number): z.input<typeof revisionView> {
  const { state, failure, fileName, contentType, bytes, derivedBytes, sha256, facts, retiredAt } = take;
  const duration = facts['durationSeconds'];
  return {
    id: take.revision ?? FIRST_REVISION,
    role: roleOf(take),
    state,
    failure,
    fileName,
    contentType,
    bytes,
    derivedBytes,
    sha256,
    durationSeconds: typeof duration === 'number' ? duration : null,
    begunAt: (take.revisedAt ?? take.createdAt).toISOString(),
    retiredAt: retiredAt?.toISOString() ?? null,
    purgeAt: retiredAt === null ? null : new Date(retiredAt.getTime() + keepMs).toISOString(),
  };
}

function roleOf({ replaces, retiredAt, state }: Asset): z.input<typeof revisionView>['role'] {
  if (replaces === null) return 'shown';
  if (retiredAt === null) return 'coming';
  return state === 'failed' ? 'failed' : 'former';
}
