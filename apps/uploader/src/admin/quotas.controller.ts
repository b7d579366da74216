import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Audit } from '#libs/audit';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Roles } from '#libs/http';
import { keysOf, recordOf } from '#libs/kernel';
import { LIMITS, Quotas, Units } from '#libs/quotas';
import { etagOf, expectedVersion } from '../rest/if-match.js';
import { Reach } from '../rest/reach.js';
import { quotaView, viewOfQuota } from '../rest/quota-view.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { UnitNotFound } from '#libs/quotas';

const LIMIT_NAMES = keysOf(LIMITS);

const limits = z
  .object(recordOf(LIMIT_NAMES, limitSchema))
  .meta({ id: 'QuotaLimits', examples: [{ bytes: 107_374_182_400, softPercent: 80 }] });

function limitSchema(name: keyof typeof LIMITS) {
  const { least, most }: { least: number; most?: number } = LIMITS[name];
  const number = z.int().min(least);
  return (most === undefined ? number : number.max(most)).nullable().optional();
}

const recomputation = z.object({
  correct: z.stringbool().default(false).describe('Correct the counters, instead of only reporting'),
});

const driftView = z
  .object({
    drift: z.int(),
    accounts: z.array(
      z.object({ account: z.string(), field: z.string(), counter: z.int(), ledger: z.int() }),
    ),
    corrected: z.boolean(),
  })
  .meta({ id: 'QuotaDrift', examples: [{ drift: 0, accounts: [], corrected: false }] });

/** Quotas of units and doctors. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/quotas/:account')
export class QuotasController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Quotas) private readonly quotas: Quotas,
    @Inject(Units) private readonly units: Units,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Reach) private readonly reach: Reach,
  ) {}

  @Get()
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({ operationId: 'getQuota', summary: 'Limits, use, and what may still be uploaded' })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'The quota', standardSchema: quotaView, headers: carries('ETag') })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('account') account: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    await this.reach.require(caller, account);
    return this.answer(account, reply);
  }

  @Put()
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'setQuota',
    summary: 'Sets limits; a limit that is left out or null is inherited from above',
  })
  @Raises(new UnitNotFound())
  @ApiResponse({
    status: 200,
    description: 'The quota as it is now',
    standardSchema: quotaView,
    headers: carries('ETag'),
  })
  async put(
    @CurrentCaller() caller: Caller,
    @Param('account') account: string,
    @Body({ schema: limits }) body: z.output<typeof limits>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    await this.reach.requireAbove(caller, account);
    const expected = expectedVersion(ifMatch);
    const wanted = recordOf(LIMIT_NAMES, (name) => body[name] ?? null);
    await this.database.transaction(async (tx) => {
      await this.quotas.setLimits(tx, account, wanted, { expectedVersion: expected });
      await this.audit.append(tx, {
        actor: caller.subject,
        action: 'quota.set',
        subject: account,
        facts: wanted,
      });
    });
    return this.answer(account, reply);
  }

  @Delete()
  @HttpCode(204)
  @Roles('unit-admin', 'admin')
  @ApiOperation({ operationId: 'clearQuota', summary: 'Removes the limits: what lies above binds' })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 204, description: 'No limit of its own is left' })
  async clear(
    @CurrentCaller() caller: Caller,
    @Param('account') account: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.reach.requireAbove(caller, account);
    const expected = expectedVersion(ifMatch);
    await this.database.transaction(async (tx) => {
      await this.quotas.clearLimits(tx, account, { expectedVersion: expected });
      await this.audit.append(tx, {
        actor: caller.subject,
        action: 'quota.cleared',
        subject: account,
        facts: {},
      });
    });
  }

  @Post('recompute')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ operationId: 'recomputeQuota', summary: 'Compares the counters with the ledger' })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'What differs', standardSchema: driftView })
  async recompute(
    @Param('account') account: string,
    @Query({ schema: recomputation }) query: z.output<typeof recomputation>,
  ): Promise<z.input<typeof driftView>> {
    const report = await this.database.transaction((tx) =>
      this.quotas.recompute(tx, account, { correct: query.correct }),
    );
    return { drift: report.drift, accounts: [...report.accounts], corrected: query.correct };
  }

  private async answer(account: string, reply: FastifyReply): Promise<object> {
    const { kysely } = this.database;
    void reply.header('etag', etagOf(await this.units.get(kysely, account)));
    return viewOfQuota(await this.quotas.status(kysely, account));
  }
}
