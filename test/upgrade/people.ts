import { itemsOf, textOf } from './api.js';
import type { House } from './house.js';

const UNITS = [
  { id: 'lake-region', kind: 'region', name: '湖区 Lake Region' },
  { id: 'lake-county', kind: 'county', name: 'Lake County', parentId: 'lake-region' },
  { id: 'county-hospital', kind: 'hospital', name: '县医院 County Hospital', parentId: 'lake-county' },
  { id: 'surgery', kind: 'department', name: 'Surgery', parentId: 'county-hospital' },
  { id: 'north-clinic', kind: 'hospital', name: 'North Township Clinic', parentId: 'lake-county' },
] as const;

const PEOPLE = [
  { subject: 'admin', name: 'Platform Admin', role: 'admin' },
  { subject: 'auditor', name: 'Auditor', role: 'auditor' },
  { subject: 'head', name: 'Head of Hospital', role: 'unit-admin', unit: 'county-hospital' },
  { subject: 'anna', name: 'Dr. Anna', role: 'doctor', unit: 'surgery' },
  { subject: 'ben', name: 'Dr. Ben', role: 'doctor', unit: 'surgery' },
  { subject: 'chen', name: '陈医生', role: 'doctor', unit: 'north-clinic' },
] as const;

/** Wide enough for what the test of a later release sends besides. */
const LIMITS = {
  'lake-county': { bytes: 50_000_000_000, dailyBytes: 10_000_000_000 },
  'county-hospital': { bytes: 2_000_000_000, assets: 500, softPercent: 80 },
  surgery: { fileBytes: 100_000_000 },
  chen: { bytes: 500_000_000, assets: 100, softPercent: 90 },
} as const;

/** Units, people with keys, limits. @returns the secrets of keys that must not open anything */
export async function settle(house: House): Promise<Record<string, string>> {
  const { founder } = house;
  for (const unit of UNITS) await founder.must(201, 'POST', '/v1/admin/units', unit);
  for (const person of PEOPLE) {
    const made = await founder.must(201, 'POST', '/v1/admin/api-keys', { ...person, label: 'kept' });
    house.keys[person.subject] = { secret: textOf(made, 'secret'), subject: person.subject };
    // Whoever has looked once has an account of their own.
    await house.as(person.subject).must(200, 'GET', '/v1/me');
  }
  for (const [account, limits] of Object.entries(LIMITS))
    await founder.must(200, 'PUT', `/v1/admin/quotas/${account}`, limits);
  const former = { subject: 'former', name: 'Dr. Former', role: 'doctor', unit: 'surgery', label: 'kept' };
  const revoked = await founder.must(201, 'POST', '/v1/admin/api-keys', former);
  await founder.must(204, 'DELETE', `/v1/admin/api-keys/${textOf(revoked, 'id')}`);
  const expired = await founder.must(201, 'POST', '/v1/admin/api-keys', {
    ...former,
    expiresAt: '2020-01-01T00:00:00Z',
  });
  return { revoked: textOf(revoked, 'secret'), expired: textOf(expired, 'secret') };
}

export interface CoursesMade {
  readonly suturing: string;
  readonly wounds: string;
}

/** Courses of every visibility, and one that was deleted. */
export async function makeCourses(house: House): Promise<CoursesMade> {
  const make = async (by: string, course: object) =>
    textOf(await house.as(by).must(201, 'POST', '/v1/courses', course), 'id');
  const suturing = await make('anna', {
    title: 'Suturing 缝合',
    description: 'Knots that hold, for doctors of the county’s clinics.',
    tags: ['surgery', '外科'],
    visibility: 'region',
  });
  const wounds = await make('chen', { title: 'Small wounds', tags: ['clinic'], visibility: 'unit' });
  await make('ben', { title: 'Drafts of Dr. Ben' });
  await make('head', { title: 'Hygiene', visibility: 'all' });
  const mistaken = await make('ben', { title: 'A mistake', visibility: 'all' });
  await house.as('ben').must(202, 'DELETE', `/v1/courses/${mistaken}`);
  return { suturing, wounds };
}

/** What people see of all this: addresses to ask for again, by who asks. */
export async function whatIsSeen(
  house: House,
  uploads: readonly { readonly id: string; readonly by: string }[],
): Promise<{ by: string; path: string }[]> {
  const admin = house.as('admin');
  const idsOf = async (path: string) =>
    itemsOf(await admin.must(200, 'GET', path)).map((item) => textOf(item, 'id'));
  const accounts = await idsOf('/v1/admin/units?limit=100');
  const courses = await idsOf('/v1/courses?limit=100');
  const assets = await idsOf('/v1/assets?limit=100');
  const forAll = [
    '/v1/me',
    '/v1/courses?limit=100',
    '/v1/courses?q=缝合',
    '/v1/assets?limit=100',
    '/v1/uploads?limit=100',
  ];
  return [
    ...Object.keys(house.keys).flatMap((by) => forAll.map((path) => ({ by, path: encodeURI(path) }))),
    ...['admin', 'auditor', 'head'].map((by) => ({ by, path: '/v1/admin/units?limit=100' })),
    { by: 'admin', path: '/v1/admin/api-keys?limit=100' },
    ...[
      ...accounts.flatMap((id) => [`/v1/admin/units/${id}`, `/v1/admin/quotas/${id}`]),
      ...courses.map((id) => `/v1/courses/${id}`),
      ...assets.map((id) => `/v1/assets/${id}`),
    ].map((path) => ({ by: 'admin', path })),
    ...uploads.map(({ by, id }) => ({ by, path: `/v1/uploads/${id}` })),
  ];
}
