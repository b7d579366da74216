import { Audit, AuditAnchors, type Verdict, verifyTrail } from '#libs/audit';
import type { Database } from '#libs/database';
import type { KeyRing } from '#libs/signing';
import { AnchorShelf, type Storage } from '#libs/storage';

export interface TrailCheckParts {
  readonly database: Database;
  readonly storage: Storage;
  /** undefined where none is named: then the seals of the anchors are not looked at. */
  readonly keyRing: KeyRing | undefined;
}

/** Is the audit trail what was written? Only reads. */
export async function checkTrail(
  { database, storage, keyRing }: TrailCheckParts,
  options: { signal?: AbortSignal } = {},
): Promise<Verdict> {
  const anchors = new AuditAnchors({
    database,
    audit: new Audit(),
    shelf: new AnchorShelf(storage),
    keyRing: keyRing && { current: keyRing },
  });
  const acknowledged = await anchors.acknowledgedCuts();
  return verifyTrail(database.kysely, anchors.sightings(), { ...options, acknowledged });
}

/** What was found, a line of JSON each, and a last line for people. */
export function linesOf(verdict: Verdict, sealsWereChecked: boolean): string[] {
  const { intact, rows, findings, moreFindings, anchors, unproven, names, acknowledged } = verdict;
  const lines = [
    ...acknowledged.map((cut) => JSON.stringify({ what: 'audit-acknowledged', ...cut })),
    ...names.erased.map((erasure) => JSON.stringify({ what: 'audit-erased', ...erasure })),
    ...names.returned.map((pseudonym) => JSON.stringify({ what: 'audit-returned', pseudonym })),
    ...findings.map((finding) => JSON.stringify({ what: `audit-${finding.reason}`, ...finding })),
    ...anchors.findings.map((finding) => JSON.stringify({ what: `anchor-${finding.reason}`, ...finding })),
    ...names.findings.map((finding) => JSON.stringify({ what: `name-${finding.reason}`, ...finding })),
  ];
  const more = moreFindings + anchors.moreFindings + names.moreFindings;
  if (more > 0) lines.push(JSON.stringify({ what: 'audit-more', findings: more }));
  const last =
    unproven === null ? 'all anchored' : `not anchored yet: ${unproven.fromSeq} to ${unproven.toSeq}`;
  const seals = sealsWereChecked || anchors.count === 0 ? '' : ', seals not checked (no LECTERN_KEY_RING)';
  const found = intact ? 'as it was written' : 'NOT as it was written';
  lines.push(`audit trail: ${rows} entries, ${anchors.count} anchors, ${last}${seals}: ${found}`);
  return lines;
}
