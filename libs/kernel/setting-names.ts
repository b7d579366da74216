import { nearestName } from './nearest-name.js';

/** What all settings of Lectern begin with, but for those of the database. */
const PREFIX = 'LECTERN_';
/** Whoever runs the tests has these in the environment; no program of Lectern reads one. */
const OF_TESTS = 'LECTERN_TEST_';
/** What stands behind a setting's name where the variable names a file that holds the value. */
const FILE = '_FILE';

/**
 * Every setting of every program. Programs may share one file of settings, so each must tell a setting of another from
 * one that there is not.
 */
export const SETTING_NAMES: ReadonlySet<string> = new Set(
  [
    // Of several programs.
    'DATABASE_URL DATABASE_OWNER_URL DATABASE_PATIENCE_SECONDS DATABASE_WAITING_REQUESTS',
    'LECTERN_STORAGE LECTERN_STORAGE_PATH LECTERN_DISK_ENCODE_PERCENT LECTERN_DISK_UPLOAD_PERCENT',
    'LECTERN_S3_ENDPOINT LECTERN_S3_REGION LECTERN_S3_BUCKET LECTERN_S3_ACCESS_KEY LECTERN_S3_SECRET_KEY',
    'LECTERN_S3_PATH_STYLE LECTERN_S3_TIMEOUT_SECONDS',
    'LECTERN_HOST LECTERN_PORT LECTERN_KEY_RING LECTERN_TRUSTED_PROXIES LECTERN_CORS_ORIGINS',
    'LECTERN_SHUTDOWN_SECONDS LECTERN_LOG_LEVEL LECTERN_POD LECTERN_COMMIT LECTERN_LOG_PATH LECTERN_DEBUG',
    // The uploader's.
    'LECTERN_PUBLIC_URL LECTERN_DELIVERY_URL LECTERN_JWT_SECRET LECTERN_JWT_JWKS_URL LECTERN_JWT_ISSUER',
    'LECTERN_JWT_AUDIENCE LECTERN_JWT_NAME_CLAIM LECTERN_JWT_ROLE_CLAIM LECTERN_JWT_UNIT_CLAIM',
    'LECTERN_JWT_EMAIL_CLAIM LECTERN_NOTICE_MAILS',
    'LECTERN_ROLE_GROUPS LECTERN_UNIT_GROUPS LECTERN_OIDC_ISSUER LECTERN_OIDC_CLIENT_ID',
    'LECTERN_OIDC_CLIENT_SECRET LECTERN_OIDC_SCOPE LECTERN_SESSION_SECONDS LECTERN_LOCAL_ACCOUNTS LECTERN_EMBED_ORIGINS',
    'LECTERN_MAX_FILE_BYTES LECTERN_UPLOAD_SECONDS LECTERN_OPEN_UPLOADS_PER_PERSON',
    'LECTERN_RESERVED_BYTES_PER_PERSON LECTERN_DIRECT_UPLOADS LECTERN_DIRECT_ENDPOINT',
    'LECTERN_DIRECT_URL_SECONDS LECTERN_TRASH_SECONDS LECTERN_ORPHAN_SECONDS LECTERN_RESUMABLE_DRAFT',
    'LECTERN_MINIMUM_RATE LECTERN_BODY_SECONDS LECTERN_STRANGER_CONNECTIONS LECTERN_CONNECTIONS',
    'LECTERN_EVENT_LISTENERS LECTERN_EVENT_LISTENERS_PER_PERSON',
    'LECTERN_PLAYBACK_SECONDS LECTERN_PLAYBACK_MIN_SECONDS LECTERN_PLAYBACK_MAX_SECONDS',
    'LECTERN_PLAYBACK_SESSIONS_PER_PERSON LECTERN_COMPLETION_SHARE LECTERN_FAILED_AUTHENTICATIONS LECTERN_CREATIONS_PER_MINUTE',
    'LECTERN_SEARCHES_PER_MINUTE',
    'LECTERN_ALERT_MAIL_TO LECTERN_ALERT_MAIL_FROM LECTERN_SMTP_URL',
    'LECTERN_ALERT_WEBHOOK_URL LECTERN_ALERT_WEBHOOK_SECRET LECTERN_WEBHOOK_NETWORKS',
    // Delivery's.
    'LECTERN_DELIVERY_HOST LECTERN_DELIVERY_PORT LECTERN_DELIVERY_STALL_SECONDS LECTERN_DELIVERY_OPEN_OBJECTS',
    'LECTERN_DELIVERY_CACHE_MIB LECTERN_DELIVERY_OPEN_SECONDS LECTERN_DELIVERY_FAST_LANE',
    'LECTERN_DELIVERY_CONNECTIONS LECTERN_DELIVERY_IDLE_SECONDS LECTERN_DELIVERY_HOT_MIB',
    'LECTERN_DELIVERY_DISK_CACHE LECTERN_DELIVERY_DISK_CACHE_MIB LECTERN_DELIVERY_DISK_CACHE_SECONDS',
    'LECTERN_USAGE_PATH LECTERN_USAGE_MIB LECTERN_USAGE_S3_ACCESS_KEY LECTERN_USAGE_S3_SECRET_KEY',
    // The worker's.
    'LECTERN_WORKER_HOST LECTERN_WORKER_PORT LECTERN_SCRATCH LECTERN_SCRATCH_BYTES LECTERN_PACKAGE_JOBS',
    'LECTERN_ENCODE_JOBS LECTERN_ENCODE_THREADS LECTERN_FFMPEG_MEMORY_BYTES LECTERN_RECORDING_SECONDS LECTERN_JAIL',
    'LECTERN_USAGE_HOLD_DAYS',
    // Those of `npm start`.
    'LECTERN_DATA',
    // The edge's (docker/edge/entrypoint.sh).
    'LECTERN_EDGE_LISTEN LECTERN_EDGE_HEALTH_LISTEN LECTERN_EDGE_DELIVERY LECTERN_EDGE_RUN LECTERN_EDGE_WORKERS LECTERN_EDGE_USER',
    'LECTERN_EDGE_ACCESS_LOG LECTERN_EDGE_AIO LECTERN_EDGE_CACHE LECTERN_EDGE_CACHE_MIB LECTERN_EDGE_CACHE_HOURS',
  ].flatMap((line) => line.split(' ')),
);

/** Those of them whose values nobody may be shown; their schemas are marked with `setting.secret`. */
export const SECRET_SETTINGS: ReadonlySet<string> = new Set(
  [
    'DATABASE_URL DATABASE_OWNER_URL LECTERN_S3_ACCESS_KEY LECTERN_S3_SECRET_KEY LECTERN_JWT_SECRET',
    'LECTERN_OIDC_CLIENT_SECRET LECTERN_SMTP_URL LECTERN_ALERT_WEBHOOK_URL LECTERN_ALERT_WEBHOOK_SECRET',
    'LECTERN_USAGE_S3_ACCESS_KEY LECTERN_USAGE_S3_SECRET_KEY',
  ].flatMap((line) => line.split(' ')),
);

/** The environment as a program reads its settings from it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether a variable looks like a setting and is none: neither `own` to the program that asks nor one of another program,
 * by itself or as the file of one.
 */
export function isMisnamed(name: string, own: readonly string[] = []): boolean {
  const isOurs = name.toUpperCase().startsWith(PREFIX) && !name.startsWith(OF_TESTS);
  const isKnown = (each: string) => SETTING_NAMES.has(each) || own.includes(each);
  return isOurs && !isKnown(name) && !isKnown(withoutFile(name));
}

/**
 * A sentence for each variable that looks like a setting and is none: neither `own` to the program that reads it nor a
 * setting of another one. An empty one counts, too: somebody means to fill it in.
 */
export function misnamedSettings(environment: Environment, own: readonly string[]): string[] {
  const endings = [...new Set([...SETTING_NAMES, ...own])]
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
  return Object.keys(environment)
    .filter((name) => environment[name] !== undefined && isMisnamed(name, own))
    .toSorted()
    .map((name) => {
      const nearest = nearestName(withoutFile(name).slice(PREFIX.length), endings);
      if (nearest === undefined) return `${name}: there is no such setting; docs/reference.md has all`;
      const file = name.endsWith(FILE) ? FILE : '';
      return `${name}: there is no such setting; did you mean ${PREFIX}${nearest}${file}?`;
    });
}

/**
 * The environment without what Kubernetes puts there for each Service of a namespace unless a pod says
 * `enableServiceLinks: false`: of one named `lectern-delivery` LECTERN_DELIVERY_PORT is `tcp://10.152.183.7:8081`, which
 * nobody set. What a pod's own `env` says stands in its place, and is kept.
 */
export function withoutServiceLinks(environment: Environment): Environment {
  const services = Object.keys(environment)
    .filter((name) => name.endsWith('_SERVICE_HOST'))
    .map((name) => name.slice(0, -'_SERVICE_HOST'.length))
    .filter((name) => environment[`${name}_SERVICE_PORT`] !== undefined);
  const isLink = ([name, value]: [string, string | undefined]) =>
    services.some((service) => {
      if (!name.startsWith(`${service}_`)) return false;
      const rest = name.slice(service.length + 1);
      if (rest === 'PORT') return /^(tcp|udp|sctp):\/\//.test(value ?? '');
      return /^(SERVICE_(HOST|PORT(_\w+)?)|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/.test(rest);
    });
  return Object.fromEntries(Object.entries(environment).filter((entry) => !isLink(entry)));
}

function withoutFile(name: string): string {
  return name.endsWith(FILE) ? name.slice(0, -FILE.length) : name;
}
