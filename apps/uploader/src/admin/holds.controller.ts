import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Audit } from '#libs/audit';
import {
  AssetNotFound,
  Assets,
  CourseNotFound,
  Courses,
  HeldByAdministrator,
  type Hold,
  HoldNotFound,
  Holds,
  mayChange,
} from '#libs/catalog';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Roles } from '#libs/http';
import { UnitNotFound } from '#libs/quotas';
import { Raises } from '../rest/openapi/describing.js';
import { page } from '../rest/page.js';
import { plainText } from '../rest/plain-text.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';

const filters = page.extend({
  unit: z.string().max(64).optional().describe('Only those in this unit and what lies below it'),
});

const order = z
  .object({ reason: plainText(1, 500).describe('Who ordered it and why; name no patient') })
  .meta({ id: 'HoldOrder', examples: [{ reason: 'Case 2026-17, asked for by the legal department' }] });

const KINDS = { assets: 'asset', courses: 'course', units: 'unit' } as const;

const holdView = z
  .object({
    kind: z.enum(['assets', 'courses', 'units']),
    id: z.string(),
    unit: z.string().describe('Of what is held'),
    reason: z.string(),
    by: z.string().describe('Who placed it'),
    byAdministrator: z.boolean().describe('Whether only an administrator may change or lift it'),
    createdAt: z.iso.datetime(),
  })
  .meta({
    id: 'Hold',
    examples: [
      {
        kind: 'assets',
        id: 'ast_3kq9zt5m1xw7c2vd8rn4by',
        unit: 'surgery',
        reason: 'Case 2026-17, asked for by the legal department',
        by: 'demo-admin',
        byAdministrator: true,
        createdAt: '2026-11-30T08:00:00.000Z',
      },
    ],
  });

type Plural = keyof typeof KINDS;

/**
 * Legal holds: what is held, or lies in a course or unit that is, is not deleted by anybody, does not leave the trash by
 * time, and is passed over by every rule and every sweep.
 */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/holds')
export class HoldsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Holds) private readonly holds: Holds,
    @Inject(Assets) private readonly assets: Assets,
    @Inject(Courses) private readonly courses: Courses,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Reach) private readonly reach: Reach,
  ) {}

  @Get()
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({ operationId: 'listHolds', summary: 'Legal holds in the caller\u2019s reach, newest first' })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'A page of holds', standardSchema: pageOf(holdView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: filters }) query: z.output<typeof filters>,
  ): Promise<object> {
    const { unit, ...paging } = query;
    const under = await this.reach.under(caller, unit);
    const found = await this.holds.list(this.database.kysely, { under, ...paging });
    return { items: found.items.map(viewOf), nextCursor: found.nextCursor };
  }

  @Put('assets/:id')
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'holdAsset',
    summary: 'Holds an asset, also one in the trash, or changes the reason',
  })
  @Raises(new AssetNotFound(), new HeldByAdministrator())
  @ApiResponse({ status: 200, description: 'The hold', standardSchema: holdView })
  async holdAsset(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: order }) body: z.output<typeof order>,
  ): Promise<z.input<typeof holdView>> {
    return this.place(caller, 'assets', id, body.reason);
  }

  @Put('courses/:id')
  @Roles('unit-admin', 'admin')
  @ApiOperation({ operationId: 'holdCourse', summary: 'Holds all assets of a course, and keeps them in it' })
  @Raises(new CourseNotFound(), new HeldByAdministrator())
  @ApiResponse({ status: 200, description: 'The hold', standardSchema: holdView })
  async holdCourse(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: order }) body: z.output<typeof order>,
  ): Promise<z.input<typeof holdView>> {
    return this.place(caller, 'courses', id, body.reason);
  }

  @Put('units/:id')
  @Roles('unit-admin', 'admin')
  @ApiOperation({ operationId: 'holdUnit', summary: 'Holds all assets of a unit and of what lies below it' })
  @Raises(new UnitNotFound(), new HeldByAdministrator())
  @ApiResponse({ status: 200, description: 'The hold', standardSchema: holdView })
  async holdUnit(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: order }) body: z.output<typeof order>,
  ): Promise<z.input<typeof holdView>> {
    return this.place(caller, 'units', id, body.reason);
  }

  @Delete('assets/:id')
  @HttpCode(204)
  @Roles('unit-admin', 'admin')
  @ApiOperation({ operationId: 'releaseAsset', summary: 'Lifts the hold on an asset' })
  @Raises(new AssetNotFound(), new HoldNotFound(), new HeldByAdministrator())
  @ApiResponse({ status: 204, description: 'It is lifted' })
  async releaseAsset(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.lift(caller, 'assets', id);
  }

  @Delete('courses/:id')
  @HttpCode(204)
  @Roles('unit-admin', 'admin')
  @ApiOperation({ operationId: 'releaseCourse', summary: 'Lifts the hold on a course' })
  @Raises(new CourseNotFound(), new HoldNotFound(), new HeldByAdministrator())
  @ApiResponse({ status: 204, description: 'It is lifted' })
  async releaseCourse(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.lift(caller, 'courses', id);
  }

  @Delete('units/:id')
  @HttpCode(204)
  @Roles('unit-admin', 'admin')
  @ApiOperation({ operationId: 'releaseUnit', summary: 'Lifts the hold on a unit' })
  @Raises(new UnitNotFound(), new HoldNotFound(), new HeldByAdministrator())
  @ApiResponse({ status: 204, description: 'It is lifted' })
  async releaseUnit(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.lift(caller, 'units', id);
  }

  private async place(
    caller: Caller,
    kind: Plural,
    id: string,
    reason: string,
  ): Promise<z.input<typeof holdView>> {
    const unit = await this.unitOf(caller, kind, id);
    const byAdministrator = caller.role === 'admin';
    const hold = await this.database.transaction(async (tx) => {
      const placed = await this.holds.place(tx, {
        kind: KINDS[kind],
        id,
        unit,
        reason,
        actor: caller.subject,
        byAdministrator,
      });
      await this.audit.append(tx, {
        actor: caller.subject,
        action: 'hold.placed',
        subject: id,
        unit,
        facts: { kind, reason },
      });
      return placed;
    });
    return viewOf(hold);
  }

  private async lift(caller: Caller, kind: Plural, id: string): Promise<void> {
    const unit = await this.unitOf(caller, kind, id);
    await this.database.transaction(async (tx) => {
      const { reason } = await this.holds.lift(tx, KINDS[kind], id, {
        isAdministrator: caller.role === 'admin',
      });
      await this.audit.append(tx, {
        actor: caller.subject,
        action: 'hold.lifted',
        subject: id,
        unit,
        facts: { kind, reason },
      });
    });
  }

  /** Of something that the caller may hold: a unit in their reach, or what they may change. @throws as the routes say */
  private async unitOf(caller: Caller, kind: Plural, id: string): Promise<string> {
    const { kysely } = this.database;
    if (kind === 'units') {
      await this.reach.require(caller, id);
      await this.reach.requireUnit(caller, id);
      return id;
    }
    const viewer = await this.reach.viewer(caller);
    const thing =
      kind === 'assets'
        ? await this.assets.visibleTo(kysely, viewer, id, { trashed: true })
        : await this.courses.visibleTo(kysely, viewer, id);
    if (await mayChange(kysely, viewer, thing)) return thing.unit;
    throw kind === 'assets' ? new AssetNotFound() : new CourseNotFound();
  }
}

function viewOf(hold: Hold): z.input<typeof holdView> {
  const { kind, id, unit, reason, actor, byAdministrator, createdAt } = hold;
  return {
    kind: `${kind}s`,
    id,
    unit,
    reason,
    by: actor,
    byAdministrator,
    createdAt: createdAt.toISOString(),
  };
}
