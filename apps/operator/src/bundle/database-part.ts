import { setTimeout as delay } from 'node:timers/promises';
import { catalogFigures } from '#libs/catalog';
import {
  databaseFacts,
  type DatabaseFacts,
  openDatabase,
  type Queryable,
  queueStates,
  SCHEMA_NUMBER,
} from '#libs/database';
import { type Account, quotaFigures, Units } from '#libs/quotas';

const MOST_UNITS = 1_000;
const SECONDS = 60;
const CLOSE_MS = 5_000;

export interface DatabaseText {
  readonly name: string;
  readonly about: string;
  /** @returns the JSON text */
  readonly make: () => Promise<string>;
}

/**
 * Asks a database what can be told without a name of a person or a recording; each part fails by itself.
 *
 * @returns what it is, unless it did not say
 * @throws DatabaseUnavailable
 */
export async function askDatabase(
  url: string,
  take: (part: DatabaseText) => Promise<void>,
): Promise<DatabaseFacts | undefined> {
  const database = openDatabase({ url, maxConnections: 1, applicationName: 'lectern-bundle' });
  const { kysely } = database;
  let facts: DatabaseFacts | undefined;
  const part = (name: string, about: string, ask: () => Promise<unknown>): Promise<void> =>
    take({ name, about, make: async () => `${JSON.stringify(await inTime(ask()), null, 1)}\n` });
  try {
    // Where it is away, that is said once.
    await database.ping();
    await part('database.json', 'size, connections and the last migrations', async () => {
      facts = await databaseFacts(database);
      return { schema: facts.migrations[0]?.number ?? 0, schemaOfThisRelease: SCHEMA_NUMBER, ...facts };
    });
    await part('queues.json', 'jobs by queue and state, and since when the oldest is there', () =>
      queueStates(database),
    );
    await part('catalog.json', 'assets and uploads by state, and why assets failed within 30 days', () =>
      catalogFigures(kysely),
    );
    await part(
      'quota.json',
      `units (${MOST_UNITS} at most) with what they use, have reserved and may have; of people the sums`,
      async () => ({ all: await quotaFigures(kysely), units: await unitsOf(kysely) }),
    );
    return facts;
  } finally {
    // A statement that nobody waits for any more holds its connection.
    await Promise.race([database.close(), delay(CLOSE_MS, undefined, { ref: false })]);
  }
}

async function unitsOf(q: Queryable): Promise<unknown[]> {
  const units: Account[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await new Units().list(q, {
      limit: 100,
      cursor: cursor ?? undefined,
      kinds: ['region', 'county', 'hospital', 'department'],
    });
    units.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && units.length < MOST_UNITS);
  return units.map(
    ({ id, kind, name, parentId, usedBytes, reservedBytes, derivedBytes, assets, limits }) => ({
      id,
      kind,
      name,
      parentId,
      usedBytes,
      reservedBytes,
      derivedBytes,
      assets,
      limits,
    }),
  );
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = new AbortController();
  const tooLate = delay(SECONDS * 1000, undefined, { signal: late.signal }).then(() => {
    throw new Error(`there was no answer within ${SECONDS} s`);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    tooLate.catch(() => undefined);
    late.abort();
  }
}
