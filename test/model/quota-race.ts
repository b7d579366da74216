import { sql } from 'kysely';
import { Quotas } from '#libs/quotas';
import { type Answer, call } from '../servers/replicas-call.js';
import type { Replicas } from '../servers/replicas.js';
import { Random } from './random.js';

const TUS = { 'tus-resumable': '1.0.0' };
const UPLOAD = { ...TUS, 'content-type': 'application/offset+octet-stream' };
const UNIT = 'hospital';
const DOCTOR = 'doctor';
/** Why an upload may not begin, and with which status. */
const REFUSALS: Readonly<Record<string, number>> = {
  'quota-exceeded': 507,
  'too-many-open-uploads': 429,
  'too-many-bytes-reserved': 429,
};

/** What the replicas let one person hold. */
interface PersonBounds {
  readonly openUploads: number;
  readonly reservedBytes: number;
}

export interface RaceOptions {
  /** No bounds of a person are looked at unless said. */
  readonly perPerson?: PersonBounds;
  readonly rounds: number;
  readonly clients: number;
  readonly seed: number;
  readonly onRound?: (round: number) => void;
}

export interface RaceOutcome {
  readonly passed: number;
  readonly failures: readonly string[];
  readonly taken: number;
  /** For want of room in the unit, and for what the person held already. */
  readonly refused: number;
  readonly bounded: number;
  /** Ledger entries that were looked at, each a moment at which the limit had to hold. */
  readonly moments: number;
}

/** One client's turn: what it sends, and how. */
type Way = 'whole' | 'in two' | 'only begun' | 'begun and given up';

interface Turn {
  readonly way: Way;
  readonly bytes: number;
}

interface Result extends Turn {
  readonly status: number;
  readonly code: string | undefined;
  readonly location: string | undefined;
  readonly stored: number;
}

/**
 * Rounds in which all clients begin an upload at once while the unit has room for a few of them only. The
 * ledger tells of every moment whether more was held than the limit allows, were it by one byte.
 */
export async function raceForQuota(replicas: Replicas, options: RaceOptions): Promise<RaceOutcome> {
  const random = new Random(options.seed);
  const failures: string[] = [];
  const totals = { taken: 0, refused: 0, bounded: 0, moments: 0 };
  let failed = 0;
  for (let round = 1; round <= options.rounds; round += 1) {
    const found = await new Round(replicas, random, options).run(totals);
    if (found.length > 0) failed += 1;
    failures.push(...found.map((failure) => `round ${round}: ${failure}`));
    options.onRound?.(round);
  }
  return { ...totals, passed: options.rounds - failed, failures };
}

class Round {
  readonly #failures: string[] = [];

  constructor(
    private readonly replicas: Replicas,
    private readonly random: Random,
    private readonly options: Pick<RaceOptions, 'clients' | 'perPerson'>,
  ) {}

  async run(totals: { taken: number; refused: number; bounded: number; moments: number }): Promise<string[]> {
    const before = await this.#account();
    const room = this.random.whole(2_000, 30_000);
    const limit = before.usedBytes + before.reservedBytes + room;
    await this.#setLimit(limit);
    const first = await this.#lastEntry();
    const gives = this.random.next() < 0.5;
    const turns = Array.from({ length: this.options.clients }, () => this.#turn(gives));
    const results = await Promise.all(turns.map((turn, index) => this.#take(turn, index)));
    const moments = await this.#neverOver(first, before.usedBytes + before.reservedBytes, limit);
    await this.#neverBeyondOnePerson(first);
    const after = await this.#account();
    this.#compare(results, before.usedBytes, after.usedBytes);
    if (!gives) this.#noFalseRefusal(results, limit - after.usedBytes - after.reservedBytes);
    const { drift } = await new Quotas().recompute(this.replicas.database.kysely, 'region', {
      correct: false,
    });
    if (drift !== 0) this.#failures.push(`the counters drift by ${drift}`);
    await this.#clear(results);
    const end = await this.#account();
    const stays = end.reservedBytes - before.reservedBytes;
    if (stays !== 0) this.#failures.push(`${stays} bytes stay reserved for nobody`);
    totals.moments += moments;
    totals.taken += results.filter(({ status }) => status === 201).length;
    totals.refused += results.filter(({ status }) => status === 507).length;
    totals.bounded += results.filter(({ status }) => status === 429).length;
    return this.#failures;
  }

  #turn(gives: boolean): Turn {
    const ways: readonly Way[] = gives
      ? ['whole', 'in two', 'only begun', 'begun and given up']
      : ['whole', 'in two', 'only begun'];
    return { way: this.random.pick(ways), bytes: this.random.whole(50, 2_500) };
  }

  async #take(turn: Turn, index: number): Promise<Result> {
    const { way, bytes } = turn;
    const body = Buffer.alloc(bytes, ' ');
    body.write('%PDF-1.4\n');
    const first = way === 'whole' ? bytes : way === 'in two' ? Math.floor(bytes / 2) : 0;
    const created = await this.#call(index, 'POST', '/v1/uploads', {
      headers: {
        ...(first > 0 ? UPLOAD : TUS),
        'upload-length': bytes,
        'upload-metadata': `filename ${Buffer.from('a.pdf').toString('base64')}`,
      },
      body: body.subarray(0, first),
    });
    const { location } = created.headers;
    const result = { ...turn, status: created.status, code: codeOf(created), location, stored: 0 };
    if (created.status !== 201 || location === undefined) return result;
    if (way === 'whole') return { ...result, stored: bytes, location: undefined };
    if (way === 'only begun') return result;
    // On another replica than the one that began it.
    const next =
      way === 'in two'
        ? await this.#call(index + 1, 'PATCH', location, {
            headers: { ...UPLOAD, 'upload-offset': first },
            body: body.subarray(first),
          })
        : await this.#call(index + 1, 'DELETE', location, { headers: TUS });
    if (next.status !== 204) this.#failures.push(`what was begun ends with ${next.status} ${next.text}`);
    return { ...result, stored: way === 'in two' ? bytes : 0, location: undefined };
  }

  #call(
    index: number,
    method: string,
    path: string,
    more: { headers: Record<string, string | number>; body?: Uint8Array },
  ): Promise<Answer> {
    const { all, keys } = this.replicas;
    const replica = all[index % all.length];
    if (replica === undefined) throw new Error('no replica');
    const headers = { authorization: `Bearer ${keys.doctor}`, ...more.headers };
    return call({ ...more, url: `${replica.url}${path}`, method, headers }).answer;
  }

  /** Goes through the entries that the round made, in the order in which they were committed. */
  async #neverOver(after: number, held: number, limit: number): Promise<number> {
    const { rows } = await sql<{ id: number; held: number }>`
      select id, (used_bytes + reserved_bytes)::bigint as held from ledger
      where id > ${after} and ${UNIT} = any(accounts) order by id`.execute(this.replicas.database.kysely);
    let sum = held;
    for (const row of rows) {
      sum += row.held;
      if (sum > limit) this.#failures.push(`${sum - limit} bytes over the limit after entry ${row.id}`);
    }
    return rows.length;
  }

  /** The same for what one person may hold: nothing is held when a round begins. */
  async #neverBeyondOnePerson(after: number): Promise<void> {
    const { perPerson } = this.options;
    if (perPerson === undefined) return;
    const { rows } = await sql<{ id: number; bytes: number; uploads: number }>`
      select id, reserved_bytes as bytes,
        (case kind when 'reserve' then 1 when 'settle' then -1 when 'release' then -1 else 0 end)::integer as uploads
      from ledger where id > ${after} and account = ${DOCTOR} order by id`.execute(
      this.replicas.database.kysely,
    );
    let [bytes, uploads] = [0, 0];
    for (const row of rows) {
      bytes += row.bytes;
      uploads += row.uploads;
      if (uploads > perPerson.openUploads)
        this.#failures.push(`${uploads} uploads of one person are open after entry ${row.id}`);
      if (bytes > perPerson.reservedBytes)
        this.#failures.push(`${bytes} bytes of one person are reserved after entry ${row.id}`);
    }
  }

  #compare(results: readonly Result[], before: number, after: number): void {
    for (const { status, code } of results) {
      const expected = status === 201 || (code !== undefined && REFUSALS[code] === status);
      if (!expected) this.#failures.push(`an upload begins with ${status} ${code}`);
    }
    const stored = results.reduce((sum, result) => sum + result.stored, 0);
    if (after - before !== stored)
      this.#failures.push(`${after - before} bytes were charged for ${stored} that were stored`);
  }

  /** Where nothing was given back, whoever was refused must not fit into what is left. */
  #noFalseRefusal(results: readonly Result[], left: number): void {
    for (const { status, bytes } of results)
      if (status === 507 && bytes <= left)
        this.#failures.push(`${bytes} bytes were refused with ${left} free`);
  }

  async #clear(results: readonly Result[]): Promise<void> {
    const open = results.flatMap(({ location }) => location ?? []);
    await Promise.all(open.map((location, index) => this.#call(index, 'DELETE', location, { headers: TUS })));
  }

  async #setLimit(bytes: number): Promise<void> {
    const { database } = this.replicas;
    await database.transaction((tx) => new Quotas().setLimits(tx, UNIT, { bytes }));
  }

  #account() {
    const { kysely } = this.replicas.database;
    return kysely.selectFrom('accounts').selectAll().where('id', '=', UNIT).executeTakeFirstOrThrow();
  }

  async #lastEntry(): Promise<number> {
    const { rows } = await sql<{ id: number }>`select coalesce(max(id), 0)::bigint as id from ledger`.execute(
      this.replicas.database.kysely,
    );
    return rows[0]?.id ?? 0;
  }
}

function codeOf(answer: Answer): string | undefined {
  if (answer.status < 400) return undefined;
  return (JSON.parse(answer.text) as { code?: string }).code;
}
