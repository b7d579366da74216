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
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Audit } from '#libs/audit';
import { Database, type ExpectedVersion, type Transaction } from '#libs/database';
import { type Caller, CurrentCaller, Forbidden, InvalidRequest, ROLES, Roles } from '#libs/http';
import { People } from '#libs/identity';
import { keysOf, recordOf } from '#libs/kernel';
import {
  type Account,
  accountOfPerson,
  idOfAccount,
  LIMITS,
  Quotas,
  UnitMisplaced,
  UnitNotFound,
  Units,
} from '#libs/quotas';
import { etagOf, expectedVersion } from '../rest/if-match.js';
import { Reach } from '../rest/reach.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { quotaView, seenQuotaView, viewOfQuota } from '../rest/quota-view.js';

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

const personLimits = limits
  .extend({
    unit: z
      .string()
      .max(64)
      .optional()
      .describe('Of a person who has not come yet: the unit in which they are expected'),
  })
  .meta({ id: 'PersonQuotaLimits', examples: [{ bytes: 107_374_182_400, unit: 'surgery' }] });

/**
 * The routes to quotas below one path. They are the same for each, but a client calls them by other names: `name` is
 * what stands behind the verb.
 */
function routesTo(name: string) {
  abstract class QuotasBelow {
    constructor(
      @Inject(Database) protected readonly database: Database,
      @Inject(Quotas) protected readonly quotas: Quotas,
      @Inject(Units) protected readonly units: Units,
      @Inject(Audit) protected readonly audit: Audit,
      @Inject(Reach) protected readonly reach: Reach,
      @Inject(People) protected readonly people: People,
    ) {}

    @Get()
    @Roles(...ROLES)
    @ApiOperation({
      operationId: `get${name}`,
      summary:
        'Limits, use, and what may still be uploaded; for those whom it binds: name, limit and use alone',
    })
    @Raises(new UnitNotFound())
    @ApiResponse({
      status: 200,
      description: 'The quota',
      standardSchema: seenQuotaView,
      headers: carries('ETag'),
    })
    async get(
      @CurrentCaller() caller: Caller,
      @Param('account') id: string,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<object> {
      const account = await this.accountOf(id);
      if (await this.reach.covers(caller, account)) return this.answer(account, reply);
      const isBound = await this.reach.binds(caller, account);
      const binding = isBound ? await this.quotas.binding(this.database.kysely, account) : undefined;
      if (binding !== undefined) return binding;
      // What is foreign and what is absent look alike.
      throw caller.role === 'doctor' ? new Forbidden() : new UnitNotFound();
    }

    @Put()
    @Roles('unit-admin', 'admin')
    @ApiOperation({
      operationId: `set${name}`,
      summary: 'Replaces all limits; one that is left out or null is inherited from above',
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
      @Param('account') id: string,
      @Body({ schema: limits }) body: z.output<typeof limits>,
      @Headers('if-match') ifMatch: string | undefined,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<object> {
      const account = await this.accountOf(id);
      await this.reach.requireAbove(caller, account);
      await this.set(caller, account, ifMatch, (tx, expected) =>
        this.quotas.setLimits(tx, account, body, expected),
      );
      return this.answer(account, reply);
    }

    @Patch()
    @Roles('unit-admin', 'admin')
    @ApiOperation({
      operationId: `update${name}`,
      summary: 'Changes the limits that are named; null leaves one to the units above',
    })
    @Raises(new UnitNotFound())
    @ApiResponse({
      status: 200,
      description: 'The quota as it is now',
      standardSchema: quotaView,
      headers: carries('ETag'),
    })
    async edit(
      @CurrentCaller() caller: Caller,
      @Param('account') id: string,
      @Body({ schema: limits }) body: z.output<typeof limits>,
      @Headers('if-match') ifMatch: string | undefined,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<object> {
      const account = await this.accountOf(id);
      await this.reach.requireAbove(caller, account);
      await this.set(caller, account, ifMatch, (tx, expected) =>
        this.quotas.changeLimits(tx, account, body, expected),
      );
      return this.answer(account, reply);
    }

    @Delete()
    @HttpCode(204)
    @Roles('unit-admin', 'admin')
    @ApiOperation({ operationId: `clear${name}`, summary: 'Removes the limits: what lies above binds' })
    @Raises(new UnitNotFound())
    @ApiResponse({ status: 204, description: 'No limit of its own is left' })
    async clear(
      @CurrentCaller() caller: Caller,
      @Param('account') id: string,
      @Headers('if-match') ifMatch: string | undefined,
    ): Promise<void> {
      const account = await this.accountOf(id);
      await this.reach.requireAbove(caller, account);
      const expected = expectedVersion(ifMatch);
      await this.database.transaction(async (tx) => {
        await this.quotas.clearLimits(tx, account, { expectedVersion: expected });
        await this.audit.append(tx, {
          actor: caller.subject,
          action: 'quota.cleared',
          subject: idOfAccount(account),
          facts: { of: spaceOf(account) },
        });
      });
    }

    @Post('recompute')
    @HttpCode(200)
    @Roles('admin')
    @ApiOperation({ operationId: `recompute${name}`, summary: 'Compares the counters with the ledger' })
    @Raises(new UnitNotFound())
    @ApiResponse({ status: 200, description: 'What differs', standardSchema: driftView })
    async recompute(
      @Param('account') id: string,
      @Query({ schema: recomputation }) query: z.output<typeof recomputation>,
    ): Promise<z.input<typeof driftView>> {
      const account = await this.accountOf(id);
      const report = await this.database.transaction((tx) =>
        this.quotas.recompute(tx, account, { correct: query.correct }),
      );
      const accounts = report.accounts.map((found) => ({ ...found, account: idOfAccount(found.account) }));
      return { drift: report.drift, accounts, corrected: query.correct };
    }

    /** The account that the path means. */
    protected accountOf(id: string): Promise<string> {
      return this.units.resolve(this.database.kysely, id);
    }

    /** Sets limits as `change` does, and writes into the trail what they are now. */
    protected async set(
      caller: Caller,
      account: string,
      ifMatch: string | undefined,
      change: (
        tx: Transaction,
        expected: { expectedVersion: ExpectedVersion | undefined },
      ) => Promise<Account>,
    ): Promise<void> {
      const expected = { expectedVersion: expectedVersion(ifMatch) };
      await this.database.transaction(async (tx) => {
        const { limits: facts } = await change(tx, expected);
        await this.audit.append(tx, {
          actor: caller.subject,
          action: 'quota.set',
          subject: idOfAccount(account),
          facts: { ...facts, of: spaceOf(account) },
        });
      });
    }

    protected async answer(account: string, reply: FastifyReply): Promise<object> {
      const { kysely } = this.database;
      void reply.header('etag', etagOf(await this.units.get(kysely, account)));
      return viewOfQuota(await this.quotas.status(kysely, account));
    }
  }
  return QuotasBelow;
}

/** In which of the two spaces of ids an account's is. */
function spaceOf(account: string): 'people' | 'units' {
  return idOfAccount(account) === account ? 'units' : 'people';
}

/** Quotas of units and people, by an id that may be of either: the unit's, where both have it. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/quotas/:account')
export class QuotasController extends routesTo('Quota') {}

/** Quotas of units. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/quotas/units/:account')
export class UnitQuotasController extends routesTo('UnitQuota') {
  protected override async accountOf(id: string): Promise<string> {
    // An id that no unit can have must not reach a person by the back door.
    if (idOfAccount(id) !== id) throw new UnitNotFound();
    return id;
  }
}

/** Quotas of people. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/quotas/people/:account')
export class PersonQuotasController extends routesTo('PersonQuota') {
  protected override async accountOf(subject: string): Promise<string> {
    return accountOfPerson(subject);
  }

  @Put()
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'setPersonQuota',
    summary:
      'Sets a person\u2019s limits; an admin may do so before the first visit, with the unit to expect them in',
  })
  @Raises(new UnitNotFound(), new UnitMisplaced())
  @ApiResponse({
    status: 200,
    description: 'The quota as it is now',
    standardSchema: quotaView,
    headers: carries('ETag'),
  })
  override async put(
    @CurrentCaller() caller: Caller,
    @Param('account') subject: string,
    @Body({ schema: personLimits }) body: z.output<typeof personLimits>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const account = accountOfPerson(subject);
    const { unit, ...wanted } = body;
    await this.reach.requireAbove(caller, account);
    // Who sees only a part must not be able to try who is there: to them a person who has not come is as absent as one
    // of another hospital.
    if (caller.role !== 'admin') {
      if (unit !== undefined)
        throw new InvalidRequest('A person moves by what their token says.', [
          'unit: is for an admin to set',
        ]);
      await this.set(caller, account, ifMatch, (tx, expected) =>
        this.quotas.setLimits(tx, account, wanted, expected),
      );
      return this.answer(account, reply);
    }
    await this.set(caller, account, ifMatch, async (tx, expected) => {
      const known = await this.units.parentOf(tx, account);
      if (known !== undefined && unit !== undefined && unit !== known)
        throw new InvalidRequest(
          'The person is known, and in another unit: they move by what their token says.',
          [`unit: is ${known}`],
        );
      if (known === undefined) {
        if (unit === undefined)
          throw new InvalidRequest('Nobody of this id has come yet: say in which unit they are expected.', [
            'unit: is needed',
          ]);
        await this.units.expect(tx, { person: subject, unit });
        await this.people.know(tx, subject);
      }
      return this.quotas.setLimits(tx, account, wanted, expected);
    });
    return this.answer(account, reply);
  }
}
