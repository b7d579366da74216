import { z } from 'zod';

/** The setting that says where PostgreSQL is, the same in every app. */
export const databaseUrl = z
  .string()
  .refine(
    isDatabaseUrl,
    'must be postgres://user:password@host:port/name, with what is special in a password percent-encoded (# is %23, / is %2F, @ is %40)',
  )
  .describe('PostgreSQL, as postgres://user:password@host:port/name (or DATABASE_URL_FILE)');

/** Without a host libpq's URLs name a socket's folder by `?host=/run/postgresql`; the driver reads these too. */
function isDatabaseUrl(text: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(text)) return false;
  return URL.canParse(text) || URL.canParse(text.replace('@/', '@localhost/'));
}
