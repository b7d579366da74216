import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Audit } from '#libs/audit';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Roles } from '#libs/http';
import {
  Deliveries,
  type Delivery,
  Endpoints,
  WebhookBacklogFull,
  WebhookDeliveryNotFound,
  WebhookDisabled,
  WebhookNotFound,
} from '#libs/webhooks';
import { Raises } from '../rest/openapi/describing.js';
import { page } from '../rest/page.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';
import { requireEndpoint } from './webhook-reach.js';

const STATES = ['waiting', 'delivered', 'failed'] as const;

const filters = page.extend({
  state: z.enum(STATES).optional().describe('Only those in this state'),
  type: z.string().max(64).optional().describe('The type of the event'),
});

const EXAMPLE = {
  id: 'whd_0b7kq3m1xz8v5t2ra6jd9c',
  eventId: '812345-6789',
  type: 'asset.ready',
  state: 'waiting',
  attempts: 1,
  dueAt: '2026-11-30T08:00:09.000Z',
  status: 500,
  fault: 'status',
  answer: 'Internal Server Error',
  replayOf: null,
  createdAt: '2026-11-30T08:00:00.000Z',
  endedAt: null,
} as const;

const deliveryView = z
  .object({
    id: z.string().describe('As `Lectern-Delivery` says it: the same at every attempt'),
    eventId: z.string().describe('As `id` of the body says it: the same also in a replay'),
    type: z.string(),
    state: z.enum(STATES),
    attempts: z.int(),
    dueAt: z.iso
      .datetime()
      .nullable()
      .describe(
        'When it is tried next; null when it has ended, or while an earlier one of the same asset waits',
      ),
    status: z.int().nullable().describe('Of the last answer; null where none came'),
    fault: z
      .string()
      .nullable()
      .describe(
        'Why the last attempt did not count: `status`, `redirect`, `too-slow`, `name-unknown`, `address-not-allowed`, `not-encrypted`, `no-connection` with the code of the system, `backlog-full`, `webhook-disabled`',
      ),
    answer: z.string().nullable().describe('The first 1,000 bytes of the last answer\u2019s body'),
    replayOf: z.string().nullable().describe('The delivery that this one sends once more'),
    createdAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'WebhookDelivery', examples: [EXAMPLE] });

const storyView = deliveryView
  .extend({
    body: z.string().describe('What is signed and sent'),
    tried: z
      .array(
        z.object({
          at: z.iso.datetime(),
          ms: z.int(),
          status: z.int().nullable(),
          fault: z.string().nullable(),
        }),
      )
      .describe('The last 40 attempts, the first first'),
  })
  .meta({
    id: 'WebhookDeliveryStory',
    examples: [
      {
        ...EXAMPLE,
        body: '{"id":"812345-6789","type":"asset.ready","createdAt":"2026-11-30T08:00:00.000Z","subject":"ast_…","unit":"surgery","data":{"state":"ready"}}',
        tried: [{ at: '2026-11-30T08:00:00.100Z', ms: 40, status: 500, fault: 'status' }],
      },
    ],
  });

/** What webhooks were told, and are still to be told. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/webhooks/:id')
export class WebhookDeliveriesController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Endpoints) private readonly endpoints: Endpoints,
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Reach) private readonly reach: Reach,
  ) {}

  @Get('deliveries')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'listWebhookDeliveries',
    summary: 'What a webhook was told, newest first: until 14 days after its end',
  })
  @Raises(new WebhookNotFound())
  @ApiResponse({ status: 200, description: 'A page of deliveries', standardSchema: pageOf(deliveryView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: filters }) query: z.output<typeof filters>,
  ): Promise<object> {
    await this.requireReach(caller, id);
    const found = await this.deliveries.list(this.database.kysely, id, query);
    return { items: found.items.map(viewOf), nextCursor: found.nextCursor ?? null };
  }

  @Get('deliveries/:delivery')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'getWebhookDelivery',
    summary: 'One delivery with its body and its attempts',
  })
  @Raises(new WebhookNotFound(), new WebhookDeliveryNotFound())
  @ApiResponse({ status: 200, description: 'The delivery', standardSchema: storyView })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('delivery') delivery: string,
  ): Promise<z.input<typeof storyView>> {
    await this.requireReach(caller, id);
    const { body, tried, ...found } = await this.deliveries.get(this.database.kysely, id, delivery);
    return { ...viewOf(found), body, tried: [...tried] };
  }

  @Post('deliveries/:delivery/replay')
  @HttpCode(202)
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'replayWebhookDelivery',
    summary: 'Tries a delivery that waits at once; sends one that has ended once more, as a new one',
  })
  @Raises(
    new WebhookNotFound(),
    new WebhookDeliveryNotFound(),
    new WebhookDisabled(),
    new WebhookBacklogFull(10_000),
  )
  @ApiResponse({ status: 202, description: 'The delivery that is sent', standardSchema: deliveryView })
  async replay(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('delivery') delivery: string,
  ): Promise<z.input<typeof deliveryView>> {
    const { unit } = await this.requireReach(caller, id);
    return this.database.transaction(async (tx) => {
      const sent = await this.deliveries.replay(tx, id, delivery);
      await this.audit.append(tx, {
        actor: caller.subject,
        action: 'webhook.replayed',
        subject: id,
        unit,
        facts: { delivery, sent: sent.id },
      });
      return viewOf(sent);
    });
  }

  @Post('test')
  @HttpCode(202)
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'testWebhook',
    summary: 'Sends an event of type `webhook.test`, which means nothing',
  })
  @Raises(new WebhookNotFound(), new WebhookDisabled(), new WebhookBacklogFull(10_000))
  @ApiResponse({ status: 202, description: 'The delivery that is sent', standardSchema: deliveryView })
  async test(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
  ): Promise<z.input<typeof deliveryView>> {
    await this.requireReach(caller, id);
    return this.database.transaction(async (tx) =>
      viewOf(await this.deliveries.test(tx, id, caller.subject)),
    );
  }

  private requireReach(caller: Caller, id: string) {
    return requireEndpoint(this.reach, caller, () => this.endpoints.get(this.database.kysely, id));
  }
}

function viewOf(delivery: Delivery): z.input<typeof deliveryView> {
  const { endpointId: _, eventType: type, dueAt, createdAt, endedAt, ...rest } = delivery;
  return {
    ...rest,
    type,
    dueAt: dueAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
