import { type Database, tryAdvisoryLock } from '#libs/database';
import type { AuditAnchors } from './anchors.js';
import type { Audit } from './audit.js';
import { VerificationRunning } from './audit.errors.js';
import { type Verdict, verifyTrail } from './verification.js';

/** The entry that says what was found. */
export const VERIFIED = { action: 'audit.verified', subject: 'audit' } as const;

export interface TrailVerifierParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly anchors: AuditAnchors;
}

/** Verifies the trail, one verification at a time on all replicas, and tells the trail of each. */
export class TrailVerifier {
  constructor(private readonly parts: TrailVerifierParts) {}

  /**
   * @param actor who asked for it, or `system`
   * @throws VerificationRunning
   */
  async verify(actor: string, options: { signal?: AbortSignal | undefined } = {}): Promise<Verdict> {
    const { database, audit, anchors } = this.parts;
    const verdict = await database.transaction(async (tx) => {
      if (!(await tryAdvisoryLock(tx, 'audit-verification'))) throw new VerificationRunning();
      return verifyTrail(tx, anchors.sightings(), options);
    });
    const { intact, rows, findings, moreFindings, anchors: seen, unproven } = verdict;
    const facts = {
      intact,
      rows,
      findings: findings.length + moreFindings,
      anchors: seen.count,
      anchorFindings: seen.findings.length + seen.moreFindings,
      provenTo: unproven === null ? rows : unproven.fromSeq - 1,
    };
    await database.transaction((tx) => audit.append(tx, { actor, ...VERIFIED, facts }));
    return verdict;
  }

  /** When it was last verified, and whether nothing was wrong then; undefined where it never was. */
  async last(): Promise<{ readonly at: Date; readonly intact: boolean } | undefined> {
    const { database, audit } = this.parts;
    const entry = await audit.last(database.kysely, VERIFIED);
    return entry === undefined ? undefined : { at: entry.at, intact: entry.facts['intact'] === true };
  }
}
