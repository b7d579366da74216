import { Gauge, type Registry } from 'prom-client';
import type { Logger } from '#libs/http';
import { examineJail, type JailMode, type JailReport, MEASURES } from '#libs/jail';
import { DomainError } from '#libs/kernel';

/** The settings require the whole jail, and this machine has not got it. */
export class JailIncomplete extends DomainError {
  readonly code = 'jail-incomplete';
  readonly kind = 'unavailable';
  constructor(report: JailReport) {
    super(
      `LECTERN_JAIL is required, and here what reads uploads is not kept to this: it ${gapsOf(report)}.\n  hint: ${hintOf(report)}`,
    );
  }
}

/**
 * Tries what the jail keeps a program from, and logs once what is in force.
 *
 * @throws JailIncomplete when all of it is required, and is not in force
 */
export function jailInForce(mode: JailMode, logger: Logger): JailReport {
  const report = examineJail({ path: process.env['PATH'] ?? '', off: mode === 'off' });
  const measures = Object.fromEntries(report.measures.map(({ measure, holds }) => [measure, holds]));
  if (report.whole) logger.info({ jail: mode, measures }, 'what reads uploads runs in a jail');
  else if (mode === 'required') throw new JailIncomplete(report);
  else
    logger.warn(
      { jail: mode, measures, missing: gapsOf(report), hint: hintOf(report) },
      mode === 'off'
        ? 'what reads uploads runs without a jail: LECTERN_JAIL is off'
        : 'what reads uploads runs in a jail that lacks something',
    );
  return report;
}

/** What of the jail is in force, for Prometheus. */
export function registerJail(registry: Registry, { measures }: Pick<JailReport, 'measures'>): void {
  const gauge = new Gauge({
    name: 'lectern_worker_jail',
    help: 'Whether a measure of the jail of programs that read uploads is in force (1) or not (0)',
    labelNames: ['measure'],
    registers: [registry],
  });
  for (const { measure, holds } of measures) gauge.set({ measure }, holds ? 1 : 0);
}

function gapsOf({ measures }: JailReport): string {
  const gaps = measures.filter(({ holds }) => !holds);
  return gaps.map(({ measure }) => MEASURES[measure]).join('; ');
}

function hintOf({ reasons }: JailReport): string {
  return [...reasons, 'npm run doctor says more'].join('; ');
}
