import { readFile } from 'node:fs/promises';
import type { Database, Transaction } from '#libs/database';
import { type ApiKeys } from '#libs/identity';
import type { Caller, Role } from '#libs/http';
import { UnitNotFound, type Units } from '#libs/quotas';

/** One secret API key for each role that tries the service out. */
export interface DemoKeys {
  readonly doctor: string;
  readonly unitAdmin: string;
  readonly admin: string;
}

const TREE = [
  { id: 'demo-region', kind: 'region', name: '示范地区 Demo Region' },
  { id: 'demo-county', kind: 'county', name: '示范县 Demo County', parentId: 'demo-region' },
  { id: 'demo-hospital', kind: 'hospital', name: '示范县医院 Demo County Hospital', parentId: 'demo-county' },
  { id: 'demo-department', kind: 'department', name: '内科 Internal Medicine', parentId: 'demo-hospital' },
  {
    id: 'demo-clinic',
    kind: 'hospital',
    name: '示范乡镇卫生院 Demo Township Clinic',
    parentId: 'demo-county',
  },
] as const;

const PEOPLE: Readonly<
  Record<keyof DemoKeys, { subject: string; name: string; role: Role; unit: string | null }>
> = {
  doctor: { subject: 'demo-doctor', name: 'Dr. Demo', role: 'doctor', unit: 'demo-department' },
  unitAdmin: {
    subject: 'demo-unit-admin',
    name: 'Hospital Admin',
    role: 'unit-admin',
    unit: 'demo-hospital',
  },
  admin: { subject: 'demo-admin', name: 'Platform Admin', role: 'admin', unit: null },
};

export interface DemoParts {
  readonly database: Database;
  readonly units: Units;
  readonly apiKeys: ApiKeys;
}

/** For whom the addresses of the console are that a start prints: the people of the demo, as their keys know them. */
export async function demoCallers(
  { database, apiKeys }: DemoParts,
  keys: DemoKeys,
): Promise<readonly (readonly [keyof DemoKeys, Caller])[]> {
  const callers: [keyof DemoKeys, Caller][] = [];
  for (const person of Object.keys(PEOPLE) as (keyof DemoKeys)[]) {
    const key = await apiKeys.find(database.kysely, keys[person]);
    if (key !== undefined) callers.push([person, { ...PEOPLE[person], apiKey: key.id }]);
  }
  return callers;
}

/**
 * Makes the demo units where they are missing, and keys for the people of the demo. Keys of an earlier start
 * (found in `startFile`) are kept as long as they hold.
 */
export async function furnishDemo(parts: DemoParts, startFile: string): Promise<DemoKeys> {
  await makeUnits(parts);
  const kept = await keysOf(startFile);
  return {
    doctor: await keepKey(parts, 'doctor', kept.doctor),
    unitAdmin: await keepKey(parts, 'unitAdmin', kept.unitAdmin),
    admin: await keepKey(parts, 'admin', kept.admin),
  };
}

async function makeUnits({ database, units }: DemoParts): Promise<void> {
  await database.transaction(async (tx) => {
    for (const unit of TREE) {
      if (!(await exists(tx, units, unit.id))) await units.create(tx, unit);
    }
  });
}

async function exists(tx: Transaction, units: Units, id: string): Promise<boolean> {
  try {
    await units.get(tx, id);
    return true;
  } catch (error) {
    if (error instanceof UnitNotFound) return false;
    throw error;
  }
}

async function keepKey(
  { database, apiKeys }: DemoParts,
  person: keyof DemoKeys,
  kept: string | undefined,
): Promise<string> {
  const { subject } = PEOPLE[person];
  if (kept !== undefined && (await apiKeys.find(database.kysely, kept))?.subject === subject) return kept;
  const made = await database.transaction((tx) => apiKeys.create(tx, { ...PEOPLE[person], label: 'demo' }));
  return made.secret;
}

async function keysOf(startFile: string): Promise<Partial<DemoKeys>> {
  try {
    const { keys } = JSON.parse(await readFile(startFile, 'utf8')) as { keys?: Partial<DemoKeys> };
    return keys ?? {};
  } catch {
    return {};
  }
}
