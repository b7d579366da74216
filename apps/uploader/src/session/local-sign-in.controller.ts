import { Body, Controller, Get, HttpCode, Inject, Post, Put, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type Caller,
  CurrentCaller,
  networkOf,
  Public,
  Scopes,
  TooManyFailedAuthentications,
  TooManyPasswordsTried,
} from '#libs/http';
import {
  GUESSES,
  InvitationOver,
  PASSWORD_LENGTH,
  PasswordRefused,
  PersonChanged,
  PersonDisabled,
  SignInBusy,
  WrongPassword,
} from '#libs/identity';
import { hasLocalAccounts, type UploaderSettings } from '../config.js';
import { SETTINGS } from '../ground.module.js';
import { CrossSiteRequest } from '../rest/cross-site-request.errors.js';
import { LocalAccountsOff } from '../rest/local-accounts.errors.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { requireThisSite } from '../rest/session-cookie.js';
import { type LetIn, LocalSignIn } from './local-sign-in.js';
import { sessionView, viewOf } from './session.controller.js';
import { NoPassword, NoRoleHere } from './session.errors.js';

/** Of a body that anybody may send: 256 characters of which each is written as two escapes, and what stands around them. */
const BODY_BYTES = 4_096;
const WAYS = ['identity-provider', 'password', 'api-key'] as const;

/** Longer ones are told what the policy is; nobody is made to hash them. */
const password = z
  .string()
  .min(1)
  .max(1_024)
  .refine((text) => text.isWellFormed(), { message: 'must hold whole characters' });

const newPassword = password.describe(
  `Of ${PASSWORD_LENGTH.least} to ${PASSWORD_LENGTH.most} characters, whichever; none of those that are tried first`,
);

const signInWish = z
  .object({
    name: z.string().trim().min(1).max(254).describe('The id of a person, or their e-mail address'),
    password,
  })
  .meta({ id: 'PasswordSignIn', examples: [{ name: 'dr-li', password: 'heron tulip basalt nine' }] });

const acceptance = z
  .object({
    secret: z.string().min(1).max(128).describe('What stands behind the # of the link'),
    password: newPassword,
  })
  .meta({
    id: 'InvitationAcceptance',
    examples: [
      { secret: 'n5cS0p0hX2w8o9Qv3mY1rT7uK4zB6aEjL-dGf_iHsNU', password: 'heron tulip basalt nine' },
    ],
  });

const passwordChange = z
  .object({ current: password.describe('The one that holds now'), password: newPassword })
  .meta({
    id: 'PasswordChange',
    examples: [{ current: 'heron tulip basalt nine', password: 'cello orchard mint seven' }],
  });

const waysView = z
  .object({
    ways: z.array(z.enum(WAYS)).describe('The one that a page offers first comes first'),
    password: z
      .object({ least: z.int(), most: z.int() })
      .nullable()
      .describe('How many characters a password has; null where nobody has one'),
  })
  .meta({ id: 'SignInWays', examples: [{ ways: ['password', 'api-key'], password: PASSWORD_LENGTH }] });

const SPENT = { policy: 'passwords', ...GUESSES, retryAfterSeconds: 30 };

/** Signing in with a password, where people have one here. */
@ApiTags('session')
@Scopes('upload', 'view', 'admin')
@Controller('v1')
export class LocalSignInController {
  constructor(
    @Inject(LocalSignIn) private readonly localSignIn: LocalSignIn,
    @Inject(SETTINGS) private readonly settings: UploaderSettings,
  ) {}

  @Get('session/ways')
  @Public()
  @ApiOperation({ operationId: 'getSignInWays', summary: 'How people sign in here' })
  @ApiResponse({ status: 200, description: 'The ways that there are', standardSchema: waysView })
  ways(): z.input<typeof waysView> {
    const isLocal = hasLocalAccounts(this.settings);
    const is = {
      'identity-provider': this.settings.LECTERN_OIDC_ISSUER !== undefined,
      password: isLocal,
      'api-key': true,
    };
    return { ways: WAYS.filter((way) => is[way]), password: isLocal ? PASSWORD_LENGTH : null };
  }

  @Post('session/password')
  @Public({ bodyBytes: BODY_BYTES })
  @HttpCode(201)
  @ApiOperation({
    operationId: 'beginSessionByPassword',
    summary: 'Signs in with a password',
    description:
      'Needs the header `Lectern-Request`, and comes from a page of this address. That there is nobody of this name is answered as a wrong password is, and takes as long.',
  })
  @Raises(
    new WrongPassword(),
    new TooManyPasswordsTried(SPENT),
    new SignInBusy(64),
    new PersonDisabled(),
    new PersonChanged(),
    new NoRoleHere('has no unit'),
    new CrossSiteRequest(),
    new LocalAccountsOff(),
  )
  @ApiResponse({
    status: 201,
    description: 'The session, whose cookie is set',
    standardSchema: sessionView,
    headers: carries('Set-Cookie'),
  })
  async begin(
    @Body({ schema: signInWish }) body: z.output<typeof signInWish>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof sessionView>> {
    return answer(await this.localSignIn.begin(fromHere(request), body), reply);
  }

  @Post('session/invitation')
  @Public({ bodyBytes: BODY_BYTES })
  @HttpCode(201)
  @ApiOperation({
    operationId: 'acceptInvitation',
    summary: 'Sets the password of whom an invitation is for, and signs in; all other sessions of them end',
    description: 'Needs the header `Lectern-Request`, and comes from a page of this address.',
  })
  @Raises(
    new InvitationOver(),
    new PasswordRefused('too-short', PASSWORD_LENGTH),
    new TooManyFailedAuthentications({
      policy: 'failed-authentications',
      most: 100,
      windowSeconds: 300,
      retryAfterSeconds: 240,
    }),
    new SignInBusy(64),
    new PersonDisabled(),
    new PersonChanged(),
    new NoRoleHere('has no unit'),
    new CrossSiteRequest(),
    new LocalAccountsOff(),
  )
  @ApiResponse({
    status: 201,
    description: 'The session, whose cookie is set',
    standardSchema: sessionView,
    headers: carries('Set-Cookie'),
  })
  async accept(
    @Body({ schema: acceptance }) body: z.output<typeof acceptance>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof sessionView>> {
    const letIn = await this.localSignIn.accept(fromHere(request), body).catch(async (error: unknown) => {
      // A secret that is none counts as a token that does not hold.
      if (error instanceof InvitationOver) await request.server.callCounts?.count('failures', request);
      throw error;
    });
    return answer(letIn, reply);
  }

  @Put('me/password')
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiOperation({
    operationId: 'changeOwnPassword',
    summary: 'Changes the caller\u2019s password; their other sessions end',
  })
  @Raises(
    new WrongPassword(),
    new TooManyPasswordsTried(SPENT),
    new PasswordRefused('too-short', PASSWORD_LENGTH),
    new SignInBusy(64),
    new NoPassword(),
    new LocalAccountsOff(),
  )
  @ApiResponse({ status: 204, description: 'It is changed' })
  async change(
    @CurrentCaller() caller: Caller,
    @Body({ schema: passwordChange }) body: z.output<typeof passwordChange>,
    @Req() { ip }: FastifyRequest,
  ): Promise<void> {
    await this.localSignIn.change(caller, networkOf(ip), body);
  }
}

/** @throws CrossSiteRequest: no other page may sign anybody in, as whomever */
function fromHere({ raw, ip }: FastifyRequest) {
  requireThisSite(raw);
  return { raw, address: networkOf(ip) };
}

function answer({ caller, cookie, expiresAt }: LetIn, reply: FastifyReply): z.input<typeof sessionView> {
  void reply.header('set-cookie', cookie).header('cache-control', 'no-store');
  return viewOf(caller, expiresAt);
}
