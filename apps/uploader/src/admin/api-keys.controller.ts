import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Audit } from '#libs/audit';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, InvalidRequest, Roles, ROLES, SCOPES } from '#libs/http';
import { ApiKeyNotFound, ApiKeys } from '#libs/identity';
import { RevocationNotInForce } from '../playback/playback.errors.js';
import { Revocations } from '../playback/revocations.js';
import { momentToCome } from '../rest/moments.js';
import { page } from '../rest/page.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';
import { plainText } from '../rest/plain-text.js';
import { Raises } from '../rest/openapi/describing.js';
import { UnitNotFound } from '#libs/quotas';

const newKey = z
  .object({
    subject: z.string().regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible ASCII characters'),
    name: plainText(1, 200),
    role: z.enum(ROLES),
    unit: z.string().max(64).optional(),
    label: plainText(1, 200),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1)
      .max(SCOPES.length)
      .refine((scopes) => new Set(scopes).size === scopes.length, 'must name each scope once')
      .optional()
      .describe(
        'What it is good for: upload (send files, keep lessons and courses), view (see and play them), admin (all below /v1/admin that the role allows); everything unless said',
      ),
    expiresAt: momentToCome.optional(),
  })
  .meta({
    id: 'NewApiKey',
    examples: [
      {
        subject: 'dr-li',
        name: 'Dr. Li',
        role: 'doctor',
        unit: 'surgery',
        label: 'recording studio',
        scopes: ['upload'],
      },
    ],
  });

const madeKey = z
  .object({
    id: z.string(),
    secret: z.string(),
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'ApiKeySecret',
    examples: [{ id: 'key_8h2mz6q0vt4xk1pw9sd5nc', secret: 'lk_…', expiresAt: null }],
  });

const keyView = z
  .object({
    id: z.string(),
    subject: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    unit: z.string().nullable(),
    label: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'ApiKey',
    examples: [
      {
        id: 'key_8h2mz6q0vt4xk1pw9sd5nc',
        subject: 'dr-li',
        name: 'Dr. Li',
        role: 'doctor',
        unit: 'surgery',
        label: 'recording studio',
        scopes: ['upload'],
        createdAt: '2026-11-30T08:00:00.000Z',
        expiresAt: null,
        revokedAt: null,
        lastUsedAt: null,
      },
    ],
  });

/** API keys, for scripts and mini-programs: kept hashed, shown once. */
@ApiTags('admin')
@ApiBearerAuth()
@Roles('admin')
@Controller('v1/admin/api-keys')
export class ApiKeysController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ApiKeys) private readonly apiKeys: ApiKeys,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(Revocations) private readonly revocations: Revocations,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({
    operationId: 'createApiKey',
    summary: 'Makes a key; its secret is in this answer and nowhere else',
  })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 201, description: 'The key and its secret', standardSchema: madeKey })
  async create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: newKey }) body: z.output<typeof newKey>,
  ): Promise<z.input<typeof madeKey>> {
    const { unit = null, expiresAt = null, ...rest } = body;
    if (unit === null && (body.role === 'doctor' || body.role === 'unit-admin'))
      throw new InvalidRequest('This role needs a unit.', ['unit: is needed']);
    if (unit !== null) await this.reach.requireUnit(caller, unit);
    return this.database.transaction(async (tx) => {
      const key = await this.apiKeys.create(tx, {
        ...rest,
        unit,
        expiresAt,
      });
      await this.audit.append(tx, {
        actor: caller.subject,
        action: 'api-key.created',
        subject: key.id,
        facts: { subject: body.subject, role: body.role, ...(body.scopes && { scopes: body.scopes }) },
      });
      return { id: key.id, secret: key.secret, expiresAt: expiresAt?.toISOString() ?? null };
    });
  }

  @Get()
  @ApiOperation({ operationId: 'listApiKeys', summary: 'All keys, without their secrets' })
  @ApiResponse({ status: 200, description: 'A page of keys', standardSchema: pageOf(keyView) })
  async list(@Query({ schema: page }) query: z.output<typeof page>): Promise<object> {
    const found = await this.apiKeys.list(this.database.kysely, query);
    return {
      items: found.items.map((key) => ({
        ...key,
        createdAt: key.createdAt.toISOString(),
        expiresAt: key.expiresAt?.toISOString() ?? null,
        revokedAt: key.revokedAt?.toISOString() ?? null,
        lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
      })),
      nextCursor: found.nextCursor ?? null,
    };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'revokeApiKey',
    summary: 'Revokes a key at once; URLs that were signed for it die within 10 seconds',
  })
  @Raises(new ApiKeyNotFound(), new RevocationNotInForce())
  @ApiResponse({ status: 204, description: 'Nobody is let in by it any more' })
  async revoke(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.apiKeys.revoke(tx, id);
      await this.revocations.revokeAllOf(tx, { apiKey: id });
      await this.audit.append(tx, {
        actor: caller.subject,
        action: 'api-key.revoked',
        subject: id,
        facts: {},
      });
    });
    await this.revocations.publish();
  }
}
