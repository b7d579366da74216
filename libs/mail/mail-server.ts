import { isIP } from 'node:net';

/** How a mail server is reached, in nodemailer's terms. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on. */
  readonly secure: boolean;
  /** STARTTLS, or nothing is sent. */
  readonly requireTLS: boolean;
  readonly ignoreTLS: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  readonly tls?: { readonly rejectUnauthorized?: boolean; readonly servername?: string };
  /** What it calls itself to the server. */
  readonly name?: string;
}

/** The options of nodemailer's URLs that change something here. */
const OPTIONS = ['requireTLS', 'ignoreTLS', 'tls.rejectUnauthorized', 'tls.servername', 'name'];
const SUBMISSION = 587;
const SUBMISSIONS = 465;

/**
 * `smtp://user:password@host:port` (STARTTLS) or `smtps://…` (TLS from the beginning), with some of the options of
 * nodemailer's URLs behind a `?`. Without TLS only where the server is this machine, or `ignoreTLS=true` or
 * `requireTLS=false` says so.
 *
 * @throws RangeError with a sentence for whoever wrote the URL; no part of the URL stands in it
 */
export function mailServer(text: string): MailServer {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    throw new RangeError('must be an address such as smtp://user:password@mail.example.org:587');
  if (!['', '/'].includes(url.pathname) || url.hash !== '')
    throw new RangeError('must have no path; a / ? # or @ in a user name or password is written in percent');
  for (const [option, value] of url.searchParams) {
    if (!OPTIONS.includes(option))
      throw new RangeError(`knows no such option behind the ?, but ${OPTIONS.join(', ')}`);
    if (!['tls.servername', 'name'].includes(option) && value !== 'true' && value !== 'false')
      throw new RangeError(`must have true or false for ${option}`);
  }
  const option = (name: string) => url.searchParams.get(name) ?? undefined;
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const ignoreTLS = option('ignoreTLS') === 'true';
  if (ignoreTLS && option('requireTLS') === 'true')
    throw new RangeError('must not have both ignoreTLS=true and requireTLS=true');
  const servername = option('tls.servername');
  const name = option('name');
  return {
    host,
    port: url.port === '' ? (secure ? SUBMISSIONS : SUBMISSION) : Number(url.port),
    secure,
    ignoreTLS,
    requireTLS: !secure && !ignoreTLS && (option('requireTLS') ?? String(!isLoopback(host))) === 'true',
    ...(url.username === '' ? {} : { auth: { user: decoded(url.username), pass: decoded(url.password) } }),
    tls: {
      rejectUnauthorized: option('tls.rejectUnauthorized') !== 'false',
      ...(servername === undefined ? {} : { servername }),
    },
    ...(name === undefined ? {} : { name }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RangeError('has a % in its user name or password that is no part of %25 or the like');
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
