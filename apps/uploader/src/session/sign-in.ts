import type { IncomingMessage } from 'node:http';
import type { Audit } from '#libs/audit';
import type { Database, Transaction } from '#libs/database';
import { type Caller, callerOf, type ClaimSettings } from '#libs/http';
import type { People, SignInSessions } from '#libs/identity';
import type { PublicLinks } from '../rest/public-links.js';
import type { SessionCookie } from '../rest/session-cookie.js';
import type { IdentityProvider, SignInFlow } from './identity-provider.js';
import type { OneTimeCodes } from './one-time-codes.js';
import { ApiKeyNeeded, NoRoleHere, SignInCodeUsed, SignInFailed, SignInNotSetUp } from './session.errors.js';

/** How long somebody may take at the identity provider. */
const FLOW_SECONDS = 600;

interface Parts {
  readonly database: Database;
  readonly sessions: SignInSessions;
  readonly people: People;
  readonly audit: Audit;
  readonly links: PublicLinks;
  readonly sessionCookie: SessionCookie;
  /** Holds a sign-in that is under way in the browser that began it. */
  readonly flowCookie: SessionCookie;
  /** Undefined where none is set up. */
  readonly provider: IdentityProvider | undefined;
  readonly claims: ClaimSettings;
  readonly oneTimeCodes: OneTimeCodes;
  /** How long a session lasts. */
  readonly seconds: number;
}

/** What a sign-in leaves in the browser. */
type Flow = SignInFlow & { readonly back: string };

type Way = 'identity-provider' | 'api-key' | 'password' | 'one-time-code';

/** What has become of a sign-in. */
export interface Begun {
  /** The value of Set-Cookie. */
  readonly cookie: string;
  readonly expiresAt: Date;
}

/** How people come to a session of their browser, and end it. */
export class SignIn {
  constructor(private readonly parts: Parts) {}

  /** @returns where to send the browser, and the Set-Cookie @throws SignInNotSetUp; IdentityProviderUnavailable */
  async begin(request: IncomingMessage, back: string): Promise<{ url: string; cookie: string }> {
    const { url, flow } = await this.provider.begin(this.callback(request).href);
    const held = Buffer.from(JSON.stringify({ ...flow, back } satisfies Flow)).toString('base64url');
    return { url, cookie: this.parts.flowCookie.kept(request, held, FLOW_SECONDS) };
  }

  /**
   * Ends the way through the identity provider: a session begins, in the place of any that the browser had.
   *
   * @throws SignInFailed unless this browser began it; NoRoleHere; PersonDisabled; IdentityProviderUnavailable
   */
  async finish(request: IncomingMessage): Promise<{ back: string; cookies: string[] }> {
    const { flowCookie, claims } = this.parts;
    const flow = flowIn(flowCookie.read(request));
    if (flow === undefined) throw new SignInFailed();
    const current = this.callback(request);
    current.search = request.url?.includes('?') === true ? request.url.slice(request.url.indexOf('?')) : '';
    const caller = callerOf(await this.provider.finish(flow, current), claims);
    if (typeof caller === 'string') throw new NoRoleHere(caller);
    const { cookie } = await this.beginFor(request, caller, 'identity-provider');
    return {
      back: new URL(`.${flow.back}`, this.parts.links.base(request)).href,
      cookies: [cookie, flowCookie.removed(request)],
    };
  }

  /** @throws ApiKeyNeeded, PersonDisabled, PersonChanged */
  async beginByKey(request: IncomingMessage, caller: Caller): Promise<Begun> {
    if (caller.apiKey === undefined || caller.signIn !== undefined) throw new ApiKeyNeeded();
    return this.beginFor(request, caller, 'api-key');
  }

  /** @throws SignInCodeUsed; PersonDisabled */
  async beginByCode(
    request: IncomingMessage,
    code: string,
  ): Promise<{ caller: Caller; cookie: string; expiresAt: Date }> {
    const caller = this.parts.oneTimeCodes.take(code);
    if (caller === undefined) throw new SignInCodeUsed();
    return { caller, ...(await this.beginFor(request, caller, 'one-time-code')) };
  }

  /** The page that tells somebody why the identity provider's way ended here. */
  problemPage(request: IncomingMessage, code: string): string {
    return new URL(`sign-in?problem=${code}`, this.parts.links.base(request)).href;
  }

  /** @returns the Set-Cookie, and where the session at the identity provider is ended */
  async end(
    request: IncomingMessage,
    { signIn, subject }: Caller,
  ): Promise<{ cookie: string; signOut: string | undefined }> {
    const { database, sessions, audit, sessionCookie, links, provider } = this.parts;
    if (signIn !== undefined)
      await database.transaction(async (tx) => {
        await sessions.end(tx, signIn);
        await audit.append(tx, { actor: subject, action: 'session.ended', subject: signIn, facts: {} });
      });
    const signOut = signIn === undefined ? undefined : await provider?.signOutUrl(links.base(request).href);
    return { cookie: sessionCookie.removed(request), signOut };
  }

  /**
   * Begins a session of somebody who has shown who they are.
   *
   * @param within what has to hold, or happens, in the transaction that begins it
   * @throws PersonDisabled, PersonChanged; what `within` throws
   */
  async beginFor(
    request: IncomingMessage,
    caller: Caller,
    by: Way,
    within: (tx: Transaction) => Promise<void> = () => Promise.resolve(),
  ): Promise<Begun> {
    const { database, sessions, people, audit, sessionCookie, seconds } = this.parts;
    const { subject, name, role, unit, apiKey = null } = caller;
    const begun = await database.transaction(async (tx) => {
      await people.holdStanding(tx, caller);
      if (caller.email !== undefined) await people.setMailAddress(tx, subject, caller.email);
      await within(tx);
      const person = { subject, name, role, unit, apiKey, byPassword: by === 'password' };
      const made = await sessions.begin(tx, person, seconds);
      await audit.append(tx, {
        actor: subject,
        action: 'session.begun',
        subject: made.session.id,
        facts: { role, unit, by },
      });
      return made;
    });
    return {
      cookie: sessionCookie.kept(request, begun.secret, seconds),
      expiresAt: begun.session.expiresAt,
    };
  }

  private get provider(): IdentityProvider {
    if (this.parts.provider === undefined) throw new SignInNotSetUp();
    return this.parts.provider;
  }

  private callback(request: IncomingMessage): URL {
    return new URL('v1/session/callback', this.parts.links.base(request));
  }
}

function flowIn(held: string | undefined): Flow | undefined {
  try {
    const flow = JSON.parse(Buffer.from(held ?? '', 'base64url').toString()) as Partial<Flow>;
    const { state, nonce, verifier, back } = flow;
    const isWhole = [state, nonce, verifier, back].every((part) => typeof part === 'string');
    return isWhole && back?.startsWith('/') === true ? (flow as Flow) : undefined;
  } catch {
    return undefined;
  }
}
