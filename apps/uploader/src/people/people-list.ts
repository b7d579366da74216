import { type Info, parse } from 'csv-parse/sync';
import type { Audit } from '#libs/audit';
import { type Database, takenExternalIds, type Transaction } from '#libs/database';
import { ROLES } from '#libs/http';
import type { Listed, People, Person } from '#libs/identity';
import { nearestName } from '#libs/kernel';
import { accountOfPerson, type Units } from '#libs/quotas';
import { z } from 'zod';
import type { Revocations } from '../playback/revocations.js';
import { externalId } from '../rest/external-id.js';
import { plainText } from '../rest/plain-text.js';
import { ImportRefused, ImportUnreadable } from './people.errors.js';
import { SUBJECT } from '../rest/subject.js';

export interface PeopleListParts {
  readonly database: Database;
  readonly people: People;
  readonly units: Units;
  readonly audit: Audit;
  readonly revocations: Revocations;
}

export type LineVerdict = 'new' | 'changed' | 'unchanged' | 'refused';

/** What becomes of one line of a list, or would. */
export interface JudgedLine {
  /** In the file: its first line is 1, and names the columns. */
  readonly line: number;
  readonly id: string;
  readonly verdict: LineVerdict;
  readonly problems: readonly string[];
}

/** One list is one transaction. */
const MOST_LINES = 5_000;
export const MOST_BYTES = 2 * 1024 * 1024;
const MOST_PROBLEMS_TOLD = 100;

const COLUMNS = ['id', 'name', 'role', 'unit', 'externalId'] as const;

const row = z.object({
  id: z.string().regex(SUBJECT, 'must be 1 to 128 visible ASCII characters'),
  name: plainText(1, 200).optional(),
  role: z.enum(ROLES, `must be one of ${ROLES.join(', ')}`).optional(),
  unit: z.string().max(64).optional(),
  externalId: externalId.optional(),
});

interface Line {
  readonly line: number;
  readonly id: string;
  /** undefined where the line does not fit. */
  readonly listed: Listed | undefined;
  readonly problems: string[];
}

/** A list of people as the hospital's own platform writes it: CSV with a line of columns, in UTF-8 or GB18030. */
export class PeopleList {
  constructor(private readonly parts: PeopleListParts) {}

  /**
   * Takes all lines or none. What a line leaves empty stays as it is. With `dryRun` nothing is changed, and the verdict
   * on each line is told, also where some are refused.
   *
   * @throws ImportUnreadable; ImportRefused where any line is, unless it is a dry run
   */
  async import(actor: string, bytes: Buffer, { dryRun }: { dryRun: boolean }): Promise<JudgedLine[]> {
    const lines = linesOf(textOf(bytes));
    const { database, revocations } = this.parts;
    const judge = async (tx: Transaction): Promise<JudgedLine[]> => {
      const known = await this.known(tx, lines);
      await this.requirePlaces(tx, lines, known);
      const judged = lines.map((line) => judgedLine(line, known.get(line.id)));
      if (dryRun) return judged;
      refuseAny(judged);
      await this.take(tx, actor, lines, judged, known);
      return judged;
    };
    const judged = await database.transaction(judge);
    if (!dryRun && judged.some(({ verdict }) => verdict === 'changed')) await revocations.publish();
    return judged;
  }

  private async known(tx: Transaction, lines: readonly Line[]): Promise<Map<string, Person>> {
    const found = await this.parts.people.among(
      tx,
      lines.map(({ id }) => id),
    );
    return new Map(found.map((person) => [person.id, person]));
  }

  /** Adds to the problems of each line what the database knows: units, and ids of the platform. */
  private async requirePlaces(
    tx: Transaction,
    lines: readonly Line[],
    known: ReadonlyMap<string, Person>,
  ): Promise<void> {
    const named = new Set(lines.flatMap(({ listed }) => listed?.unit ?? []));
    const units = await this.parts.units.among(tx, [...named]);
    const wanted = [];
    for (const { id, listed, problems } of lines) {
      if (listed === undefined) continue;
      const before = known.get(id);
      const unit = listed.unit ?? before?.unit ?? null;
      const role = listed.role ?? before?.role ?? null;
      if (listed.unit !== undefined && !units.has(listed.unit)) problems.push('unit: there is no such unit');
      else if (unit === null && role !== 'admin' && role !== 'auditor')
        problems.push('unit: is needed for this role');
      const theirs = listed.externalId;
      if (theirs !== undefined && theirs !== before?.externalId)
        wanted.push({ id, externalId: theirs, unit });
    }
    const taken = await takenExternalIds(tx, 'people', wanted);
    for (const { id, problems } of lines)
      if (taken.has(id)) problems.push('externalId: another person of the region has it');
  }

  private async take(
    tx: Transaction,
    actor: string,
    lines: readonly Line[],
    judged: readonly JudgedLine[],
    known: ReadonlyMap<string, Person>,
  ): Promise<void> {
    const { people, units, audit, revocations } = this.parts;
    const verdicts = new Map(judged.map(({ id, verdict }) => [id, verdict]));
    const news = lines.flatMap(({ id, listed }) =>
      listed === undefined || verdicts.get(id) === 'unchanged' ? [] : [listed],
    );
    await people.record(tx, news, known);
    for (const { id, name, role, unit } of news) {
      const before = known.get(id);
      if (before === undefined) continue;
      const moves = unit !== undefined && unit !== before.unit && before.assignedUnit === null;
      const turns = role !== undefined && role !== before.tokenRole && before.assignedRole === null;
      if (moves || turns) await revocations.revokeAllOf(tx, { viewer: id });
      if ((await units.parentOf(tx, accountOfPerson(id))) === undefined) continue;
      const to = moves ? unit : before.unit;
      if (to !== null) await units.enrol(tx, { doctor: id, name: name ?? before.name ?? id, unit: to });
    }
    if (news.length === 0) return;
    const count = (verdict: LineVerdict) => judged.filter((line) => line.verdict === verdict).length;
    await audit.append(tx, {
      actor,
      action: 'people.imported',
      subject: 'people',
      facts: { new: count('new'), changed: count('changed'), unchanged: count('unchanged') },
    });
  }
}

/** @throws ImportRefused */
function refuseAny(judged: readonly JudgedLine[]): void {
  const refused = judged.filter(({ verdict }) => verdict === 'refused');
  if (refused.length === 0) return;
  const problems = refused.flatMap(({ line, problems: found }) =>
    found.map((problem) => `line ${line}: ${problem}`),
  );
  throw new ImportRefused(refused.length, problems.slice(0, MOST_PROBLEMS_TOLD));
}

function judgedLine({ line, id, listed, problems }: Line, before: Person | undefined): JudgedLine {
  const verdict = problems.length > 0 ? 'refused' : verdictOf(listed, before);
  return { line, id, verdict, problems };
}

function verdictOf(listed: Listed | undefined, before: Person | undefined): LineVerdict {
  if (before === undefined) return 'new';
  const { name, role, unit, externalId: theirs } = listed ?? {};
  const isSame =
    (name ?? before.name) === before.name &&
    (role ?? before.tokenRole) === before.tokenRole &&
    (unit ?? before.unit) === before.unit &&
    (theirs ?? before.externalId) === before.externalId;
  return isSame ? 'unchanged' : 'changed';
}

/** @throws ImportUnreadable */
function textOf(bytes: Buffer): string {
  // What is UTF-8 by chance is no Chinese in GB18030, which every byte pair of it would have to be, too.
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {}
  }
  throw new ImportUnreadable('it is neither UTF-8 nor GB18030.');
}

/** @throws ImportUnreadable */
function linesOf(text: string): Line[] {
  let records: { record: Record<string, string>; info: Info }[];
  try {
    records = parse(text, {
      columns: (header: string[]) => columnsOf(header),
      delimiter: [',', ';', '\t'],
      info: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      to: MOST_LINES + 1,
    });
  } catch (error) {
    if (error instanceof ImportUnreadable) throw error;
    throw new ImportUnreadable(sentenceOf(error));
  }
  if (records.length === 0) throw new ImportUnreadable('it names nobody below its line of columns.');
  if (records.length > MOST_LINES)
    throw new ImportUnreadable(`it has more than ${MOST_LINES} people: send it in parts.`);
  const first = { id: new Map<string, number>(), externalId: new Map<string, number>() };
  return records.map(({ record, info: { lines: line } }) => {
    const parsed = row.safeParse(
      Object.fromEntries(Object.entries(record).filter(([, value]) => value !== '')),
    );
    const problems = (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
    for (const column of ['id', 'externalId'] as const) {
      const value = record[column] ?? '';
      const earlier = first[column].get(value);
      if (earlier === undefined) first[column].set(value, line);
      else if (value !== '') problems.push(`${column}: stands in line ${earlier}, too`);
    }
    return { line, id: record['id'] ?? '', listed: parsed.data, problems };
  });
}

/** @throws ImportUnreadable */
function columnsOf(header: readonly string[]): string[] {
  const known: readonly string[] = COLUMNS;
  for (const [index, column] of header.entries()) {
    if (!known.includes(column)) {
      const nearest = nearestName(column, known);
      const hint =
        nearest === undefined ? `there are ${known.join(', ')}` : `did you mean \u201c${nearest}\u201d?`;
      throw new ImportUnreadable(`there is no column \u201c${column.slice(0, 50)}\u201d: ${hint}`);
    }
    if (header.indexOf(column) !== index)
      throw new ImportUnreadable(`the column \u201c${column}\u201d is there twice.`);
  }
  if (!header.includes('id'))
    throw new ImportUnreadable('its first line must name the columns, `id` among them.');
  return [...header];
}

/** csv-parse's messages quote what they read, which may be anything. */
function sentenceOf(error: unknown): string {
  const { lines } = error as { lines?: unknown };
  return typeof lines === 'number'
    ? `line ${lines} is not well-formed CSV, or has another number of columns than the first.`
    : 'it is not well-formed CSV.';
}
