import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Audit } from '#libs/audit';
import { AssetNotFound, type QueuedRelease, ReleaseNotFound, Releases, VersionConflict } from '#libs/catalog';
import { Database, type Transaction } from '#libs/database';
import { type Caller, CurrentCaller, Roles } from '#libs/http';
import { UnitNotFound } from '#libs/quotas';
import { RevocationNotInForce } from '../playback/playback.errors.js';
import { Revocations } from '../playback/revocations.js';
import { etagOf, expectedVersion } from '../rest/if-match.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { page } from '../rest/page.js';
import { plainText } from '../rest/plain-text.js';
import { Reach } from '../rest/reach.js';
import { assetView, pageOf, viewOfRelease } from '../rest/views.js';

const state = z.enum(['waiting', 'released', 'refused']);

const filters = page.extend({
  state: state.default('waiting').describe('Only those in this state'),
  unit: z.string().max(64).optional().describe('Only those of this unit and of what lies below it'),
  owner: z.string().max(128).optional().describe('Only those of this person'),
});

const refusal = z
  .object({ reason: plainText(1, 500).describe('Why, for its doctor; name no patient') })
  .meta({ id: 'ReleaseRefusal', examples: [{ reason: 'The patient can be recognised at 2:10' }] });

const queuedView = z
  .object({
    asset: z.string(),
    title: z.string(),
    kind: assetView.shape.kind,
    owner: z.string(),
    unit: z.string(),
    courseId: z.string().nullable(),
    requestedVisibility: z
      .enum(['unit', 'region', 'all'])
      .describe('Of its course; `unit` where that is of a unit above or beside'),
    state,
    reason: z.string().nullable(),
    requestedBy: z.string(),
    requestedAt: z.iso.datetime(),
    by: z.string().nullable().describe('Who released or refused it'),
    at: z.iso.datetime().nullable().describe('When'),
    version: z.int(),
  })
  .meta({
    id: 'Release',
    examples: [
      {
        asset: 'ast_3kq9zt5m1xw7c2vd8rn4by',
        title: 'A lesson',
        kind: 'video',
        owner: 'dr-li',
        unit: 'surgery',
        courseId: 'crs_8h2mz6q0vt4xk1pw9sd5nc',
        requestedVisibility: 'region',
        state: 'waiting',
        reason: null,
        requestedBy: 'dr-li',
        requestedAt: '2026-11-30T08:00:00.000Z',
        by: null,
        at: null,
        version: 1,
      },
    ],
  });

/** What of units that review is to be seen by more than its unit, and who has let it. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/releases')
export class ReleasesController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(Revocations) private readonly revocations: Revocations,
  ) {}

  @Get()
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'listReleases',
    summary:
      'Lessons in the caller\u2019s reach that wait to be released, or were released or refused, oldest first',
  })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'A page of them', standardSchema: pageOf(queuedView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: filters }) query: z.output<typeof filters>,
  ): Promise<object> {
    const { unit, ...rest } = query;
    const under = await this.reach.under(caller, unit);
    const found = await this.releases.list(this.database.kysely, { ...rest, under });
    return { items: found.items.map(viewOf), nextCursor: found.nextCursor };
  }

  @Get(':assetId')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'getRelease',
    summary: 'How one lesson stands that is to be released, or was',
  })
  @Raises(new ReleaseNotFound())
  @ApiResponse({ status: 200, description: 'It', standardSchema: queuedView, headers: carries('ETag') })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('assetId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return answer(await this.inReach(caller, id), reply);
  }

  @Post(':assetId/release')
  @HttpCode(200)
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'releaseLesson',
    summary: 'Releases a lesson to all to whom its course shows it, also one that was refused',
  })
  @Raises(new ReleaseNotFound(), new AssetNotFound(), new VersionConflict([1], 2))
  @ApiResponse({ status: 200, description: 'Released', standardSchema: queuedView, headers: carries('ETag') })
  async release(
    @CurrentCaller() caller: Caller,
    @Param('assetId') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const before = await this.inReach(caller, id);
    const by = caller.subject;
    const expected = expectedVersion(ifMatch);
    await this.database.transaction(async (tx) => {
      const { version } = await this.releases.release(tx, id, { by, expectedVersion: expected });
      if (version !== before.version) await this.note(tx, 'release.granted', by, before);
    });
    return answer(await this.releases.get(this.database.kysely, id), reply);
  }

  @Post(':assetId/refuse')
  @HttpCode(200)
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'refuseLesson',
    summary:
      'Keeps a lesson within its unit, also one that was released: signed URLs of those who may not see it any more die within 10 seconds',
  })
  @Raises(new ReleaseNotFound(), new AssetNotFound(), new VersionConflict([1], 2), new RevocationNotInForce())
  @ApiResponse({ status: 200, description: 'Refused', standardSchema: queuedView, headers: carries('ETag') })
  async refuse(
    @CurrentCaller() caller: Caller,
    @Param('assetId') id: string,
    @Body({ schema: refusal }) { reason }: z.output<typeof refusal>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const before = await this.inReach(caller, id);
    const by = caller.subject;
    const expected = expectedVersion(ifMatch);
    await this.database.transaction(async (tx) => {
      const { version } = await this.releases.refuse(tx, id, { by, reason, expectedVersion: expected });
      await this.revocations.revokeUnseen(tx, [id]);
      if (version !== before.version) await this.note(tx, 'release.refused', by, before, { reason });
    });
    await this.revocations.publish();
    return answer(await this.releases.get(this.database.kysely, id), reply);
  }

  /** @throws ReleaseNotFound also for one that is beyond the caller's reach */
  private async inReach(caller: Caller, id: string): Promise<QueuedRelease> {
    const found = await this.releases.get(this.database.kysely, id);
    if (!(await this.reach.covers(caller, found.unit))) throw new ReleaseNotFound();
    return found;
  }

  private async note(
    tx: Transaction,
    action: string,
    actor: string,
    { id, unit, visibility }: QueuedRelease,
    facts: { reason?: string } = {},
  ): Promise<void> {
    await this.audit.append(tx, { actor, action, subject: id, unit, facts: { visibility, ...facts } });
  }
}

function answer(release: QueuedRelease, reply: FastifyReply): object {
  void reply.header('etag', etagOf(release));
  return viewOf(release);
}

function viewOf(release: QueuedRelease): z.input<typeof queuedView> {
  const { id, title, owner, unit, courseId, visibility, askedBy, createdAt, version } = release;
  const { at, ...standing } = viewOfRelease(release);
  return {
    asset: id,
    title,
    kind: release.kind,
    owner,
    unit,
    courseId,
    requestedVisibility: visibility,
    requestedBy: askedBy,
    requestedAt: createdAt.toISOString(),
    ...standing,
    at: release.state === 'waiting' ? null : at,
    version,
  };
}
