import { randomBytes } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import { api } from './api.js';
import { type AssetView, Client } from './client.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
const ROUNDS = Number(process.env['LECTERN_TEST_QUOTA_ROUNDS'] ?? 3);
const BYTES = 50_000;
const HOLDS = 10;
const RACERS = 64;

async function raceOnce(round: number): Promise<void> {
  const unit = `race-${randomBytes(5).toString('hex')}`;
  await api(admin)
    .post('/v1/admin/units')
    .send({ id: unit, kind: 'department', name: `Race ${round}`, parentId: 'demo-clinic' })
    .expect(201);
  await api(admin)
    .put(`/v1/admin/quotas/${unit}`)
    .send({ bytes: BYTES * HOLDS })
    .expect(200);
  const { body: key } = await api(admin)
    .post('/v1/admin/api-keys')
    .send({ subject: `${unit}-doctor`, name: 'Racer', role: 'doctor', unit, label: 'race' })
    .expect(201);
  const doctor = new Client(facts, (key as { secret: string }).secret);
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
  const { body: recomputed } = await api(admin).post(`/v1/admin/quotas/${unit}/recompute`);
  expect(recomputed).toMatchObject({ drift: 0 });
  const { body: stored } = await api(doctor)
    .get('/v1/assets')
    .query({ limit: 100, owner: `${unit}-doctor` })
    .expect(200);
  let bytes = 0;
  for (const { id } of (stored as { items: AssetView[] }).items) {
    const { body: link } = await api(doctor).post(`/v1/assets/${id}/download-links`).expect(201);
    bytes += (await (await fetch((link as { url: string }).url)).arrayBuffer()).byteLength;
  }
  expect(bytes).toBe(BYTES * HOLDS);
}

it(`F29 ${RACERS} parallel uploads against a quota that holds ${HOLDS} of them: exactly ${HOLDS} succeed, ${ROUNDS} times`, async () => {
  for (let round = 1; round <= ROUNDS; round++) await raceOnce(round);
}, 600_000);
