import { type AuditAnchors, type TrailVerifier, VerificationRunning } from '#libs/audit';
import type { Logger } from '#libs/http';
import type { Clock } from '#libs/kernel';

export interface AuditWatchParts {
  readonly anchors: AuditAnchors;
  readonly verifier: TrailVerifier;
  readonly clock: Clock;
  readonly logger: Logger;
}

const DAY_MS = 24 * 3_600_000;

/** Writes down each hour, outside the database, where the audit trail stands, and verifies it each day. */
export class AuditWatch {
  constructor(private readonly parts: AuditWatchParts) {}

  async sweep(signal: AbortSignal): Promise<void> {
    const { anchors, verifier, clock, logger } = this.parts;
    const now = clock.now();
    await anchors.keep(now);
    const last = await verifier.last();
    if (last !== undefined && now.getTime() - last.at.getTime() < DAY_MS) return;
    try {
      const { intact, rows, findings, anchors: seen } = await verifier.verify('system', { signal });
      if (intact) return;
      logger.error(
        { rows, findings: findings.slice(0, 10), anchors: seen.findings.slice(0, 10) },
        'the audit trail is not what was written',
      );
    } catch (error) {
      // Another replica is at it.
      if (!(error instanceof VerificationRunning)) throw error;
    }
  }
}
