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
import { Audit } from '#libs/audit';
import { Holds, UnderLegalHold } from '#libs/catalog';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, InvalidRequest, Roles } from '#libs/http';
import {
  type Account,
  idOfAccount,
  UnitExists,
  UnitMisplaced,
  UnitNotEmpty,
  UnitNotFound,
  Units,
} from '#libs/quotas';
import { RevocationNotInForce } from '../playback/playback.errors.js';
import { Revocations } from '../playback/revocations.js';
import { etagOf, expectedVersion } from '../rest/if-match.js';
import { page } from '../rest/page.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';
import { plainText } from '../rest/plain-text.js';
import { Idempotent } from '../rest/idempotency.interceptor.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';

const unitKind = z.enum(['region', 'county', 'hospital', 'department']);
const name = plainText(1, 200);

const newUnit = z
  .object({
    id: z
      .string()
      .max(64)
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(?::[A-Za-z0-9][A-Za-z0-9._-]*)*$/)
      .optional()
      .describe('As the identity provider names it; made when left out. Of a unit admin: `their-unit:name`'),
    kind: unitKind,
    name,
    parentId: z.string().max(64).optional(),
  })
  .meta({
    id: 'NewUnit',
    examples: [
      { id: 'surgery', kind: 'department', name: 'Department of Surgery', parentId: 'county-hospital' },
    ],
  });

const unitEdit = z
  .object({ name: name.optional(), parentId: z.string().max(64).optional() })
  .meta({ id: 'UnitEdit', examples: [{ name: 'Department of General Surgery' }] });
const below = page.extend({
  under: z.string().max(128).optional().describe('Only what stands below this unit'),
  parent: z
    .string()
    .max(128)
    .optional()
    .describe('Only what stands directly below this unit; empty: what stands below none'),
});

const unitView = z
  .object({
    id: z.string(),
    kind: z.enum(['region', 'county', 'hospital', 'department', 'doctor']),
    name: z.string(),
    parentId: z.string().nullable(),
    path: z.array(z.string()),
    usedBytes: z.int(),
    derivedBytes: z.int(),
    reservedBytes: z.int(),
    assets: z.int(),
    version: z.int(),
  })
  .meta({
    id: 'Unit',
    examples: [
      {
        id: 'surgery',
        kind: 'department',
        name: 'Department of Surgery',
        parentId: 'county-hospital',
        path: ['county-hospital', 'surgery'],
        usedBytes: 734_003_200,
        derivedBytes: 1_482_113,
        reservedBytes: 0,
        assets: 1,
        version: 2,
      },
    ],
  });

/** The organisation: region, county, hospital, department. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/units')
export class UnitsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Units) private readonly units: Units,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(Revocations) private readonly revocations: Revocations,
    @Inject(Holds) private readonly holds: Holds,
  ) {}

  @Get()
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({ operationId: 'listUnits', summary: 'Units and doctors in the caller\u2019s reach' })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'A page of units and doctors', standardSchema: pageOf(unitView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: below }) query: z.output<typeof below>,
  ): Promise<object> {
    const under = query.under ?? (caller.role === 'unit-admin' ? (caller.unit ?? undefined) : undefined);
    if (under !== undefined) await this.reach.require(caller, under);
    const { under: _, parent, ...paging } = query;
    if (parent !== undefined && parent !== '') await this.reach.require(caller, parent);
    const found = await this.units.list(this.database.kysely, {
      under,
      parent: parent === '' ? null : parent,
      ...paging,
    });
    return { items: found.items.map(viewOf), nextCursor: found.nextCursor ?? null };
  }

  @Post()
  @HttpCode(201)
  @Roles('unit-admin', 'admin')
  @Idempotent()
  @ApiOperation({ operationId: 'createUnit', summary: 'Creates a unit below another one' })
  @Raises(new UnitNotFound(), new UnitMisplaced(), new UnitExists())
  @ApiResponse({
    status: 201,
    description: 'The unit',
    standardSchema: unitView,
    headers: carries('Location', 'ETag'),
  })
  async create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: newUnit }) body: z.output<typeof newUnit>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    if (body.parentId !== undefined) await this.reach.require(caller, body.parentId);
    else if (caller.role !== 'admin')
      throw new InvalidRequest('Say below which unit it stands.', ['parentId: is needed']);
    if (body.id !== undefined) await this.requireOwnSpace(caller, body.id, body.parentId);
    const unit = await this.database.transaction(async (tx) => {
      const created = await this.units.create(tx, body);
      await this.audit.append(tx, {
        actor: caller.subject,
        action: 'unit.created',
        subject: created.id,
        unit: created.id,
        facts: { kind: created.kind, name: created.name },
      });
      return created;
    });
    void reply.header('location', `/v1/admin/units/${unit.id}`).header('etag', etagOf(unit));
    return viewOf(unit);
  }

  @Get(':id')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({ operationId: 'getUnit', summary: 'One unit or doctor' })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'The unit', standardSchema: unitView, headers: carries('ETag') })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const account = await this.units.resolve(this.database.kysely, id);
    await this.reach.require(caller, account);
    const unit = await this.units.get(this.database.kysely, account);
    void reply.header('etag', etagOf(unit));
    return viewOf(unit);
  }

  @Patch(':id')
  @Roles('unit-admin', 'admin')
  @ApiOperation({ operationId: 'updateUnit', summary: 'Renames a unit, or moves it with everything below' })
  @Raises(new UnitNotFound(), new UnitMisplaced(), new UnderLegalHold('unit'), new RevocationNotInForce())
  @ApiResponse({
    status: 200,
    description: 'The unit as it is now',
    standardSchema: unitView,
    headers: carries('ETag'),
  })
  async edit(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: unitEdit }) body: z.output<typeof unitEdit>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const account = await this.units.resolve(this.database.kysely, id);
    await this.reach.requireAbove(caller, account);
    if (body.parentId !== undefined) await this.reach.require(caller, body.parentId);
    const expected = expectedVersion(ifMatch);
    const unit = await this.database.transaction(async (tx) => {
      if (body.parentId !== undefined) await this.holds.requireFreeToMove(tx, account, body.parentId);
      const edited = await this.units.update(tx, account, body, { expectedVersion: expected });
      await this.audit.append(tx, {
        actor: caller.subject,
        action: 'unit.edited',
        subject: id,
        unit: id,
        facts: { name: edited.name, parentId: edited.parentId },
      });
      if (body.parentId !== undefined) await this.revocations.revokeUnseen(tx, 'everything');
      return edited;
    });
    if (body.parentId !== undefined) await this.revocations.publish();
    void reply.header('etag', etagOf(unit));
    return viewOf(unit);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'deleteUnit',
    summary:
      'Removes a unit that holds nothing; 409 tells what it holds: units, people, courses, assets, uploads, apiKeys, webhooks',
  })
  @Raises(new UnitNotFound(), new UnitNotEmpty({ people: 3, courses: 1 }))
  @ApiResponse({ status: 204, description: 'It is gone' })
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.reach.requireAbove(caller, id);
    const expected = expectedVersion(ifMatch);
    await this.database.transaction(async (tx) => {
      const { kind, name, parentId } = await this.units.remove(tx, id, { expectedVersion: expected });
      await this.audit.append(tx, {
        actor: caller.subject,
        action: 'unit.deleted',
        subject: id,
        unit: parentId,
        facts: { kind, name, parentId },
      });
    });
  }

  /**
   * An id before whose last colon another unit's stands is that unit's to give away. A unit admin gives away their own
   * unit's alone: so none can try by 409 which ids there are elsewhere.
   *
   * @throws InvalidRequest
   */
  private async requireOwnSpace(caller: Caller, id: string, parentId: string | undefined): Promise<void> {
    const colon = id.lastIndexOf(':');
    const space = colon < 0 ? undefined : id.slice(0, colon);
    const isAdmin = caller.role === 'admin';
    if (space === undefined && isAdmin) return;
    const above = parentId === undefined ? [] : await this.units.pathOf(this.database.kysely, parentId);
    const spaces = isAdmin ? above : [caller.unit];
    if (space !== undefined && spaces.includes(space)) return;
    const example = isAdmin ? 'the id of a unit above it' : `${caller.unit}`;
    throw new InvalidRequest(
      'The id of another unit can\u2019t be chosen like this; left out, one is made.',
      [`id: must be ${example}, a colon, and a name without one`],
    );
  }
}

function viewOf(unit: Account): z.input<typeof unitView> {
  const {
    id,
    kind,
    name: unitName,
    parentId,
    path,
    usedBytes,
    derivedBytes,
    reservedBytes,
    assets,
    version,
  } = unit;
  return {
    id: idOfAccount(id),
    kind,
    name: unitName,
    parentId,
    path: path.map(idOfAccount),
    usedBytes,
    derivedBytes,
    reservedBytes,
    assets,
    version,
  };
}
