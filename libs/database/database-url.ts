import { z } from 'zod';
import { setting } from '#libs/kernel';

const url = setting.secret(
  z
    .string()
    .refine(
      isDatabaseUrl,
      'must be postgres://user:password@host:port/name, with what is special in a password percent-encoded (# is %23, / is %2F, @ is %40)',
    ),
);

/** The setting that says where PostgreSQL is, the same in every app. */
export const databaseUrl = url.describe(
  'PostgreSQL, as postgres://user:password@host:port/name (or DATABASE_URL_FILE)',
);

/** Where PostgreSQL is, for whoever may have to migrate it. */
export const databaseSettings = {
  DATABASE_URL: databaseUrl,
  DATABASE_OWNER_URL: url
    .optional()
    .describe(
      'The same database as the role that owns the tables, for migrations alone (or DATABASE_OWNER_URL_FILE). Left out, a start migrates as DATABASE_URL where that role owns them, and waits for the migration where it does not',
    ),
};

/** How long, and how many, of a service wait for a database that is away. */
export const patienceSettings = {
  DATABASE_PATIENCE_SECONDS: setting
    .count(10)
    .describe(
      'How long a request waits for a database that is away, before it is answered 503; below the time-outs of clients and proxies',
    ),
  DATABASE_WAITING_REQUESTS: setting
    .count(1_000)
    .describe('How many may wait for a connection to the database at a time; more are answered 503 at once'),
};

/** Without a host libpq's URLs name a socket's folder by `?host=/run/postgresql`; the driver reads these too. */
function isDatabaseUrl(text: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(text)) return false;
  return URL.canParse(text) || URL.canParse(text.replace('@/', '@localhost/'));
}
