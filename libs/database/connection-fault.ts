import { DatabaseUnavailable, PoolerRefusesSettings, UnstorableText } from './database.errors.js';

const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/** Of PostgreSQL's error codes (its manual, appendix A): shutting down, starting, recovering, too many. */
const SERVER_CODES = new Set(['57P01', '57P02', '57P03', '53300', '25P03']);

/** node-postgres has no codes for these. */
const SENTENCES =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Query read timeout|Postgres connection has been discarded|Client was closed|The client is closed)/;

/** DatabaseUnavailable (or PoolerRefusesSettings) where `error` says that the connection or the server is the trouble, else itself. */
export function connectionFault(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code: unknown = (error as { code?: unknown }).code;
  if (error.message.includes('unsupported startup parameter'))
    return new PoolerRefusesSettings({ cause: error });
  const lost =
    (typeof code === 'string' &&
      (SYSTEM_CODES.has(code) || SERVER_CODES.has(code) || code.startsWith('08'))) ||
    SENTENCES.test(error.message);
  return lost ? new DatabaseUnavailable({ cause: error }) : error;
}

/** character_not_in_repertoire, and untranslatable_character for JSON: a NUL, or no UTF-8. */
const TEXT_CODES: ReadonlySet<unknown> = new Set(['22021', '22P05']);

/** As `connectionFault`, and UnstorableText where a value of the statement is the trouble (F27). */
export function statementFault(error: unknown): unknown {
  if (error instanceof Error && TEXT_CODES.has((error as { code?: unknown }).code))
    return new UnstorableText({ cause: error });
  return connectionFault(error);
}
