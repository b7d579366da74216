import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AssetNotFound, Assets } from '#libs/catalog';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Public, Scopes, TooManyFailedAuthentications } from '#libs/http';
import { EmbedGrants } from '#libs/identity';
import type { UploaderSettings } from '../config.js';
import { SETTINGS } from '../ground.module.js';
import { Creates } from '../rest/limits.guard.js';
import { Raises } from '../rest/openapi/describing.js';
import { PublicLinks } from '../rest/public-links.js';
import { Reach } from '../rest/reach.js';
import { EmbeddingNotSetUp, EmbedTicketUsed } from './embed.errors.js';

const TICKET_BODY_BYTES = 256;
const FAILURES = { policy: 'failed-authentications', most: 100, windowSeconds: 300, retryAfterSeconds: 120 };

const ticketView = z
  .object({
    url: z.string().describe('For the `src` of an `<iframe>`; the ticket stands in its fragment'),
    ticket: z.string(),
    expiresAt: z.iso.datetime().describe('It is good once until then'),
  })
  .meta({
    id: 'EmbedTicket',
    examples: [
      {
        url: 'https://lectern.example/embed/ast_3kq9zt5m1xw7c2vd8rn4by#ticket=Zr0oB6qv\u2026',
        ticket: 'Zr0oB6qv\u2026',
        expiresAt: '2026-11-30T08:01:00.000Z',
      },
    ],
  });

const sentTicket = z
  .strictObject({ ticket: z.string().min(1).max(100).describe('What `createEmbedTicket` has given') })
  .meta({ id: 'SentEmbedTicket', examples: [{ ticket: 'Zr0oB6qv3m1c8kT5pXa2yW9dNf4hJu7e' }] });

const grantView = z
  .object({
    token: z
      .string()
      .describe('A Bearer token for this asset alone: to play it, and to keep the viewer\u2019s position'),
    asset: z.string(),
    expiresAt: z.iso.datetime(),
  })
  .meta({
    id: 'EmbedGrant',
    examples: [
      { token: 'le_\u2026', asset: 'ast_3kq9zt5m1xw7c2vd8rn4by', expiresAt: '2026-11-30T20:00:00.000Z' },
    ],
  });

/** Lessons in pages of other platforms, in frames that no cookie reaches. */
@ApiTags('playback')
@ApiBearerAuth()
@Scopes('view')
@Controller('v1')
export class EmbedController {
  constructor(
    @Inject(EmbedGrants) private readonly grants: EmbedGrants,
    @Inject(Assets) private readonly assets: Assets,
    @Inject(Database) private readonly database: Database,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(PublicLinks) private readonly links: PublicLinks,
    @Inject(SETTINGS) private readonly settings: UploaderSettings,
  ) {}

  @Post('assets/:id/embed-tickets')
  @Creates()
  @HttpCode(201)
  @ApiOperation({
    operationId: 'createEmbedTicket',
    summary:
      'A ticket by which a page of an allowed origin shows the lesson in a frame, once, within a minute',
    description:
      'The lesson is played, and its position kept, in the caller\u2019s name: call it with the token of whoever watches. It ends with the API key that it was made with.',
  })
  @Raises(new AssetNotFound(), new EmbeddingNotSetUp())
  @ApiResponse({ status: 201, description: 'The ticket', standardSchema: ticketView })
  async create(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() { raw }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof ticketView>> {
    await this.assets.visibleTo(this.database.kysely, await this.reach.viewer(caller), id);
    if (this.settings.LECTERN_EMBED_ORIGINS.length === 0) throw new EmbeddingNotSetUp();
    const { subject, name, role, unit, apiKey = null } = caller;
    const grant = { assetId: id, subject, name, role, unit, apiKey };
    const { ticket, expiresAt } = await this.database.transaction((tx) => this.grants.create(tx, grant), {
      lostCommit: 'repeat',
    });
    void reply.header('cache-control', 'no-store');
    const url = new URL(`embed/${id}#ticket=${ticket}`, this.links.base(raw)).href;
    return { url, ticket, expiresAt: expiresAt.toISOString() };
  }

  @Public({ bodyBytes: TICKET_BODY_BYTES })
  @Post('embed-grants')
  @HttpCode(201)
  @ApiOperation({
    operationId: 'useEmbedTicket',
    summary: 'Changes a ticket for a token that is good for its lesson alone, once',
  })
  @Raises(new EmbedTicketUsed(), new TooManyFailedAuthentications(FAILURES))
  @ApiResponse({ status: 201, description: 'The token', standardSchema: grantView })
  async redeem(
    @Body({ schema: sentTicket }) { ticket }: z.output<typeof sentTicket>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof grantView>> {
    const { callCounts } = request.server;
    const spent = await callCounts?.reached('failures', request);
    if (spent !== undefined) throw spent;
    const grant = await this.database.transaction((tx) => this.grants.redeem(tx, ticket));
    if (grant === undefined) {
      await callCounts?.count('failures', request);
      throw new EmbedTicketUsed();
    }
    void reply.header('cache-control', 'no-store');
    return { token: grant.token, asset: grant.assetId, expiresAt: grant.endsAt.toISOString() };
  }
}
