import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  Audit,
  type AuditEntry,
  type AuditFilters,
  NothingLost,
  TrailVerifier,
  type Verdict,
  VerificationRunning,
} from '#libs/audit';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Roles } from '#libs/http';
import { UnitNotFound } from '#libs/quotas';
import { StorageUnavailable } from '#libs/storage';
import type { Clock } from '#libs/kernel';
import { CLOCK } from '../ground.module.js';
import { CSV_MARK, csvLine } from '../rest/csv.js';
import { AlsoAnswers, Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { moment } from '../rest/moments.js';
import { page } from '../rest/page.js';
import { plainText } from '../rest/plain-text.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';

const filters = page.extend({
  actor: z
    .string()
    .max(128)
    .optional()
    .describe('Only what this person, or this pseudonym of one, did; `system` for what happened by itself'),
  action: z.string().max(64).optional().describe('Only what was done so, such as `asset.trashed`'),
  subject: z.string().max(128).optional().describe('Only what was done to the thing of this id'),
  unit: z.string().max(64).optional().describe('Only what was done in this unit and what lies below it'),
  from: moment.optional().describe('Not before this moment'),
  to: moment.optional().describe('Before this moment'),
  format: z
    .enum(['json', 'csv', 'ndjson'])
    .default('json')
    .describe(
      'A page of `json`, or a file of all entries that fit: `csv` with a heading, `ndjson` with an object in each line. `cursor` and `limit` are for pages',
    ),
});

const entryView = z
  .object({
    seq: z.int().describe('From 1 on, without gaps'),
    at: z.iso.datetime(),
    actor: z.string().describe('A person’s id, `system`, or `erased person` and a pseudonym'),
    action: z.string(),
    subject: z.string(),
    unit: z.string().nullable(),
    facts: z.record(z.string(), z.unknown()),
    hash: z.string().describe('The SHA-256 of this entry and of the hash of the one before'),
  })
  .meta({
    id: 'AuditEntry',
    examples: [
      {
        seq: 812,
        at: '2026-11-30T08:00:00.000Z',
        actor: 'dr-li',
        action: 'asset.trashed',
        subject: 'ast_3kq9zt5m1xw7c2vd8rn4by',
        unit: 'surgery',
        facts: {},
        hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      },
    ],
  });

const verdictView = z
  .object({
    intact: z
      .boolean()
      .describe(
        'Whether nothing is wrong but what is `acknowledged`. What is `unproven` may have been changed all the same',
      ),
    rows: z.int().describe('Entries that were read'),
    findings: z
      .array(
        z.object({
          reason: z
            .enum(['edited', 'missing', 'unlinked', 'rewritten', 'cut'])
            .describe(
              '`edited`: not what its hash was made of; `missing`: not there; `unlinked`: one of the two was put in place of another; `rewritten`: hashed anew, as an anchor shows, and any of these may have been changed; `cut`: the trail ends before them, and an anchor has seen them',
            ),
          fromSeq: z.int(),
          toSeq: z.int().describe('The last of them'),
        }),
      )
      .describe('The first hundred'),
    moreFindings: z.int(),
    anchors: z.object({
      count: z.int(),
      newest: z.object({ number: z.int(), seq: z.int(), at: z.iso.datetime() }).nullable(),
      findings: z
        .array(
          z.object({
            number: z.int(),
            reason: z
              .enum(['missing', 'altered', 'unknown-key'])
              .describe(
                '`unknown-key`: its key is in the key ring no more, and no later anchor vouches for it',
              ),
          }),
        )
        .describe('The first hundred'),
      moreFindings: z.int(),
    }),
    unproven: z
      .object({ fromSeq: z.int(), toSeq: z.int(), since: z.iso.datetime() })
      .nullable()
      .describe(
        'Entries that no anchor has yet: that they were hashed anew, or that some behind them were cut off, can not be proven',
      ),
    lost: z
      .object({ fromSeq: z.int(), toSeq: z.int() })
      .nullable()
      .describe(
        'From where on the trail is not what anchors have seen, to the last that they saw: after a restore, what was lost. To be acknowledged as it stands here',
      ),
    acknowledged: z
      .array(
        z.object({
          fromSeq: z.int(),
          toSeq: z.int(),
          seq: z.int().describe('The entry that says so'),
          at: z.iso.datetime(),
          by: z.string(),
          reason: z.string(),
        }),
      )
      .describe('What was lost, and somebody has said they know of, newest first'),
    names: z
      .object({
        count: z.int().describe('Names that stand beside the trail'),
        erased: z
          .array(
            z.object({
              pseudonym: z.string(),
              seq: z.int().describe('The entry that says so'),
              at: z.iso.datetime(),
              by: z.string(),
            }),
          )
          .describe('The first hundred of those that are erased, as a sealed anchor has stated before'),
        moreErased: z.int(),
        returned: z
          .array(z.string())
          .describe(
            'The first hundred pseudonyms of those who are known though an anchor says that they are erased: a dump of before was restored, or the erasure broke off. Erase them again',
          ),
        findings: z
          .array(
            z.object({
              pseudonym: z.string(),
              reason: z
                .enum(['altered', 'missing'])
                .describe(
                  '`altered`: it stands for somebody else than it was made for; `missing`: nobody knows whom it stood for, and no erasure is proven',
                ),
            }),
          )
          .describe('The first hundred'),
        moreFindings: z.int(),
      })
      .describe('Whose the pseudonyms of the trail are'),
  })
  .meta({
    id: 'AuditVerdict',
    examples: [
      {
        intact: false,
        rows: 812,
        findings: [{ reason: 'edited', fromSeq: 17, toSeq: 17 }],
        moreFindings: 0,
        anchors: {
          count: 96,
          newest: { number: 96, seq: 800, at: '2026-11-30T07:30:00.000Z' },
          findings: [],
          moreFindings: 0,
        },
        unproven: { fromSeq: 801, toSeq: 812, since: '2026-11-30T07:31:00.000Z' },
        lost: null,
        acknowledged: [
          {
            fromSeq: 301,
            toSeq: 340,
            seq: 305,
            at: '2026-11-12T09:00:00.000Z',
            by: 'demo-admin',
            reason: 'Restored the dump of 11 November after the disk of the database had failed',
          },
        ],
        names: {
          count: 61,
          erased: [
            {
              pseudonym: 'psn_7b0c4f5e1d2a3948576a6b5c4d3e2f1009182736',
              seq: 790,
              at: '2026-11-29T10:00:00.000Z',
              by: 'demo-admin',
            },
          ],
          moreErased: 0,
          returned: [],
          findings: [],
          moreFindings: 0,
        },
      },
    ],
  });

const acknowledgement = z
  .object({
    fromSeq: z.int().positive().describe('As `lost` of the verdict names them'),
    toSeq: z.int().positive().describe('The last of them'),
    reason: plainText(1, 500).describe(
      'What happened; it is an entry of the trail, and stays. Name no person',
    ),
  })
  .meta({
    id: 'AuditAcknowledgement',
    examples: [
      {
        fromSeq: 301,
        toSeq: 340,
        reason: 'Restored the dump of 11 November after the disk of the database had failed',
      },
    ],
  });

const TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** Who did what to what, and whether that is what was written down. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/audit')
export class AuditController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(TrailVerifier) private readonly verifier: TrailVerifier,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'listAuditEntries',
    summary: 'The audit trail, newest first: of the caller\u2019s unit and what lies below it, or all of it',
  })
  @Raises(new UnitNotFound())
  @AlsoAnswers(TYPES.csv, TYPES.ndjson)
  @ApiResponse({
    status: 200,
    description: 'A page, or a file',
    standardSchema: pageOf(entryView),
    headers: carries('Content-Disposition'),
  })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: filters }) query: z.output<typeof filters>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { unit, format, cursor, limit, ...rest } = query;
    const wanted: AuditFilters = { ...rest, under: await this.reach.under(caller, unit) };
    if (format === 'json') {
      const found = await this.audit.list(this.database.kysely, { ...wanted, cursor, limit });
      return { items: found.items.map(viewOf), nextCursor: found.nextCursor };
    }
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        actor: caller.subject,
        action: 'audit.exported',
        subject: 'audit',
        unit: wanted.under ?? null,
        facts: { format },
      }),
    );
    void reply
      .type(`${TYPES[format]}; charset=utf-8`)
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="audit.${format}"`);
    const entries = this.audit.all(this.database.kysely, wanted);
    return Readable.from(format === 'csv' ? csvOf(entries) : ndjsonOf(entries), { objectMode: false });
  }

  @Post('verify')
  @HttpCode(200)
  @Roles('admin', 'auditor')
  @ApiOperation({
    operationId: 'verifyAuditTrail',
    summary: 'Reads the whole trail, and compares it with its hashes and with the anchors in storage',
  })
  @Raises(new VerificationRunning(), new StorageUnavailable())
  @ApiResponse({ status: 200, description: 'The verdict', standardSchema: verdictView })
  async verify(@CurrentCaller() caller: Caller): Promise<z.input<typeof verdictView>> {
    return viewOfVerdict(await this.verifier.verify(caller.subject));
  }

  @Post('acknowledgements')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({
    operationId: 'acknowledgeAuditLoss',
    summary:
      'Says that what the trail has lost is known to be lost, and why, as after a restore: the verdict names it as acknowledged from then on, and for ever',
  })
  @Raises(new NothingLost(), new VerificationRunning(), new StorageUnavailable())
  @ApiResponse({ status: 200, description: 'The verdict after it', standardSchema: verdictView })
  async acknowledge(
    @CurrentCaller() caller: Caller,
    @Body({ schema: acknowledgement }) body: z.output<typeof acknowledgement>,
  ): Promise<z.input<typeof verdictView>> {
    return viewOfVerdict(await this.verifier.acknowledge(caller.subject, body, this.clock.now()));
  }
}

function viewOfVerdict(verdict: Verdict): z.input<typeof verdictView> {
  const { intact, rows, findings, moreFindings, anchors, unproven, lost, acknowledged, names } = verdict;
  const { newest } = anchors;
  return {
    intact,
    rows,
    findings: [...findings],
    moreFindings,
    anchors: {
      ...anchors,
      newest: newest && { ...newest, at: newest.at.toISOString() },
      findings: [...anchors.findings],
    },
    unproven: unproven && { ...unproven, since: unproven.since.toISOString() },
    lost,
    acknowledged: acknowledged.map(({ at, through: _through, ...cut }) => ({ ...cut, at: at.toISOString() })),
    names: {
      ...names,
      returned: [...names.returned],
      erased: names.erased.map(({ at, ...erasure }) => ({ ...erasure, at: at.toISOString() })),
      findings: [...names.findings],
    },
  };
}

function viewOf({
  seq,
  at,
  actor,
  action,
  subject,
  unit,
  facts,
  hash,
}: AuditEntry): z.input<typeof entryView> {
  return { seq, at: at.toISOString(), actor, action, subject, unit, facts, hash };
}

async function* csvOf(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  yield CSV_MARK + csvLine(['seq', 'at', 'actor', 'action', 'subject', 'unit', 'facts', 'hash']);
  for await (const { seq, at, actor, action, subject, unit, facts, hash } of entries)
    yield csvLine([seq, at.toISOString(), actor, action, subject, unit, JSON.stringify(facts), hash]);
}

async function* ndjsonOf(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(viewOf(entry))}\n`;
}
