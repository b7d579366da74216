import { z } from 'zod';
import { alertRules, alertSettings } from '#libs/alerts';
import { databaseSettings, patienceSettings } from '#libs/database';
import { CALL_LIMITS, CONNECTIONS, logSettings, ROLES, trustedProxies } from '#libs/http/settings';
import { loadSettings, setting, withRules } from '#libs/kernel';
import { webhookSettings } from '#libs/webhooks';
import { storageRules, storageSettings, watermarkSettings } from '#libs/storage';

/** An address that paths are put behind; a slash at its end would double the one in front of them. */
const baseUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !/[?#]/.test(url), 'must have neither ? nor #: paths are put behind it')
  .transform((url) => url.replace(/\/+$/, ''));

/** `name=value` by commas, in their order; of `values` where these are given. */
function groups<V extends string = string>(values?: readonly V[]) {
  const isValue = (value: string): value is V => values === undefined || values.includes(value as V);
  return setting.list().transform((items, context) => {
    const pairs = new Map<string, V>();
    for (const item of items) {
      const [, name = '', value = ''] = /^(.+)=([^=]+)$/.exec(item) ?? [];
      if (name !== '' && isValue(value) && !pairs.has(name)) pairs.set(name, value);
      else
        context.addIssue(`holds ${item}, which is not name=${values?.join('|') ?? 'value'}, or comes twice`);
    }
    return pairs;
  });
}

const days = (count: number) => count * 24 * 3600;

export const uploaderSettings = withRules(
  z.object({
    ...storageSettings,
    ...watermarkSettings,
    ...databaseSettings,
    ...patienceSettings,
    LECTERN_HOST: z.string().default('0.0.0.0').describe('The address that the API listens on'),
    LECTERN_PORT: setting.port(8080).describe('The port of the API'),
    LECTERN_PUBLIC_URL: baseUrl
      .optional()
      .describe(
        'Where clients reach the API, if proxies rewrite host or prefix: the front of every Location and link',
      ),
    LECTERN_DELIVERY_URL: baseUrl.describe(
      'Where viewers reach delivery (or the edge): the front of every signed URL',
    ),
    LECTERN_KEY_RING: z.string().min(1).describe('The key ring file that signs and verifies URLs'),
    LECTERN_JWT_SECRET: setting
      .secret(z.string().min(32))
      .optional()
      .describe(
        'The shared HS256 secret of access tokens, 32 characters or more (or LECTERN_JWT_SECRET_FILE)',
      ),
    LECTERN_JWT_JWKS_URL: z
      .url()
      .optional()
      .describe('The key set of the identity provider that issues access tokens'),
    LECTERN_JWT_ISSUER: z.string().optional().describe('The `iss` that access tokens must have'),
    LECTERN_JWT_AUDIENCE: z.string().optional().describe('The `aud` that access tokens must have'),
    LECTERN_JWT_NAME_CLAIM: z.string().default('name').describe('The claim with the caller\u2019s name'),
    LECTERN_JWT_ROLE_CLAIM: z
      .string()
      .default('role')
      .describe('The claim with the role: doctor, unit-admin, admin or auditor'),
    LECTERN_JWT_UNIT_CLAIM: z
      .string()
      .default('unit')
      .describe('The claim with the id of the caller\u2019s unit'),
    LECTERN_JWT_EMAIL_CLAIM: z
      .string()
      .default('email')
      .describe('The claim with the address to which the caller gets mails'),
    LECTERN_ROLE_GROUPS: groups(ROLES).describe(
      'Which group of the role claim is which role, as `video-admins=admin,teachers=doctor`; the first that somebody is in counts. Unless set, the claim holds roles',
    ),
    LECTERN_UNIT_GROUPS: groups().describe(
      'Which value of the unit claim is which unit, as `dept-17=surgery,dept-18=radiology`. Unless set, the claim holds ids of units',
    ),
    LECTERN_OIDC_ISSUER: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(
        'The OpenID provider at which people sign in to pages; unless set they do so with a password or an API key',
      ),
    LECTERN_OIDC_CLIENT_ID: z.string().min(1).optional().describe('As what Lectern is registered there'),
    LECTERN_OIDC_CLIENT_SECRET: setting
      .secret(z.string().min(1))
      .optional()
      .describe('Its secret there (or LECTERN_OIDC_CLIENT_SECRET_FILE); a public client has none'),
    LECTERN_OIDC_SCOPE: z
      .string()
      .regex(/^(?=.*\bopenid\b)[\x21-\x7e ]+$/, 'must hold the scope openid')
      .default('openid profile')
      .describe('What is asked of the provider: the scopes that the claims of name, role and unit come with'),
    LECTERN_LOCAL_ACCOUNTS: z
      .stringbool()
      .optional()
      .describe(
        'Whether people whom an admin has invited sign in with a password: `on` or `off`. Unless set, where there is no LECTERN_OIDC_ISSUER',
      ),
    LECTERN_SESSION_SECONDS: setting.count(12 * 3600).describe('How long somebody stays signed in to pages'),
    LECTERN_TRUSTED_PROXIES: trustedProxies.describe(
      'Proxies whose X-Forwarded-* headers are believed: addresses, CIDR blocks or names such as `loopback`, by commas',
    ),
    LECTERN_CORS_ORIGINS: setting
      .origins()
      .describe(
        'Origins whose pages may call the API, by commas; * for all (callers send a token, never a cookie)',
      ),
    LECTERN_EMBED_ORIGINS: setting
      .origins()
      .describe(
        'Origins whose pages may show lessons in a frame (`/embed/…`), by commas; unless set, no page may',
      ),
    LECTERN_MAX_FILE_BYTES: setting
      .count(200 * 1024 ** 3)
      .describe('The largest file that anybody may upload, in bytes'),
    LECTERN_UPLOAD_SECONDS: setting
      .count(days(14))
      .describe('How long an unfinished upload is kept after its last byte'),
    LECTERN_OPEN_UPLOADS_PER_PERSON: setting
      .count(500)
      .describe(
        'How many unfinished uploads one person may have at once; each holds one of the unit\u2019s assets',
      ),
    LECTERN_RESERVED_BYTES_PER_PERSON: setting
      .count(512 * 1024 ** 3)
      .describe(
        'How many bytes of quota the unfinished uploads of one person may hold at once; no less than LECTERN_MAX_FILE_BYTES',
      ),
    LECTERN_DIRECT_UPLOADS: setting
      .flag(false)
      .describe(
        'Whether senders may give numbered parts straight to the bucket, by short-lived addresses; off unless `true`, and only with LECTERN_STORAGE=s3',
      ),
    LECTERN_DIRECT_ENDPOINT: baseUrl
      .optional()
      .describe('Where senders reach the S3 server, if it is not LECTERN_S3_ENDPOINT'),
    LECTERN_DIRECT_URL_SECONDS: z.coerce
      .number()
      .int()
      .min(10)
      .max(3600)
      .default(900)
      .describe('How long the address of a part holds; a part must have begun to come by then'),
    LECTERN_TRASH_SECONDS: setting.count(days(30)).describe('How long a deleted asset can be restored'),
    LECTERN_ORPHAN_SECONDS: z.coerce
      .number()
      .int()
      .min(3600)
      .default(days(3))
      .describe(
        'How old stored objects must be that the database does not know, for the sweep to remove them',
      ),
    LECTERN_RESUMABLE_DRAFT: setting
      .flag(false)
      .describe('Whether uploads by the IETF draft of resumable uploads are taken, at /v1/resumable-uploads'),
    LECTERN_MINIMUM_RATE: z.coerce
      .number()
      .int()
      .nonnegative()
      .default(1024)
      .describe('Bytes per second, averaged over a minute, below which a sender is given up'),
    LECTERN_BODY_SECONDS: setting
      .count(30)
      .describe(
        'How long a body that is no file may take to come, and so may all fields of a form; then it is 408',
      ),
    LECTERN_STRANGER_CONNECTIONS: setting
      .count(CONNECTIONS.strangers)
      .describe(
        'How many connections may be open on which nobody has sent a valid token; of more, the oldest is closed (503)',
      ),
    LECTERN_CONNECTIONS: setting
      .count(CONNECTIONS.callers)
      .describe(
        'How many connections of callers with a valid token are taken; of more, one that waits for its next request is closed, else 503',
      ),
    LECTERN_EVENT_LISTENERS: setting
      .count(3_000)
      .describe('How many may listen to events on one replica; of more, each is told to come back (503)'),
    LECTERN_EVENT_LISTENERS_PER_PERSON: setting
      .count(20)
      .describe(
        'On how many connections one person may listen to events on one replica; a further one is 429',
      ),
    LECTERN_FAILED_AUTHENTICATIONS: setting
      .count(CALL_LIMITS.failures)
      .describe(
        'How many tokens that do not hold may come from one address (of IPv6 one /64) in five minutes, at each replica; then they are answered with 429. One that holds never is',
      ),
    LECTERN_CREATIONS_PER_MINUTE: setting
      .count(CALL_LIMITS.creations)
      .describe(
        'How many uploads, courses, playback sessions, links and codes one caller may make in a minute, at each replica; then it is 429',
      ),
    LECTERN_SEARCHES_PER_MINUTE: setting
      .count(CALL_LIMITS.searches)
      .describe('How often one caller may search (`q=`) in a minute, at each replica; then it is 429'),
    LECTERN_PLAYBACK_SECONDS: setting
      .count(7_200)
      .describe(
        'The life of a playback session or download link that asks for none: so long, or twice the recording\u2019s length and an hour where that is longer',
      ),
    LECTERN_PLAYBACK_MIN_SECONDS: setting
      .count(30)
      .describe('The shortest life of a playback session or download link; a shorter `ttl` is refused'),
    LECTERN_PLAYBACK_MAX_SECONDS: setting
      .count(86_400)
      .describe('The longest life of a playback session or download link; a longer `ttl` is refused'),
    LECTERN_PLAYBACK_SESSIONS_PER_PERSON: setting
      .count(10_000)
      .describe(
        'How many playback sessions and download links of one person there may be that have not expired',
      ),
    LECTERN_COMPLETION_SHARE: z.coerce
      .number()
      .positive()
      .max(1)
      .default(0.9)
      .describe('From which share of a recording on it counts as watched, from above 0 to 1'),
    LECTERN_SHUTDOWN_SECONDS: z.coerce
      .number()
      .int()
      .nonnegative()
      .default(20)
      .describe('How long forms and parts under way may go on after the signal to stop'),
    ...webhookSettings,
    ...alertSettings,
    ...logSettings,
  }),
  [
    ...storageRules,
    ...alertRules,
    {
      of: ['LECTERN_PUBLIC_URL', 'LECTERN_NOTICE_MAILS'],
      holds: (settings) => !settings.LECTERN_NOTICE_MAILS || settings.LECTERN_PUBLIC_URL !== undefined,
      otherwise: 'is needed with LECTERN_NOTICE_MAILS: mails name the pages behind it',
    },
    {
      of: ['LECTERN_DIRECT_UPLOADS', 'LECTERN_STORAGE'],
      holds: (settings) => !settings.LECTERN_DIRECT_UPLOADS || settings.LECTERN_STORAGE === 's3',
      otherwise: 'needs LECTERN_STORAGE=s3',
    },
    {
      of: ['LECTERN_PLAYBACK_MIN_SECONDS', 'LECTERN_PLAYBACK_MAX_SECONDS'],
      holds: (settings) => settings.LECTERN_PLAYBACK_MIN_SECONDS <= settings.LECTERN_PLAYBACK_MAX_SECONDS,
      otherwise: 'must not be longer than LECTERN_PLAYBACK_MAX_SECONDS',
    },
    {
      of: ['LECTERN_RESERVED_BYTES_PER_PERSON', 'LECTERN_MAX_FILE_BYTES'],
      holds: (settings) => settings.LECTERN_RESERVED_BYTES_PER_PERSON >= settings.LECTERN_MAX_FILE_BYTES,
      otherwise: 'must be no less than LECTERN_MAX_FILE_BYTES: nobody could upload the largest file',
    },
    {
      of: ['LECTERN_ORPHAN_SECONDS', 'LECTERN_PLAYBACK_MAX_SECONDS'],
      holds: (settings) => settings.LECTERN_ORPHAN_SECONDS > settings.LECTERN_PLAYBACK_MAX_SECONDS,
      otherwise:
        'must be longer than LECTERN_PLAYBACK_MAX_SECONDS: a session may still play what was replaced',
    },
    {
      of: ['LECTERN_OIDC_ISSUER', 'LECTERN_OIDC_CLIENT_ID'],
      holds: (settings) =>
        (settings.LECTERN_OIDC_ISSUER === undefined) === (settings.LECTERN_OIDC_CLIENT_ID === undefined),
      otherwise: 'needs LECTERN_OIDC_CLIENT_ID, and that needs it',
    },
    {
      of: ['LECTERN_JWT_SECRET', 'LECTERN_JWT_JWKS_URL'],
      holds: (settings) =>
        settings.LECTERN_JWT_SECRET === undefined || settings.LECTERN_JWT_JWKS_URL === undefined,
      otherwise: 'give either this or LECTERN_JWT_JWKS_URL',
    },
  ],
);

export type UploaderSettings = Readonly<z.output<typeof uploaderSettings>>;

/** Whether people may sign in with passwords of their own. */
export function hasLocalAccounts(settings: UploaderSettings): boolean {
  return settings.LECTERN_LOCAL_ACCOUNTS ?? settings.LECTERN_OIDC_ISSUER === undefined;
}

export function readUploaderSettings(
  environment: Readonly<Record<string, string | undefined>>,
): UploaderSettings {
  return loadSettings(uploaderSettings, environment);
}
