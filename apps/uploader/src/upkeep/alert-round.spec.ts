import { Registry } from 'prom-client';
import { afterEach, expect, it } from 'vitest';
import type { Channel, Findings, Notice } from '#libs/alerts';
import { type Database, openDatabase } from '#libs/database';
import { createLogger } from '#libs/http';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { AlertMetrics } from '../alert-metrics.js';
import { AlertRound } from './alert-round.js';

const test = withTestDatabase();
const never = new AbortController().signal;
let minute = 0;
const clock = { now: () => new Date(Date.UTC(2026, 10, 29) + minute * 60_000) };
const opened: Database[] = [];
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
});

function round(database: Database, findings: Findings, options: { isTold: boolean; isAway?: boolean }) {
  const got: Notice[] = [];
  const lines: { msg: string; code: string; reason?: string }[] = [];
  const registry = new Registry();
  const channel: Channel = {
    name: 'mail',
    async send(notice) {
      if (options.isAway === true) throw new Error('It is away.');
      got.push(notice);
    },
  };
  const alerts = new AlertRound({
    database,
    conditions: { examine: async () => findings },
    channels: options.isTold ? [channel] : [],
    metrics: new AlertMetrics(registry),
    clock,
    logger: createLogger('t', { destination: { write: (text) => void lines.push(JSON.parse(text)) } }),
    pod: 'uploader-1',
  });
  const metric = async (series: string) => {
    const line = (await registry.metrics()).split('\n').find((each) => each.startsWith(`${series} `));
    return line?.split(' ')[1];
  };
  return { alerts, got, lines, metric };
}

const failed: Findings = new Map([['processing-failed', [{ subject: '', summary: 'One failed.' }]]]);

it('tells what it sees, in the log and in metrics too', async () => {
  const { alerts, got, lines, metric } = round(test.database, failed, { isTold: true });
  await alerts.sweep(never);
  expect(got).toMatchObject([{ alert: 'processing-failed', event: 'begun' }]);
  expect(lines).toMatchObject([{ msg: 'alert begun', code: 'processing-failed' }]);
  expect(await metric('lectern_alerts{alert="processing-failed",severity="warning"}')).toBe('1');
  expect(await metric('lectern_alerts{alert="database-unavailable",severity="critical"}')).toBe('0');
  expect(await metric('lectern_alert_notices_total{channel="mail",outcome="sent"}')).toBe('1');
});

it('looks at nothing where nobody is to be told', async () => {
  const { alerts, lines, metric } = round(test.database, failed, { isTold: false });
  await alerts.sweep(never);
  expect(lines).toEqual([]);
  expect(await metric('lectern_alerts{alert="processing-failed",severity="warning"}')).toBeUndefined();
});

it('tells without the database that this is away, by the name of the replica', async () => {
  const away = openDatabase({ url: 'postgres://lectern@127.0.0.1:1/lectern', patienceMs: 1 });
  opened.push(away);
  const { alerts, got, lines, metric } = round(away, failed, { isTold: true });
  for (minute = 0; minute < 6; minute += 1) await alerts.sweep(never);
  expect(got).toMatchObject([{ alert: 'database-unavailable', event: 'begun', severity: 'critical' }]);
  expect(got[0]?.summary).toContain('uploader-1');
  expect(lines.map(({ msg }) => msg)).toEqual(['alert begun']);
  expect(await metric('lectern_alerts{alert="database-unavailable",severity="critical"}')).toBe('1');
});

it('says in the log by which way nobody could be told', async () => {
  await test.database.kysely.deleteFrom('alerts').execute();
  const { alerts, lines, metric } = round(test.database, failed, { isTold: true, isAway: true });
  await alerts.sweep(never);
  expect(lines.at(-1)).toMatchObject({ msg: 'alert not sent', code: 'processing-failed', reason: 'mail' });
  expect(await metric('lectern_alert_notices_total{channel="mail",outcome="failed"}')).toBe('1');
});
