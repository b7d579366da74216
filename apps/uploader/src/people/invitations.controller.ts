import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Roles } from '#libs/http';
import { type Invitation, InvitationNotFound, LocalAccounts, PersonNotFound } from '#libs/identity';
import { UnitNotFound } from '#libs/quotas';
import { RevocationNotInForce } from '../playback/playback.errors.js';
import { LocalAccountsOff } from '../rest/local-accounts.errors.js';
import { Creates } from '../rest/limits.guard.js';
import { Raises } from '../rest/openapi/describing.js';
import { page } from '../rest/page.js';
import { PublicLinks } from '../rest/public-links.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';
import { Invitations } from './invitations.js';
import { NotInvitable, PasswordIsSet } from './people.errors.js';
import { PeopleReach } from './people-reach.js';

const PURPOSES = ['invitation', 'reset'] as const;

const invitationWish = z
  .object({
    purpose: z
      .enum(PURPOSES)
      .default('invitation')
      .describe('`reset` ends password, sessions and signed URLs of the person at once'),
  })
  .meta({ id: 'InvitationWish', examples: [{ purpose: 'invitation' }] });

const filters = page.extend({
  unit: z.string().max(64).optional().describe('Only of people of this unit and of what lies below it'),
});

const invitation = z.object({
  person: z.string(),
  purpose: z.enum(PURPOSES),
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

const example = {
  person: 'dr-li',
  purpose: 'invitation',
  invitedBy: 'it-zhang',
  createdAt: '2026-11-30T08:00:00.000Z',
  expiresAt: '2026-12-07T08:00:00.000Z',
} as const;

const invitationView = invitation.meta({ id: 'Invitation', examples: [example] });

const madeInvitation = invitation
  .extend({ link: z.string().describe('To be handed to the person; it is in this answer and nowhere else') })
  .meta({
    id: 'MadeInvitation',
    examples: [
      {
        ...example,
        link: 'https://lectern.example.org/invitation#n5cS0p0hX2w8o9Qv3mY1rT7uK4zB6aEjL-dGf_iHsNU',
      },
    ],
  });

/** Links by which people set a password, where they have one here. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin')
export class InvitationsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LocalAccounts) private readonly accounts: LocalAccounts,
    @Inject(Invitations) private readonly invitations: Invitations,
    @Inject(PeopleReach) private readonly peopleReach: PeopleReach,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(PublicLinks) private readonly links: PublicLinks,
  ) {}

  @Post('people/:id/invitation')
  @Creates()
  @HttpCode(201)
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'invitePerson',
    summary: 'Makes a link by which a person sets a password, once and within a week',
    description:
      'The link before it ends, and this one too when the person is disabled or another role or unit is assigned to them. With `reset` their password, sessions and signed URLs end at once.',
  })
  @Raises(
    new PersonNotFound(),
    new NotInvitable('no-role'),
    new PasswordIsSet(),
    new LocalAccountsOff(),
    new RevocationNotInForce(),
  )
  @ApiResponse({ status: 201, description: 'The invitation and its link', standardSchema: madeInvitation })
  async invite(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: invitationWish }) { purpose }: z.output<typeof invitationWish>,
    @Req() { raw }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof madeInvitation>> {
    const person = await this.peopleReach.require(caller, id);
    const made = await this.invitations.invite(caller, person, purpose);
    void reply.header('cache-control', 'no-store');
    // What stands behind the # is sent to no server, and so stands in nobody's log.
    const link = new URL(`invitation#${made.secret}`, this.links.base(raw)).href;
    return { ...viewOf(made.invitation), link };
  }

  @Get('people/:id/invitation')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'getInvitation',
    summary: 'The open invitation of a person, without its link',
  })
  @Raises(new PersonNotFound(), new InvitationNotFound())
  @ApiResponse({ status: 200, description: 'The invitation', standardSchema: invitationView })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
  ): Promise<z.input<typeof invitationView>> {
    await this.peopleReach.require(caller, id);
    return viewOf(await this.accounts.invitationOf(this.database.kysely, id));
  }

  @Delete('people/:id/invitation')
  @HttpCode(204)
  @Roles('unit-admin', 'admin')
  @ApiOperation({ operationId: 'endInvitation', summary: 'Ends the open invitation of a person' })
  @Raises(new PersonNotFound(), new InvitationNotFound())
  @ApiResponse({ status: 204, description: 'Its link lets nobody in any more' })
  async end(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.invitations.end(caller, await this.peopleReach.require(caller, id));
  }

  @Get('invitations')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'listInvitations',
    summary: 'Open invitations of people in the caller\u2019s reach, newest first, without their links',
  })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'A page of invitations', standardSchema: pageOf(invitationView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: filters }) { unit, ...request }: z.output<typeof filters>,
  ): Promise<object> {
    const under = await this.reach.under(caller, unit);
    const found = await this.accounts.invitations(this.database.kysely, { ...request, under });
    return { items: found.items.map(viewOf), nextCursor: found.nextCursor };
  }
}

function viewOf({ subject, purpose, invitedBy, createdAt, expiresAt }: Invitation) {
  return {
    person: subject,
    purpose,
    invitedBy,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
