import { pino } from 'pino';
import { Registry } from 'prom-client';
import { beforeAll, expect, it } from 'vitest';
import { startFault } from '#libs/kernel';
import { JailIncomplete, jailInForce, registerJail } from './jail-in-force.js';

/** A machine without Perl: nothing is found in such a PATH, and this process asks once. */
beforeAll(() => {
  process.env['PATH'] = '/nowhere';
});

function logged(mode: 'auto' | 'off') {
  const lines: string[] = [];
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const report = jailInForce(mode, logger);
  return { report, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

it('F62 auto says once, and exactly, what is missing, and how to mend it', () => {
  const { report, lines } = logged('auto');
  expect(report.whole).toBe(false);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    level: 40,
    jail: 'auto',
    measures: { files: false, writing: false, network: false, user: false },
    missing: expect.stringContaining('opens no socket'),
    hint: expect.stringContaining('install perl-base'),
  });
});

it('F62 required refuses to start, in a sentence and with a hint', () => {
  let refusal: unknown;
  try {
    jailInForce('required', pino({ level: 'silent' }));
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(JailIncomplete);
  expect(startFault(refusal)).toMatch(
    /^LECTERN_JAIL is required, and here .* opens no socket; [^\n]*\.\n {2}hint: [^\n]*install perl-base/,
  );
});

it('F62 off is warned of', () => {
  expect(logged('off').lines[0]).toMatchObject({
    level: 40,
    msg: 'what reads uploads runs without a jail: LECTERN_JAIL is off',
    hint: expect.stringContaining('set it to auto'),
  });
});

it('tells Prometheus of each measure', async () => {
  const registry = new Registry();
  registerJail(registry, {
    measures: [
      { measure: 'files', holds: true, gaps: [] },
      { measure: 'user', holds: false, gaps: [] },
    ],
  });
  const text = await registry.metrics();
  expect(text).toContain('lectern_worker_jail{measure="files"} 1');
  expect(text).toContain('lectern_worker_jail{measure="user"} 0');
});
