import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  type Asset,
  AssetNotFailed,
  AssetNotFound,
  Assets,
  CourseNotFound,
  jobOwnerOf,
  mayChange,
  PACKAGE_ASSET,
  RetriesSpent,
  UnderLegalHold,
} from '#libs/catalog';
import { Database, ExternalIdTaken, JobQueue } from '#libs/database';
import { type Caller, CurrentCaller, Forbidden, Scopes } from '#libs/http';
import { RevocationNotInForce } from '../playback/playback.errors.js';
import { Revocations } from '../playback/revocations.js';
import { AssetStory } from '../rest/asset-story.js';
import { AssetViews } from '../rest/asset-views.js';
import { etagOf, expectedVersion } from '../rest/if-match.js';
import { externalId } from '../rest/external-id.js';
import { page } from '../rest/page.js';
import { Reach } from '../rest/reach.js';
import { Trash } from '../upkeep/trash.js';
import { accepted, assetView, pageOf } from '../rest/views.js';
import { plainText } from '../rest/plain-text.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';

const filters = page.extend({
  courseId: z.string().max(64).optional().describe('Only those of this course'),
  q: z
    .string()
    .max(200)
    .optional()
    .describe('Words to find in title, description, file name and captions, the first ten of them'),
  state: z
    .enum([...assetView.shape.state.options, 'trashed'])
    .optional()
    .describe(
      'Only those in this state; `trashed`: those in the trash that the caller may restore, which no other list shows',
    ),
  owner: z.string().max(128).optional().describe('Only those that this person uploaded'),
  kind: assetView.shape.kind.optional().describe('Only those of this kind'),
  externalId: externalId.optional().describe('Only those that your platform calls so'),
});

const assetEdit = z
  .object({
    title: plainText(1, 200).optional(),
    description: plainText(0, 10_000).optional(),
    courseId: z.string().max(64).nullable().optional(),
    externalId: externalId.nullable().optional().describe('null for none'),
  })
  .meta({
    id: 'AssetEdit',
    examples: [{ title: 'A better title', description: 'Basic life support, step by step' }],
  });

/** Assets, and what becomes of them. */
@ApiTags('assets')
@ApiBearerAuth()
@Controller('v1/assets')
export class AssetsController {
  constructor(
    @Inject(Assets) private readonly assets: Assets,
    @Inject(Database) private readonly database: Database,
    @Inject(JobQueue) private readonly queue: JobQueue,
    @Inject(AssetViews) private readonly views: AssetViews,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(Trash) private readonly trash: Trash,
    @Inject(Revocations) private readonly revocations: Revocations,
    @Inject(AssetStory) private readonly story: AssetStory,
  ) {}

  @Get()
  @Scopes('view')
  @ApiOperation({
    operationId: 'listAssets',
    summary: 'Assets that the caller may see, newest first; ?q= searches, ?state=trashed lists the trash',
  })
  @ApiResponse({ status: 200, description: 'A page of assets', standardSchema: pageOf(assetView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: filters }) query: z.output<typeof filters>,
  ): Promise<object> {
    const viewer = await this.reach.viewer(caller);
    const { state, ...more } = query;
    const which = state === 'trashed' ? { trashed: true } : { state };
    const found = await this.assets.list(this.database.kysely, { viewer, ...more, ...which });
    return { items: await this.views.ofAll(found.items), nextCursor: found.nextCursor ?? null };
  }

  @Get(':id')
  @Scopes('view', 'upload', 'watch')
  @ApiOperation({ operationId: 'getAsset', summary: 'One asset, with the progress of each rendition' })
  @Raises(new AssetNotFound())
  @ApiResponse({ status: 200, description: 'The asset', standardSchema: assetView, headers: carries('ETag') })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.answer(
      await this.assets.visibleTo(this.database.kysely, await this.reach.viewer(caller), id),
      reply,
    );
  }

  @Patch(':id')
  @Scopes('upload')
  @ApiOperation({
    operationId: 'updateAsset',
    summary:
      'Changes title, description or course; signed URLs of those who may not see it any more die within 10 seconds',
  })
  @Raises(
    new AssetNotFound(),
    new CourseNotFound(),
    new Forbidden('Only who may change a course may put assets into it.'),
    new UnderLegalHold('course'),
    new ExternalIdTaken('lms-4711'),
    new RevocationNotInForce(),
  )
  @ApiResponse({
    status: 200,
    description: 'The asset as it is now',
    standardSchema: assetView,
    headers: carries('ETag'),
  })
  async edit(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: assetEdit }) body: z.output<typeof assetEdit>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    await this.editable(caller, id);
    if (typeof body.courseId === 'string') await this.reach.requireCourse(caller, body.courseId);
    const expected = expectedVersion(ifMatch);
    const asset = await this.database.transaction(async (tx) => {
      const edited = await this.assets.update(tx, id, body, {
        expectedVersion: expected,
        by: caller.subject,
      });
      if (body.courseId !== undefined) await this.revocations.revokeUnseen(tx, [id]);
      return edited;
    });
    if (body.courseId !== undefined) await this.revocations.publish();
    return this.answer(asset, reply);
  }

  @Delete(':id')
  @Scopes('upload')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'deleteAsset',
    summary: 'Puts the asset into the trash; its signed URLs die within 10 seconds',
  })
  @Raises(new AssetNotFound(), new UnderLegalHold('asset'), new RevocationNotInForce())
  @ApiResponse({ status: 202, description: 'It is in the trash', standardSchema: accepted })
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<object> {
    await this.trash.put(caller, await this.editable(caller, id), expectedVersion(ifMatch));
    return {};
  }

  @Post(':id/restore')
  @Scopes('upload')
  @HttpCode(200)
  @ApiOperation({ operationId: 'restoreAsset', summary: 'Takes the asset out of the trash' })
  @Raises(new AssetNotFound())
  @ApiResponse({ status: 200, description: 'The asset', standardSchema: assetView, headers: carries('ETag') })
  async restore(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    await this.trash.restore(caller, await this.editable(caller, id, { trashed: true }));
    return this.answer(await this.assets.get(this.database.kysely, id), reply);
  }

  @Post(':id/retry')
  @Scopes('upload')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'retryAsset',
    summary: 'Processes a failed asset once more; five times in 24 hours at most',
  })
  @Raises(new AssetNotFound(), new AssetNotFailed(), new RetriesSpent(5, '2026-12-01T08:00:00.000Z'))
  @ApiResponse({
    status: 202,
    description: 'The asset, about to be processed',
    standardSchema: assetView,
    headers: carries('ETag'),
  })
  async retry(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    await this.editable(caller, id);
    const asset = await this.database.transaction(async (tx) => {
      const again = await this.assets.retry(tx, id);
      await this.queue.send(tx, PACKAGE_ASSET, { asset: id }, { of: jobOwnerOf(again), later: true });
      return again;
    });
    await this.story.tell('asset retried', id, { subject: caller.subject });
    return this.answer(asset, reply);
  }

  /** An asset that the caller may change: their own, or one in a unit admin's reach. */
  private async editable(caller: Caller, id: string, options: { trashed?: boolean } = {}): Promise<Asset> {
    const viewer = await this.reach.viewer(caller);
    const asset = await this.assets.visibleTo(this.database.kysely, viewer, id, options);
    if (!(await mayChange(this.database.kysely, viewer, asset))) throw new AssetNotFound();
    return asset;
  }

  private async answer(asset: Asset, reply: FastifyReply): Promise<object> {
    void reply.header('etag', etagOf(asset));
    return this.views.of(asset);
  }
}
