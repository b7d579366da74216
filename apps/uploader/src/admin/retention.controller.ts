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
import {
  dueAssets,
  EmptyRetentionRule,
  type RetentionRule,
  RetentionRuleNotFound,
  RetentionRules,
} from '#libs/catalog';
import { Database, decodeCursor, encodeCursor } from '#libs/database';
import { type Caller, CurrentCaller, Roles } from '#libs/http';
import { UnitNotFound } from '#libs/quotas';
import { Idempotent } from '../rest/idempotency.interceptor.js';
import { etagOf, expectedVersion } from '../rest/if-match.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { moment } from '../rest/moments.js';
import { page } from '../rest/page.js';
import { plainText } from '../rest/plain-text.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';

const days = z.int().min(1).max(36_500);
const trash = z
  .object({
    afterDays: days,
    since: z
      .enum(['uploaded', 'watched'])
      .describe('`watched`: since somebody last opened it, or since it was uploaded where nobody has'),
  })
  .nullable()
  .describe('Into the trash after so many days; null for never');
const terms = {
  tag: plainText(1, 64).nullable().describe('Only assets of courses with this tag; null for all'),
  trash,
  dropRungsAfterDays: days
    .nullable()
    .describe(
      'Of a recording that nobody has opened for so many days all pictures but the source and the smallest are dropped, and made again when somebody opens it; null for never',
    ),
  keepsOriginals: z
    .boolean()
    .describe('Whether no rule, also of a unit above, puts these assets into the trash'),
};

const newRule = z
  .object({
    unit: z.string().max(64).describe('With everything below it'),
    tag: terms.tag.default(null),
    trash: terms.trash.default(null),
    dropRungsAfterDays: terms.dropRungsAfterDays.default(null),
    keepsOriginals: terms.keepsOriginals.default(false),
  })
  .meta({
    id: 'NewRetentionRule',
    examples: [{ unit: 'surgery', trash: { afterDays: 730, since: 'watched' }, dropRungsAfterDays: 180 }],
  });

const ruleEdit = z
  .object(terms)
  .partial()
  .meta({ id: 'RetentionRuleEdit', examples: [{ dropRungsAfterDays: 90 }] });

const ruleView = z
  .object({
    id: z.string(),
    unit: z.string(),
    ...terms,
    version: z.int(),
    createdAt: z.iso.datetime(),
  })
  .meta({
    id: 'RetentionRule',
    examples: [
      {
        id: 'ret_8h2mz6q0vt4xk1pw9sd5nc',
        unit: 'surgery',
        tag: null,
        trash: { afterDays: 730, since: 'watched' },
        dropRungsAfterDays: 180,
        keepsOriginals: false,
        version: 1,
        createdAt: '2026-11-30T08:00:00.000Z',
      },
    ],
  });

const filters = page.extend({
  unit: z.string().max(64).optional().describe('Only those of this unit and what lies below it'),
});

const rehearsal = filters.extend({
  at: moment
    .optional()
    .describe('What would go at this moment, if nothing happens until then; now where it is left out'),
});

const dueView = z
  .object({
    asset: z.string(),
    title: z.string(),
    owner: z.string(),
    unit: z.string(),
    action: z.enum(['trash', 'drop-rungs']),
    rule: z.string().describe('The id of the rule that says so: the oldest, where several do'),
    bytes: z.int().describe('Of the original and all that was made of it, or of the rungs'),
    rungs: z.array(z.string()).describe('Those that would be dropped'),
    heldBy: z
      .enum(['asset', 'course', 'unit'])
      .nullable()
      .describe('The legal hold for which nothing becomes of it; null where it would go'),
  })
  .meta({
    id: 'DueAsset',
    examples: [
      {
        asset: 'ast_3kq9zt5m1xw7c2vd8rn4by',
        title: 'A lesson',
        owner: 'dr-li',
        unit: 'surgery',
        action: 'drop-rungs',
        rule: 'ret_8h2mz6q0vt4xk1pw9sd5nc',
        bytes: 412_003_200,
        rungs: ['480p', '720p'],
        heldBy: null,
      },
    ],
  });

/** What becomes of assets by time. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/retention')
export class RetentionController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RetentionRules) private readonly rules: RetentionRules,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Reach) private readonly reach: Reach,
  ) {}

  @Get()
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'listRetentionRules',
    summary: 'Rules of retention in the caller\u2019s reach, newest first',
  })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'A page of rules', standardSchema: pageOf(ruleView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: filters }) query: z.output<typeof filters>,
  ): Promise<object> {
    const { unit, ...paging } = query;
    const under = await this.reach.under(caller, unit);
    const found = await this.rules.list(this.database.kysely, { under, ...paging });
    return { items: found.items.map(viewOf), nextCursor: found.nextCursor };
  }

  @Post()
  @HttpCode(201)
  @Roles('unit-admin', 'admin')
  @Idempotent()
  @ApiOperation({
    operationId: 'createRetentionRule',
    summary: 'Makes a rule, which is in force at once: see the dry run first',
  })
  @Raises(new UnitNotFound(), new EmptyRetentionRule())
  @ApiResponse({
    status: 201,
    description: 'The rule',
    standardSchema: ruleView,
    headers: carries('Location', 'ETag'),
  })
  async create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: newRule }) body: z.output<typeof newRule>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    await this.requireUnit(caller, body.unit);
    const rule = await this.database.transaction(async (tx) => {
      const { trash: after, ...rest } = body;
      const created = await this.rules.create(tx, { ...rest, ...columnsOf(after) });
      await this.tell(tx, caller, 'retention-rule.created', created);
      return created;
    });
    void reply.header('location', `/v1/admin/retention/${rule.id}`).header('etag', etagOf(rule));
    return viewOf(rule);
  }

  @Get('dry-run')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'rehearseRetention',
    summary: 'What the rules would do to which assets, now or later; what is held says so, and would stay',
  })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'A page of assets', standardSchema: pageOf(dueView) })
  async rehearse(
    @CurrentCaller() caller: Caller,
    @Query({ schema: rehearsal }) query: z.output<typeof rehearsal>,
  ): Promise<object> {
    const { unit, cursor, limit, at = new Date() } = query;
    const under = await this.reach.under(caller, unit);
    const after = cursor === undefined ? undefined : decodeCursor(cursor).id;
    const found = await dueAssets(this.database.kysely, { at, after, limit: limit + 1, under });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(
        ({ id, hold, ...due }): z.input<typeof dueView> => ({
          asset: id,
          ...due,
          rungs: [...due.rungs],
          heldBy: hold,
        }),
      ),
      nextCursor:
        found.length > limit && last !== undefined ? encodeCursor({ createdAt: at, id: last.id }) : null,
    };
  }

  @Get(':id')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({ operationId: 'getRetentionRule', summary: 'One rule of retention' })
  @Raises(new RetentionRuleNotFound())
  @ApiResponse({ status: 200, description: 'The rule', standardSchema: ruleView, headers: carries('ETag') })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.answer(await this.inReach(caller, id), reply);
  }

  @Patch(':id')
  @Roles('unit-admin', 'admin')
  @ApiOperation({ operationId: 'updateRetentionRule', summary: 'Changes what a rule says' })
  @Raises(new RetentionRuleNotFound(), new EmptyRetentionRule())
  @ApiResponse({
    status: 200,
    description: 'The rule as it is now',
    standardSchema: ruleView,
    headers: carries('ETag'),
  })
  async edit(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: ruleEdit }) body: z.output<typeof ruleEdit>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    await this.inReach(caller, id);
    const expected = expectedVersion(ifMatch);
    const { trash: after, ...rest } = body;
    const change = { ...rest, ...(after !== undefined && columnsOf(after)) };
    const rule = await this.database.transaction(async (tx) => {
      const edited = await this.rules.update(tx, id, change, { expectedVersion: expected });
      await this.tell(tx, caller, 'retention-rule.edited', edited);
      return edited;
    });
    return this.answer(rule, reply);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('unit-admin', 'admin')
  @ApiOperation({ operationId: 'deleteRetentionRule', summary: 'Removes a rule' })
  @Raises(new RetentionRuleNotFound())
  @ApiResponse({ status: 204, description: 'It is gone' })
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.inReach(caller, id);
    const expected = expectedVersion(ifMatch);
    await this.database.transaction(async (tx) => {
      const removed = await this.rules.remove(tx, id, { expectedVersion: expected });
      await this.tell(tx, caller, 'retention-rule.deleted', removed);
    });
  }

  private async inReach(caller: Caller, id: string): Promise<RetentionRule> {
    const rule = await this.rules.get(this.database.kysely, id);
    if (!(await this.reach.covers(caller, rule.unit))) throw new RetentionRuleNotFound();
    return rule;
  }

  private async requireUnit(caller: Caller, unit: string): Promise<void> {
    await this.reach.require(caller, unit);
    await this.reach.requireUnit(caller, unit);
  }

  private async tell(
    tx: Parameters<Audit['append']>[0],
    caller: Caller,
    action: string,
    rule: RetentionRule,
  ): Promise<void> {
    const { id, unit, tag, trashAfterDays, trashSince, dropRungsAfterDays, keepsOriginals } = rule;
    const facts = { tag, trashAfterDays, trashSince, dropRungsAfterDays, keepsOriginals };
    await this.audit.append(tx, { actor: caller.subject, action, subject: id, unit, facts });
  }

  private answer(rule: RetentionRule, reply: FastifyReply): object {
    void reply.header('etag', etagOf(rule));
    return viewOf(rule);
  }
}

function columnsOf(after: z.output<typeof trash>) {
  return { trashAfterDays: after?.afterDays ?? null, trashSince: after?.since ?? null };
}

function viewOf(rule: RetentionRule): z.input<typeof ruleView> {
  const { id, unit, tag, trashAfterDays, trashSince, dropRungsAfterDays, keepsOriginals, version } = rule;
  const isTrashed = trashAfterDays !== null && trashSince !== null;
  return {
    id,
    unit,
    tag,
    trash: isTrashed ? { afterDays: trashAfterDays, since: trashSince } : null,
    dropRungsAfterDays,
    keepsOriginals,
    version,
    createdAt: rule.createdAt.toISOString(),
  };
}
