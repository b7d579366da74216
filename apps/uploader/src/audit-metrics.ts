import type { Registry } from 'prom-client';
import type { AuditFigures } from '#libs/audit';
import { Sampled, sampledGauge } from '#libs/http';

const FRESH_MS = 30_000;

/** Whether the audit trail is what was written, for Prometheus: the same from every uploader. */
export function registerAudit(registry: Registry, read: () => Promise<AuditFigures>): void {
  const figures = new Sampled(read, { freshMs: FRESH_MS });
  sampledGauge(registry, figures, {
    name: 'lectern_audit_intact',
    help: 'Whether nothing was wrong with the audit trail and its anchors when they were verified last: 1 or 0; none before the first time',
    set: (gauge, { intact }) => {
      if (intact !== undefined) gauge.set(intact ? 1 : 0);
    },
  });
  sampledGauge(registry, figures, {
    name: 'lectern_audit_unanchored_seconds',
    help: 'How long the oldest entry of the audit trail waits for an anchor in storage: some more than an hour at most',
    set: (gauge, { unanchoredSeconds }) => gauge.set(unanchoredSeconds),
  });
}
