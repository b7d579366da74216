/**
 * What keeps the programs that read uploads in, on this machine and as this user: each forbidden act is tried from
 * inside. For a container: `kubectl exec deploy/worker -- node dist/apps/worker/src/check-jail.js`. Ends with 1 when one
 * was not refused. Arguments are files that must neither be read nor changed; those that are not kept are lost.
 */
import { examineJail, MEASURES } from '#libs/jail';

const files = process.argv.slice(2);
const off = process.env['LECTERN_JAIL'] === 'off';
const report = examineJail({ path: process.env['PATH'] ?? '', off, reads: files, changes: files });
for (const { measure, attempt, outcome } of report.attempts)
  console.log(`${measure.padEnd(10)} ${outcome.padEnd(8)} ${attempt}`);
for (const { measure, holds } of report.measures)
  console.log(`${holds ? 'ok   ' : 'WRONG'} ${measure.padEnd(10)} ${MEASURES[measure]}`);
for (const reason of report.reasons) console.log(`hint: ${reason}`);
process.exitCode = report.whole ? 0 : 1;
