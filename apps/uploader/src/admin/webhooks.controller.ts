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
import { Database } from '#libs/database';
import type { Destinations } from '#libs/egress';
import { type Caller, CurrentCaller, Roles } from '#libs/http';
import { keysOf } from '#libs/kernel';
import { UnitNotFound } from '#libs/quotas';
import {
  type Endpoint,
  Endpoints,
  requireSendable,
  TooManyWebhooks,
  WEBHOOK_EVENT_TYPES,
  WebhookAddressNotAllowed,
  WebhookNotEncrypted,
  WebhookNotFound,
  WebhookUrlInvalid,
} from '#libs/webhooks';
import { etagOf, expectedVersion } from '../rest/if-match.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { page } from '../rest/page.js';
import { plainText } from '../rest/plain-text.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';
import { DESTINATIONS } from '../webhooks/webhooks.module.js';
import { requireEndpoint } from './webhook-reach.js';

const TYPES = keysOf(WEBHOOK_EVENT_TYPES);
const url = z
  .string()
  .min(1)
  .describe('https, or http in a network of LECTERN_WEBHOOK_NETWORKS; it may hold a secret of the receiver');
const description = plainText(0, 200);
const eventTypes = z
  .array(z.enum(TYPES))
  .min(1)
  .max(TYPES.length)
  .describe(TYPES.map((type) => `\`${type}\`: ${WEBHOOK_EVENT_TYPES[type]}.`).join('\n'));

const newWebhook = z
  .object({
    unit: z
      .string()
      .max(64)
      .optional()
      .describe(
        'Events of this unit and of what lies below it; left out: of the unit of a unit admin, of everybody for an admin',
      ),
    url,
    eventTypes,
    description: description.optional(),
  })
  .meta({
    id: 'NewWebhook',
    examples: [
      {
        unit: 'surgery',
        url: 'https://learn.hospital.example.org/lectern',
        eventTypes: ['asset.ready', 'asset.failed'],
        description: 'Course catalogue',
      },
    ],
  });

const webhookEdit = z
  .object({
    url: url.optional(),
    eventTypes: eventTypes.optional(),
    description: description.optional(),
    enabled: z
      .boolean()
      .optional()
      .describe('What waits is kept while it is not; when it is enabled again that is tried at once'),
  })
  .meta({ id: 'WebhookEdit', examples: [{ enabled: true }] });

const filters = page.extend({
  unit: z.string().max(64).optional().describe('With everything below it'),
});

const EXAMPLE = {
  id: 'whk_4pz1x8v0m6jq2d9tk5ra7c',
  unit: 'surgery',
  url: 'https://learn.hospital.example.org/lectern',
  eventTypes: ['asset.ready', 'asset.failed'],
  description: 'Course catalogue',
  enabled: true,
  disabledAt: null,
  disabledBecause: null,
  failingSince: null,
  previousSecretUntil: null,
  createdBy: 'dr-li',
  createdAt: '2026-11-30T08:00:00.000Z',
  updatedAt: '2026-11-30T08:00:00.000Z',
  version: 1,
};

const webhookView = z
  .object({
    id: z.string(),
    unit: z.string().nullable().describe('null: events of everybody'),
    url: z.string(),
    eventTypes: z.array(z.string()),
    description: z.string(),
    enabled: z.boolean(),
    disabledAt: z.iso.datetime().nullable(),
    disabledBecause: z
      .enum(['failures', 'person'])
      .nullable()
      .describe('`failures`: its receiver took nothing for three days'),
    failingSince: z.iso.datetime().nullable().describe('Of the first failure since the last success'),
    previousSecretUntil: z.iso
      .datetime()
      .nullable()
      .describe('Until when the secret of before signs as well'),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    version: z.int(),
  })
  .meta({ id: 'Webhook', examples: [EXAMPLE] });

const madeWebhook = webhookView
  .extend({ secret: z.string().describe('What signs; it is in this answer and nowhere else') })
  .meta({ id: 'WebhookWithSecret', examples: [{ ...EXAMPLE, secret: 'whsec_…' }] });

/** Addresses that are told of events. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/webhooks')
export class WebhooksController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Endpoints) private readonly endpoints: Endpoints,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(DESTINATIONS) private readonly destinations: Destinations,
  ) {}

  @Post()
  @HttpCode(201)
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'createWebhook',
    summary: 'Makes a webhook; its secret is in this answer and nowhere else',
  })
  @Raises(
    new UnitNotFound(),
    new WebhookUrlInvalid('must have no #: nobody is sent what stands behind it'),
    new WebhookAddressNotAllowed(),
    new WebhookNotEncrypted(),
    new TooManyWebhooks(20),
  )
  @ApiResponse({
    status: 201,
    description: 'The webhook and its secret',
    standardSchema: madeWebhook,
    headers: carries('Location', 'ETag'),
  })
  async create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: newWebhook }) body: z.output<typeof newWebhook>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof madeWebhook>> {
    const unit = body.unit ?? (caller.role === 'admin' ? null : caller.unit);
    if (unit !== null) await this.reach.requireUnit(caller, unit);
    await requireSendable(body.url, this.destinations);
    const { endpoint, secret } = await this.database.transaction(async (tx) => {
      const made = await this.endpoints.create(tx, {
        unit,
        url: body.url,
        eventTypes: body.eventTypes,
        description: body.description ?? '',
        createdBy: caller.subject,
      });
      await this.note(tx, caller, 'webhook.created', made.endpoint);
      return made;
    });
    void reply.header('location', `/v1/admin/webhooks/${endpoint.id}`).header('etag', etagOf(endpoint));
    return { ...viewOf(endpoint), secret };
  }

  @Get()
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'listWebhooks',
    summary: 'Webhooks in the caller\u2019s reach, without secrets',
  })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'A page of webhooks', standardSchema: pageOf(webhookView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: filters }) query: z.output<typeof filters>,
  ): Promise<object> {
    const { unit, ...paging } = query;
    const under = await this.reach.under(caller, unit);
    const found = await this.endpoints.list(this.database.kysely, { under, ...paging });
    return { items: found.items.map(viewOf), nextCursor: found.nextCursor ?? null };
  }

  @Get(':id')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({ operationId: 'getWebhook', summary: 'One webhook, without its secret' })
  @Raises(new WebhookNotFound())
  @ApiResponse({
    status: 200,
    description: 'The webhook',
    standardSchema: webhookView,
    headers: carries('ETag'),
  })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof webhookView>> {
    const endpoint = await this.inReach(caller, id);
    void reply.header('etag', etagOf(endpoint));
    return viewOf(endpoint);
  }

  @Patch(':id')
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'updateWebhook',
    summary: 'Changes what a webhook is told and where, or disables or enables it',
  })
  @Raises(
    new WebhookNotFound(),
    new WebhookUrlInvalid('must have no #: nobody is sent what stands behind it'),
    new WebhookAddressNotAllowed(),
    new WebhookNotEncrypted(),
  )
  @ApiResponse({
    status: 200,
    description: 'The webhook as it is now',
    standardSchema: webhookView,
    headers: carries('ETag'),
  })
  async edit(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: webhookEdit }) body: z.output<typeof webhookEdit>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof webhookView>> {
    await this.inReach(caller, id);
    const expected = expectedVersion(ifMatch);
    if (body.url !== undefined) await requireSendable(body.url, this.destinations);
    const endpoint = await this.database.transaction(async (tx) => {
      const { endpoint, isSwitched, isEdited } = await this.endpoints.update(tx, id, body, {
        expectedVersion: expected,
      });
      if (isEdited) await this.note(tx, caller, 'webhook.edited', endpoint);
      if (isSwitched)
        await this.note(tx, caller, body.enabled ? 'webhook.enabled' : 'webhook.disabled', endpoint);
      return endpoint;
    });
    void reply.header('etag', etagOf(endpoint));
    return viewOf(endpoint);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'rotateWebhookSecret',
    summary: 'Makes a new secret, shown once; for a day what is sent is signed by the old one as well',
  })
  @Raises(new WebhookNotFound())
  @ApiResponse({
    status: 200,
    description: 'The webhook and its new secret',
    standardSchema: madeWebhook,
    headers: carries('ETag'),
  })
  async rotate(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof madeWebhook>> {
    await this.inReach(caller, id);
    const expected = expectedVersion(ifMatch);
    const { endpoint, secret } = await this.database.transaction(async (tx) => {
      const rotated = await this.endpoints.rotate(tx, id, { expectedVersion: expected });
      await this.note(tx, caller, 'webhook.secret-rotated', rotated.endpoint);
      return rotated;
    });
    void reply.header('etag', etagOf(endpoint));
    return { ...viewOf(endpoint), secret };
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'deleteWebhook',
    summary: 'Removes a webhook with its deliveries; nothing more is sent',
  })
  @Raises(new WebhookNotFound())
  @ApiResponse({ status: 204, description: 'It is gone' })
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.inReach(caller, id);
    const expected = expectedVersion(ifMatch);
    await this.database.transaction(async (tx) => {
      const endpoint = await this.endpoints.remove(tx, id, { expectedVersion: expected });
      await this.note(tx, caller, 'webhook.deleted', endpoint);
    });
  }

  private inReach(caller: Caller, id: string): Promise<Endpoint> {
    return requireEndpoint(this.reach, caller, () => this.endpoints.get(this.database.kysely, id));
  }

  /** Only the host of the address: what stands behind it may be a secret of the receiver. */
  private async note(
    tx: Parameters<Audit['append']>[0],
    caller: Caller,
    action: string,
    { id, unit, url: address, eventTypes: types }: Endpoint,
  ): Promise<void> {
    const facts = { host: new URL(address).host, eventTypes: types };
    await this.audit.append(tx, { actor: caller.subject, action, subject: id, unit, facts });
  }
}

function viewOf(endpoint: Endpoint): z.input<typeof webhookView> {
  const {
    disabledAt,
    failingSince,
    previousUntil,
    createdAt,
    updatedAt,
    eventTypes: types,
    ...rest
  } = endpoint;
  return {
    ...rest,
    eventTypes: [...types],
    enabled: disabledAt === null,
    disabledAt: disabledAt?.toISOString() ?? null,
    failingSince: failingSince?.toISOString() ?? null,
    previousSecretUntil: previousUntil?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
