import { type Database, type Queryable, tryAdvisoryLock } from '#libs/database';
import { ANCHORED, type AuditAnchors, CUT_ACKNOWLEDGED } from './anchors.js';
import { Audit } from './audit.js';
import { NothingLost, VerificationRunning } from './audit.errors.js';
import { type Verdict, verifyTrail } from './verification.js';

/** What is known of the trail without reading it. */
export interface AuditFigures {
  /** Whether nothing was wrong when it was verified last; undefined where it never was. */
  readonly intact: boolean | undefined;
  /** How long the oldest entry waits that no anchor has; 0 where all are anchored. */
  readonly unanchoredSeconds: number;
}

export async function auditFigures(q: Queryable, now: Date): Promise<AuditFigures> {
  const audit = new Audit();
  const verified = await audit.last(q, VERIFIED);
  const anchored = await audit.last(q, ANCHORED);
  const waiting = await q
    .selectFrom('auditTrail')
    .select('at')
    .where('seq', '>', Number(anchored?.facts['seq'] ?? 0))
    // That one was written is no news of its own.
    .where('action', '<>', ANCHORED.action)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return {
    intact: verified && verified.facts['intact'] === true,
    unanchoredSeconds: waiting === undefined ? 0 : Math.max(0, (now.getTime() - waiting.at.getTime()) / 1000),
  };
}

/** The entry that says what was found. */
const VERIFIED = { action: 'audit.verified', subject: 'audit' } as const;

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
      const acknowledged = await anchors.acknowledgedCuts();
      return verifyTrail(tx, anchors.sightings(), { ...options, acknowledged });
    });
    const { intact, rows, findings, moreFindings, anchors: seen, unproven, names } = verdict;
    const facts = {
      intact,
      rows,
      findings: findings.length + moreFindings,
      anchors: seen.count,
      anchorFindings: seen.findings.length + seen.moreFindings,
      nameFindings: names.findings.length + names.moreFindings,
      acknowledged: verdict.acknowledged.length,
      provenTo: unproven === null ? rows : unproven.fromSeq - 1,
    };
    await database.transaction((tx) => audit.append(tx, { actor, ...VERIFIED, facts }));
    return verdict;
  }

  /**
   * Says that what the verdict names as lost is known to be lost, and why. From then on it is no finding any more: the
   * verdict names it as acknowledged, with who said so. What else is wrong stays a finding.
   *
   * @returns the verdict after it
   * @throws NothingLost where the trail has not lost exactly these; VerificationRunning
   */
  async acknowledge(
    actor: string,
    { fromSeq, toSeq, reason }: { readonly fromSeq: number; readonly toSeq: number; readonly reason: string },
    now: Date,
  ): Promise<Verdict> {
    const { database, audit, anchors } = this.parts;
    const { lost, lastAnchor: through } = await this.verify(actor);
    if (lost?.fromSeq !== fromSeq || lost.toSeq !== toSeq) throw new NothingLost();
    const anchor = await anchors.state({ kind: 'cut', fromSeq, toSeq, through }, now);
    const facts = { fromSeq, toSeq, reason, anchor };
    await database.transaction((tx) => audit.append(tx, { actor, ...CUT_ACKNOWLEDGED, facts }));
    return this.verify(actor);
  }

  /** When it was last verified, and whether nothing was wrong then; undefined where it never was. */
  async last(): Promise<{ readonly at: Date; readonly intact: boolean } | undefined> {
    const { database, audit } = this.parts;
    const entry = await audit.last(database.kysely, VERIFIED);
    return entry === undefined ? undefined : { at: entry.at, intact: entry.facts['intact'] === true };
  }
}
