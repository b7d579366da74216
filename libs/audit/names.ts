import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Queryable, Transaction } from '#libs/database';
import type { AuditEntry, AuditEvent } from './audit.js';

/** What a pseudonym stands for. */
interface Name {
  /** Whose it is: with this person it is erased. */
  readonly person: string;
  readonly value: string;
}

/** Where in an entry a name stands: `actor`, `subject`, or `facts.` and a key. */
type Place = string;
type Named = Pick<AuditEntry, 'actor' | 'subject' | 'facts'>;

/** Who did what nobody did. */
const NOBODY = 'system';
const PSEUDONYM = /^psn_[0-9a-f]{40}$/;

/** What is done to a person, whom `subject` names, though it is not called `person.…`. */
const DONE_TO_PEOPLE = new Set(['password.changed', 'password.set', 'session.refused']);
/** The subject where it is about nobody in particular. */
const PEOPLE = 'people';

/** Facts that name somebody else than who did it, or whom it was done to, by what was done. */
const FACTS: Readonly<Record<string, readonly string[]>> = {
  'api-key.created': ['subject'],
  'password.set': ['invitedBy'],
  'person.transferred': ['to'],
  'reservation.released': ['person'],
  'upload.ended': ['owner'],
};

/**
 * Where names stand in an event. Whoever adds an action that names people anywhere but in `actor`, or in the `subject` of
 * `person.…`, adds it above: what this does not know is hashed in clear, and can't be erased.
 */
export function namesIn({ actor, action, subject, facts = {} }: AuditEvent): ReadonlyMap<Place, Name> {
  const names = new Map<Place, Name>();
  const add = (place: Place, value: unknown, person = value) => {
    if (typeof value === 'string' && typeof person === 'string') names.set(place, { person, value });
  };
  if (actor !== NOBODY) add('actor', actor);
  const isQuotaOfPerson = action.startsWith('quota.') && facts['of'] === 'people';
  const isDoneToPerson = DONE_TO_PEOPLE.has(action) && subject !== PEOPLE;
  if (action.startsWith('person.') || isQuotaOfPerson || isDoneToPerson) add('subject', subject);
  for (const key of FACTS[action] ?? []) add(`facts.${key}`, facts[key]);
  if (action === 'person.edited') add('facts.externalId', facts['externalId'], subject);
  const { account } = facts;
  if (action === 'reservation.released' && typeof account === 'string' && account.startsWith('@'))
    add('facts.account', account, account.slice(1));
  return names;
}

/** The pseudonyms in an entry, by where they stand. */
export function pseudonymsIn(entry: Named, places: readonly Place[]): Map<Place, string> {
  const found = new Map<Place, string>();
  for (const place of places) {
    const value = valueAt(entry, place);
    if (typeof value === 'string' && PSEUDONYM.test(value)) found.set(place, value);
  }
  return found;
}

/** The entry with other values at some places. */
export function withValues<T extends Named>(entry: T, values: ReadonlyMap<Place, string>): T {
  let { actor, subject } = entry;
  const facts = { ...entry.facts };
  for (const [place, value] of values) {
    if (place === 'actor') actor = value;
    else if (place === 'subject') subject = value;
    else facts[keyIn(place)] = value;
  }
  return { ...entry, actor, subject, facts };
}

/** As lists show somebody whose name is gone. */
export function erasedName(pseudonym: string): string {
  return `erased person ${pseudonym}`;
}

/** A person as lists show them, by what stands for them where they were renamed to a pseudonym. */
export function shownPerson(id: string): string {
  return PSEUDONYM.test(id) ? erasedName(id) : id;
}

/** Whether a pseudonym was made of this: no other person can be put in the place of the one that it was made for. */
export function isMadeOf(pseudonym: string, salt: Buffer, name: Name): boolean {
  return pseudonymOf(salt, name) === pseudonym;
}

/**
 * Whose the pseudonyms are. They stand beside the chain, in nothing that is hashed: when a name is removed, every entry
 * stays what its hash was made of, and nobody can find out any more whom it names.
 */
export class Names {
  /** The pseudonym of each name; one that has none gets one, and a pseudonym is its own. The trail's lock is held. */
  async pseudonyms(tx: Transaction, names: ReadonlyMap<Place, Name>): Promise<Map<Place, string>> {
    if (names.size === 0) return new Map();
    const people = [...new Set([...names.values()].map(({ person }) => person))];
    const rows = await tx
      .selectFrom('auditNames')
      .select(['pseudonym', 'person', 'value'])
      .where('person', '=', sql<string>`any(${people})`)
      .execute();
    const known = new Map(rows.map((row) => [keyOf(row), row.pseudonym]));
    const found = new Map<Place, string>();
    for (const [place, name] of names) {
      const isPseudonym = PSEUDONYM.test(name.value);
      const pseudonym = isPseudonym ? name.value : (known.get(keyOf(name)) ?? (await this.#add(tx, name)));
      known.set(keyOf(name), pseudonym);
      found.set(place, pseudonym);
    }
    return found;
  }

  /** What those of these pseudonyms stand for that are not erased. */
  async values(q: Queryable, pseudonyms: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const wanted = [...new Set(pseudonyms)];
    if (wanted.length === 0) return new Map();
    const rows = await q
      .selectFrom('auditNames')
      .select(['pseudonym', 'value'])
      .where('pseudonym', '=', sql<string>`any(${wanted})`)
      .execute();
    return new Map(rows.map(({ pseudonym, value }) => [pseudonym, value]));
  }

  /** The pseudonyms that stand for `value`: one, where it is the id of a person whom an entry names. */
  async standingFor(q: Queryable, value: string): Promise<string[]> {
    const rows = await q.selectFrom('auditNames').select('pseudonym').where('value', '=', value).execute();
    return rows.map(({ pseudonym }) => pseudonym);
  }

  /** Every pseudonym of a person. */
  async ofPerson(q: Queryable, person: string): Promise<string[]> {
    const rows = await q
      .selectFrom('auditNames')
      .select('pseudonym')
      .where('person', '=', person)
      .orderBy('pseudonym')
      .execute();
    return rows.map(({ pseudonym }) => pseudonym);
  }

  async remove(tx: Transaction, person: string): Promise<void> {
    await tx.deleteFrom('auditNames').where('person', '=', person).execute();
  }

  async #add(tx: Transaction, { person, value }: Name): Promise<string> {
    const salt = randomBytes(32);
    const pseudonym = pseudonymOf(salt, { person, value });
    await tx.insertInto('auditNames').values({ pseudonym, salt, person, value }).execute();
    return pseudonym;
  }
}

function pseudonymOf(salt: Buffer, { person, value }: Name): string {
  const digest = createHash('sha256')
    .update(salt)
    .update(JSON.stringify([person, value]));
  return `psn_${digest.digest('hex').slice(0, 40)}`;
}

function valueAt(entry: Named, place: Place): unknown {
  return place === 'actor' || place === 'subject' ? entry[place] : entry.facts[keyIn(place)];
}

function keyIn(place: Place): string {
  return place.slice('facts.'.length);
}

function keyOf({ person, value }: Name): string {
  return JSON.stringify([person, value]);
}
