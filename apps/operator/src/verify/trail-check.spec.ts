import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { Audit, AuditAnchors } from '#libs/audit';
import { KeyRing } from '#libs/signing';
import { AnchorShelf, MemoryStorage } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { checkTrail, linesOf } from './trail-check.js';

const test = withTestDatabase({ maxConnections: 1 });

it('F50 compares the trail with its anchors, by one connection, and names what is wrong in a line each', async () => {
  const { database, owner } = test;
  const storage = new MemoryStorage();
  const keyRing = KeyRing.parse(KeyRing.fresh());
  const audit = new Audit();
  const check = async (ring: KeyRing | undefined) =>
    linesOf(await checkTrail({ database, storage, keyRing: ring }), ring !== undefined);
  expect(await check(keyRing)).toEqual([
    'audit trail: 0 entries, 0 anchors, all anchored: as it was written',
  ]);
  for (const n of [1, 2, 3])
    await database.transaction((tx) =>
      audit.append(tx, { actor: 'a', action: 'made', subject: 'x', facts: { n } }),
    );
  const shelf = new AnchorShelf(storage);
  await new AuditAnchors({ database, audit, shelf, keyRing: { current: keyRing } }).keep(new Date());
  expect(await check(undefined)).toEqual([
    'audit trail: 4 entries, 1 anchors, not anchored yet: 4 to 4, seals not checked (no LECTERN_KEY_RING): as it was written',
  ]);
  await owner.transaction(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`update audit_trail set actor = 'b' where seq = 2`.execute(tx);
    await sql`delete from audit_trail where seq > 2`.execute(tx);
  });
  expect(await check(keyRing)).toEqual([
    '{"what":"audit-edited","reason":"edited","fromSeq":2,"toSeq":2}',
    '{"what":"audit-cut","reason":"cut","fromSeq":3,"toSeq":3}',
    'audit trail: 2 entries, 1 anchors, not anchored yet: 1 to 2: NOT as it was written',
  ]);
});
