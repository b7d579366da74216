import { Client } from './client.js';
import type { StartFacts } from './lectern-process.js';

/** A Lectern that runs elsewhere, of which nothing is known but addresses and an admin's token. */
interface Addresses {
  readonly uploader: string;
  readonly delivery: string;
  readonly adminToken: string;
  /** LECTERN_STORAGE of that Lectern, for tests that hold on one kind of storage alone. */
  readonly storage: string;
}

/** The Lectern that LECTERN_TEST_UPLOADER_URL and its companions name; undefined when none is named. */
export function addressesOf(
  environment: Readonly<Record<string, string | undefined>>,
): Addresses | undefined {
  const [uploader, delivery, adminToken] = [
    'LECTERN_TEST_UPLOADER_URL',
    'LECTERN_TEST_DELIVERY_URL',
    'LECTERN_TEST_ADMIN_TOKEN',
  ].map((name) => environment[name] ?? '');
  if (!uploader) return undefined;
  if (!delivery || !adminToken)
    throw new Error(
      'LECTERN_TEST_UPLOADER_URL wants LECTERN_TEST_DELIVERY_URL and LECTERN_TEST_ADMIN_TOKEN beside it.',
    );
  const withoutSlash = (url: string) => url.replace(/\/+$/, '');
  return {
    uploader: withoutSlash(uploader),
    delivery: withoutSlash(delivery),
    adminToken,
    storage: environment['LECTERN_TEST_STORAGE'] ?? 'nfs',
  };
}

const UNITS = [
  { id: 'demo-region', kind: 'region', name: 'Demo Region' },
  { id: 'demo-county', kind: 'county', name: 'Demo County', parentId: 'demo-region' },
  { id: 'demo-hospital', kind: 'hospital', name: 'Demo County Hospital', parentId: 'demo-county' },
  { id: 'demo-department', kind: 'department', name: 'Internal Medicine', parentId: 'demo-hospital' },
  { id: 'demo-clinic', kind: 'hospital', name: 'Demo Township Clinic', parentId: 'demo-county' },
] as const;

const PEOPLE = {
  doctor: { subject: 'demo-doctor', name: 'Dr. Demo', role: 'doctor', unit: 'demo-department' },
  unitAdmin: {
    subject: 'demo-unit-admin',
    name: 'Hospital Admin',
    role: 'unit-admin',
    unit: 'demo-hospital',
  },
  admin: { subject: 'demo-admin', name: 'Platform Admin', role: 'admin' },
} as const;

/**
 * What `npm start` would have told of this Lectern: the units of the demo are made by its API where they are missing,
 * and each person of the demo gets a key.
 */
export async function furnish({ uploader, delivery, adminToken }: Addresses): Promise<StartFacts> {
  const none = { doctor: '', unitAdmin: '', admin: '' };
  const caller = new Client({ uploader, delivery, keys: none }, adminToken);
  for (const unit of UNITS) {
    const { status, body } = await caller.json('POST', '/v1/admin/units', unit);
    if (status !== 201 && status !== 409)
      throw new Error(`the unit ${unit.id} can't be made: ${status} ${JSON.stringify(body)}`);
  }
  const keyOf = async (person: keyof typeof PEOPLE): Promise<string> => {
    const { status, body } = await caller.json<{ secret: string }>('POST', '/v1/admin/api-keys', {
      ...PEOPLE[person],
      label: 'acceptance',
    });
    if (status !== 201) throw new Error(`no key for the ${person}: ${status} ${JSON.stringify(body)}`);
    return body.secret;
  };
  return {
    uploader,
    delivery,
    keys: { doctor: await keyOf('doctor'), unitAdmin: await keyOf('unitAdmin'), admin: await keyOf('admin') },
  };
}
