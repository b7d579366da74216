import * as oidc from 'openid-client';
import { IdentityProviderUnavailable, SignInFailed } from './session.errors.js';

export interface IdentityProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined for a public client. */
  readonly clientSecret: string | undefined;
  readonly scope: string;
}

/** What the browser that began a sign-in holds until it comes back. */
export interface SignInFlow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

const PATIENCE_SECONDS = 10;
/** Sign-ins whose code is being exchanged: whoever comes beyond is told to come again. */
const MOST_AT_ONCE = 32;

/** An OpenID provider, by the authorization code flow with PKCE. Nothing is asked of it before somebody signs in. */
export class IdentityProvider {
  #configuration: Promise<oidc.Configuration> | undefined;
  #exchanging = 0;

  constructor(private readonly settings: IdentityProviderSettings) {}

  /** @returns where to send the browser, and what it is to hold meanwhile @throws IdentityProviderUnavailable */
  async begin(callback: string): Promise<{ readonly url: string; readonly flow: SignInFlow }> {
    const configuration = await this.configuration();
    const flow = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: callback,
      scope: this.settings.scope,
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, flow };
  }

  /**
   * Who has come back: the claims of the ID token, and those of the userinfo endpoint where there is one.
   *
   * @param current the callback as it was asked for, with its query
   * @throws SignInFailed; IdentityProviderUnavailable
   */
  async finish(flow: SignInFlow, current: URL): Promise<Readonly<Record<string, unknown>>> {
    const configuration = await this.configuration();
    if (this.#exchanging >= MOST_AT_ONCE) throw new IdentityProviderUnavailable();
    this.#exchanging += 1;
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, current, {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new SignInFailed();
      if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
      const more = await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
      return { ...more, ...claims };
    } catch (cause) {
      throw isOutage(cause) ? new IdentityProviderUnavailable({ cause }) : new SignInFailed({ cause });
    } finally {
      this.#exchanging -= 1;
    }
  }

  /** Where a browser ends its session at the provider, too; undefined where that offers it nowhere, or does not answer. */
  async signOutUrl(back: string): Promise<string | undefined> {
    const configuration = await this.configuration().catch(() => undefined);
    if (configuration?.serverMetadata().end_session_endpoint === undefined) return undefined;
    return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: back }).href;
  }

  /** Read once; after a failure again. */
  private configuration(): Promise<oidc.Configuration> {
    this.#configuration ??= this.discover().catch((cause: unknown) => {
      this.#configuration = undefined;
      throw new IdentityProviderUnavailable({ cause });
    });
    return this.#configuration;
  }

  private async discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const server = new URL(issuer);
    const authentication = clientSecret === undefined ? oidc.None() : undefined;
    return oidc.discovery(server, clientId, clientSecret, authentication, {
      timeout: PATIENCE_SECONDS,
      // Whoever names one by http:// means a machine of their own network.
      execute: server.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
    });
  }
}

/** Whether nothing was said of the sign-in itself. */
function isOutage(cause: unknown): boolean {
  if (cause instanceof TypeError) return true;
  const { code, status } = cause as { code?: unknown; status?: unknown };
  return code === 'OAUTH_TIMEOUT' || (typeof status === 'number' && status >= 500);
}
