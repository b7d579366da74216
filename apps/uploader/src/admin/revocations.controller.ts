import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Audit } from '#libs/audit';
import { AssetNotFound, Assets, mayChange, type RecordedRevocation, RevocationRecords } from '#libs/catalog';
import { Database, type Transaction } from '#libs/database';
import { type Caller, CurrentCaller, InvalidRequest, Roles } from '#libs/http';
import { People, PersonNotFound } from '#libs/identity';
import type { Clock } from '#libs/kernel';
import { UnitNotFound } from '#libs/quotas';
import type { UploaderSettings } from '../config.js';
import { CLOCK, SETTINGS } from '../ground.module.js';
import { SUBJECT } from '../rest/subject.js';
import { RevocationNotInForce } from '../playback/playback.errors.js';
import { Revocations } from '../playback/revocations.js';
import { Raises } from '../rest/openapi/describing.js';
import { page } from '../rest/page.js';
import { plainText } from '../rest/plain-text.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';

const filters = page.extend({
  asset: z.string().max(64).optional().describe('Only those of this asset\u2019s URLs'),
  person: z.string().max(128).optional().describe('Only those of this person\u2019s URLs'),
});

const revocationWish = z
  .object({
    asset: z.string().max(64).optional().describe('All URLs of this asset, whoever opened them'),
    person: z.string().max(128).optional().describe('All URLs that this person opened'),
    reason: plainText(1, 500).describe('For those who look at it later'),
  })
  .meta({
    id: 'RevocationWish',
    examples: [{ asset: 'ast_3kq9zt5m1xw7c2vd8rn4by', reason: 'A patient can be recognised.' }],
  });

const revocationView = z
  .object({
    id: z.string(),
    asset: z.string().nullable(),
    person: z.string().nullable(),
    reason: z.string(),
    revokedBy: z.string(),
    revokedAt: z.iso.datetime(),
    until: z.iso.datetime().describe('By then the last URL that it ends would be dead anyway'),
  })
  .meta({
    id: 'Revocation',
    examples: [
      {
        id: 'rev_8h2mz6q0vt4xk1pw9sd5nc',
        asset: 'ast_3kq9zt5m1xw7c2vd8rn4by',
        person: null,
        reason: 'A patient can be recognised.',
        revokedBy: 'admin',
        revokedAt: '2026-11-30T08:00:00.000Z',
        until: '2026-12-01T08:00:00.000Z',
      },
    ],
  });

/** Signed URLs that were ended before their time, and why. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/revocations')
export class RevocationsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RevocationRecords) private readonly records: RevocationRecords,
    @Inject(Assets) private readonly assets: Assets,
    @Inject(People) private readonly people: People,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(Revocations) private readonly revocations: Revocations,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: UploaderSettings,
  ) {}

  @Get()
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'listRevocations',
    summary: 'What was revoked with a reason in the caller\u2019s reach, newest first; kept for a year',
  })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'A page of revocations', standardSchema: pageOf(revocationView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: filters }) query: z.output<typeof filters>,
  ): Promise<object> {
    const under = await this.reach.under(caller, undefined);
    const found = await this.records.list(this.database.kysely, { ...query, under });
    return { items: found.items.map(viewOf), nextCursor: found.nextCursor };
  }

  @Post()
  @HttpCode(201)
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'createRevocation',
    summary: 'Ends all URLs of an asset, or of a person, within 10 seconds; new ones can be opened at once',
  })
  @Raises(new AssetNotFound(), new PersonNotFound(), new RevocationNotInForce())
  @ApiResponse({ status: 201, description: 'What was revoked', standardSchema: revocationView })
  async create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: revocationWish }) { asset, person, reason }: z.output<typeof revocationWish>,
  ): Promise<z.input<typeof revocationView>> {
    if ((asset === undefined) === (person === undefined))
      throw new InvalidRequest('Say whose URLs are to die: an asset\u2019s or a person\u2019s.', [
        'asset: or person is needed, and not both',
      ]);
    const what =
      asset === undefined
        ? await this.personInReach(caller, person ?? '')
        : await this.assetInReach(caller, asset);
    const recorded = await this.database.transaction(async (tx) => {
      const revoked = await this.end(tx, what);
      const made = await this.records.add(tx, { ...what, reason, by: caller.subject, ...this.span() });
      await this.audit.append(tx, {
        actor: caller.subject,
        action: `${what.kind}.revoked`,
        subject: what.subject,
        unit: what.unit,
        // The reason may name people: it is where it can be forgotten.
        facts: { revocation: made.id, ...revoked },
      });
      return made;
    });
    await this.revocations.publish();
    return viewOf(recorded);
  }

  private async end(
    tx: Transaction,
    { kind, subject }: { kind: 'asset' | 'person'; subject: string },
  ): Promise<Readonly<Record<string, number>>> {
    if (kind === 'asset') return { epoch: await this.assets.bumpEpoch(tx, subject) };
    return { revoked: await this.revocations.revokeAllOf(tx, { viewer: subject }) };
  }

  private span(): { now: Date; until: Date } {
    const now = this.clock.now();
    return { now, until: new Date(now.getTime() + this.settings.LECTERN_PLAYBACK_MAX_SECONDS * 1000) };
  }

  /** @throws AssetNotFound */
  private async assetInReach(caller: Caller, id: string) {
    const viewer = await this.reach.viewer(caller);
    const { kysely } = this.database;
    const asset = await this.assets.visibleTo(kysely, viewer, id, { trashed: true });
    if (!(await mayChange(kysely, viewer, asset))) throw new AssetNotFound();
    return { kind: 'asset', subject: id, unit: asset.unit } as const;
  }

  /** @throws PersonNotFound */
  private async personInReach(caller: Caller, id: string) {
    const person = SUBJECT.test(id) ? await this.people.find(this.database.kysely, id) : undefined;
    if (person === undefined || !(await this.reach.covers(caller, person.unit ?? '')))
      throw new PersonNotFound();
    return { kind: 'person', subject: id, unit: person.unit } as const;
  }
}

function viewOf(recorded: RecordedRevocation): z.input<typeof revocationView> {
  const { id, kind, subject, reason, revokedBy, createdAt, until } = recorded;
  return {
    id,
    asset: kind === 'asset' ? subject : null,
    person: kind === 'person' ? subject : null,
    reason,
    revokedBy,
    revokedAt: createdAt.toISOString(),
    until: until.toISOString(),
  };
}
