import type { Database } from '#libs/database';
import type { Caller } from '#libs/http';
import { type People, type Person, PersonNotFound } from '#libs/identity';
import type { Reach } from '../rest/reach.js';
import { SUBJECT } from '../rest/subject.js';

type FoundPerson = Person & { readonly isKnown: boolean };

const NOBODY: Omit<Person, 'id'> = {
  name: null,
  role: null,
  unit: null,
  assignedRole: null,
  assignedUnit: null,
  tokenRole: null,
  externalId: null,
  email: null,
  hasPassword: false,
  disabledAt: null,
  lastSeenAt: null,
  createdAt: new Date(0),
  version: 1,
  usedBytes: 0,
  derivedBytes: 0,
  assets: 0,
};

/** Which people somebody administers. */
export class PeopleReach {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly reach: Reach,
  ) {}

  /**
   * A person in the caller's reach. Administrators and auditors reach also somebody of whom nothing is known: people come
   * from the identity provider, and may be disabled before they are seen here.
   *
   * @throws PersonNotFound
   */
  async require(caller: Caller, id: string): Promise<FoundPerson> {
    if (!SUBJECT.test(id)) throw new PersonNotFound();
    const person = await this.find(id);
    if (!(await this.reach.covers(caller, person.unit ?? ''))) throw new PersonNotFound();
    return person;
  }

  async find(id: string): Promise<FoundPerson> {
    const person = await this.people.find(this.database.kysely, id);
    return { ...(person ?? { ...NOBODY, id }), isKnown: person !== undefined };
  }
}
