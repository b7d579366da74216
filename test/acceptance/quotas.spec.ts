import { randomBytes } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import { type AssetView, Client } from './client.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
const ROUNDS = Number(process.env['LECTERN_QUOTA_ROUNDS'] ?? 3);
const BYTES = 50_000;
const HOLDS = 10;
const RACERS = 64;

async function raceOnce(round: number): Promise<void> {
  const unit = `race-${randomBytes(5).toString('hex')}`;
  await admin.json('POST', '/v1/admin/units', {
    id: unit,
    kind: 'department',
    name: `Race ${round}`,
    parentId: 'demo-clinic',
  });
  await admin.json('PUT', `/v1/admin/quotas/${unit}`, { bytes: BYTES * HOLDS });
  const { body: key } = await admin.json<{ secret: string }>('POST', '/v1/admin/api-keys', {
    subject: `${unit}-doctor`,
    name: 'Racer',
    role: 'doctor',
    unit,
    label: 'race',
  });
  const doctor = new Client(facts, key.secret);
  const answers = await Promise.all(
    Array.from({ length: RACERS }, (_, index) =>
      doctor.uploadForm(
        `${index}.pdf`,
        new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(BYTES - 9)])),
      ),
    ),
  );
  const statuses = answers.map((answer) => answer.status);
  expect(statuses.filter((status) => status === 202)).toHaveLength(HOLDS);
  expect(statuses.filter((status) => status === 507)).toHaveLength(RACERS - HOLDS);

  expect(await admin.quota(unit)).toMatchObject({
    used: BYTES * HOLDS,
    reserved: 0,
    effective: 0,
    assets: HOLDS,
    bindingUnit: unit,
  });
  const { body: drift } = await admin.json<{ drift: number }>('POST', `/v1/admin/quotas/${unit}/recompute`);
  expect(drift.drift).toBe(0);
  const { body: stored } = await doctor.json<{ items: AssetView[] }>(
    'GET',
    `/v1/assets?limit=100&owner=${unit}-doctor`,
  );
  let bytes = 0;
  for (const { id } of stored.items) {
    const { body: link } = await doctor.json<{ url: string }>('POST', `/v1/assets/${id}/download-links`);
    bytes += (await (await fetch(link.url)).arrayBuffer()).byteLength;
  }
  expect(bytes).toBe(BYTES * HOLDS);
}

it(`F29 ${RACERS} parallel uploads against a quota that holds ${HOLDS} of them: exactly ${HOLDS} succeed, ${ROUNDS} times`, async () => {
  for (let round = 1; round <= ROUNDS; round++) await raceOnce(round);
}, 600_000);
