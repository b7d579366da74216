import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Caller, CurrentCaller, Public, ROLES, Scopes, TooManyFailedAuthentications } from '#libs/http';
import { PersonChanged, PersonDisabled } from '#libs/identity';
import { DomainError } from '#libs/kernel';
import { PublicLinks } from '../rest/public-links.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import {
  ApiKeyNeeded,
  IdentityProviderUnavailable,
  NoRoleHere,
  SignInCodeUsed,
  SignInFailed,
  SignInNotSetUp,
} from './session.errors.js';
import { SignIn } from './sign-in.js';
import { CrossSiteRequest } from '../rest/cross-site-request.errors.js';
import { requireThisSite } from '../rest/session-cookie.js';

const beginning = z.object({
  return: z
    .string()
    .max(1_000)
    .regex(/^\/(?![/\\])[^\s\\]*$/, 'must be a path of this address, such as /upload')
    .default('/')
    .describe('The path that the browser comes back to'),
});

/** What an identity provider sends along: what of it counts, openid-client reads. */
const comingBack = z.looseObject({
  state: z.string().max(2_000).optional().describe('What the sign-in was begun with'),
  code: z.string().max(8_000).optional().describe('What the provider gives tokens for'),
  error: z.string().max(200).optional().describe('Why it does not (RFC 6749 section 4.1.2.1)'),
});

export const sessionView = z
  .object({
    subject: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    unit: z.string().nullable(),
    byPassword: z.boolean().describe('Whether they signed in with a password, which they can change'),
    expiresAt: z.iso.datetime().nullable().describe('Null for whoever calls with an API key'),
  })
  .meta({
    id: 'SignInSession',
    examples: [
      {
        subject: 'dr-li',
        name: 'Dr. Li',
        role: 'doctor',
        unit: 'surgery',
        byPassword: false,
        expiresAt: '2026-11-30T20:00:00.000Z',
      },
    ],
  });

const CODE_BODY_BYTES = 1_000;

const FAILURES = { policy: 'failed-authentications', most: 100, windowSeconds: 300, retryAfterSeconds: 120 };

const sentCode = z
  .strictObject({
    code: z.string().min(1).max(200).describe('What a start has printed, or its start.json has'),
  })
  .meta({ id: 'SignInCode', examples: [{ code: 'Zr0oB6qv3m1c8kT5pXa2yW9dNf4hJu7e' }] });

const endedView = z
  .object({
    signOut: z.string().nullable().describe('Where the session at the identity provider is ended, too'),
  })
  .meta({ id: 'SignedOut', examples: [{ signOut: 'https://id.example/logout?client_id=lectern' }] });

/** Who uses a page: a session of the browser, by a cookie that no script reads. */
@ApiTags('session')
@ApiBearerAuth()
@Scopes('upload', 'view', 'admin')
@Controller('v1/session')
export class SessionController {
  constructor(
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(PublicLinks) private readonly links: PublicLinks,
  ) {}

  @Get('sign-in')
  @Public()
  @ApiOperation({ operationId: 'beginSignIn', summary: 'Sends a browser to the identity provider' })
  @Raises(new SignInNotSetUp(), new IdentityProviderUnavailable())
  @ApiResponse({
    status: 302,
    description: 'The identity provider is at `Location`',
    headers: carries('Location', 'Set-Cookie'),
  })
  async begin(
    @Query({ schema: beginning }) query: z.output<typeof beginning>,
    @Req() { raw }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { url, cookie } = await this.signIn.begin(raw, query.return);
    await reply.header('set-cookie', cookie).header('cache-control', 'no-store').redirect(url, 302);
  }

  @Get('callback')
  @Public()
  @ApiOperation({
    operationId: 'finishSignIn',
    summary: 'Where the identity provider sends a browser back to',
  })
  @Raises(
    new SignInNotSetUp(),
    new SignInFailed(),
    new NoRoleHere('names no unit'),
    new IdentityProviderUnavailable(),
  )
  @ApiResponse({
    status: 302,
    description: 'Signed in; the page that was asked for is at `Location`',
    headers: carries('Location', 'Set-Cookie'),
  })
  async finish(
    @Query({ schema: comingBack }) _query: z.output<typeof comingBack>,
    @Req() { raw }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply.header('cache-control', 'no-store');
    try {
      const { back, cookies } = await this.signIn.finish(raw);
      await reply.header('set-cookie', cookies).redirect(back, 302);
    } catch (error) {
      if (!(error instanceof DomainError) || !isRead(raw)) throw error;
      await reply.redirect(this.signIn.problemPage(raw, error.code), 302);
    }
  }

  @Public({ bodyBytes: CODE_BODY_BYTES })
  @Post('code')
  @HttpCode(201)
  @ApiOperation({
    operationId: 'beginSessionByCode',
    summary: 'Begins a session with the one-time code that a start on one machine has printed',
  })
  @Raises(new SignInCodeUsed(), new CrossSiteRequest(), new TooManyFailedAuthentications(FAILURES))
  @ApiResponse({
    status: 201,
    description: 'The session, whose cookie is set',
    standardSchema: sessionView,
    headers: carries('Set-Cookie'),
  })
  async beginByCode(
    @Body({ schema: sentCode }) { code }: z.output<typeof sentCode>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof sessionView>> {
    const { raw, server } = request;
    requireThisSite(raw);
    const spent = await server.callCounts?.reached('failures', request);
    if (spent !== undefined) throw spent;
    const { caller, cookie, expiresAt } = await this.signIn
      .beginByCode(raw, code)
      .catch(async (error: unknown) => {
        if (error instanceof SignInCodeUsed) await server.callCounts?.count('failures', request);
        throw error;
      });
    void reply.header('set-cookie', cookie).header('cache-control', 'no-store');
    return viewOf(caller, expiresAt);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    operationId: 'beginSession',
    summary: 'Begins a session with an API key, where there is no identity provider',
  })
  @Raises(new ApiKeyNeeded(), new PersonDisabled(), new PersonChanged())
  @ApiResponse({
    status: 201,
    description: 'The session, whose cookie is set',
    standardSchema: sessionView,
    headers: carries('Set-Cookie'),
  })
  async beginByKey(
    @CurrentCaller() caller: Caller,
    @Req() { raw }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof sessionView>> {
    const { cookie, expiresAt } = await this.signIn.beginByKey(raw, caller);
    void reply.header('set-cookie', cookie).header('cache-control', 'no-store');
    return viewOf(caller, expiresAt);
  }

  @Get()
  @ApiOperation({ operationId: 'getSession', summary: 'Who is signed in, and until when' })
  @ApiResponse({ status: 200, description: 'The session', standardSchema: sessionView })
  show(@CurrentCaller() caller: Caller): z.input<typeof sessionView> {
    return viewOf(caller, caller.expiresAt);
  }

  @Delete()
  @ApiOperation({ operationId: 'endSession', summary: 'Signs out' })
  @ApiResponse({
    status: 200,
    description: 'The session has ended',
    standardSchema: endedView,
    headers: carries('Set-Cookie'),
  })
  async end(
    @CurrentCaller() caller: Caller,
    @Req() { raw }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof endedView>> {
    const { cookie, signOut } = await this.signIn.end(raw, caller);
    void reply.header('set-cookie', cookie).header('cache-control', 'no-store');
    return { signOut: signOut ?? null };
  }
}

/** @param expiresAt of the session, where it is not the caller's */
export function viewOf({ subject, name, role, unit, isLocal = false }: Caller, expiresAt: Date | undefined) {
  return { subject, name, role, unit, byPassword: isLocal, expiresAt: expiresAt?.toISOString() ?? null };
}

/** Whether a person reads the answer, in a browser, and no program. */
function isRead({ headers: { accept = '' } }: IncomingMessage): boolean {
  return accept.includes('text/html');
}
