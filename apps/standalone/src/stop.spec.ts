import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StartFacts } from '../../../test/acceptance/lectern-process.js';
import { NpmStart } from '../../../test/servers/npm-start.js';
import { sendForm, SHA256_OF_FORM } from '../../../test/servers/slow-form.js';

let start: NpmStart;
let facts: StartFacts;

beforeEach(async () => {
  start = await NpmStart.spawn({ data: await mkdtemp(path.join(tmpdir(), 'lectern-stop-')) });
  facts = await start.ready();
});
afterEach(async () => {
  await start.killAll();
  await rm(start.data, { recursive: true, force: true });
});

describe('npm start', () => {
  const nothing = () => expect.poll(() => start.running(), { timeout: 60_000 }).toEqual([]);

  it.each([
    ['npm', () => start.pid],
    ['the helper that npm starts', () => start.pidOf('prepare.mjs start')],
    ['the whole group', () => -start.pid],
  ])('told to stop by SIGTERM to %s, lets a slow form end', async (_whom, whom) => {
    const pid = await whom();
    const form = await sendForm(facts, () => process.kill(pid, 'SIGTERM'));
    expect(form).toMatchObject({ status: 202, sha256: SHA256_OF_FORM });
    expect(await start.ended).toBe(0);
    await nothing();
  });

  it('ends whole, its database too, when a part of it is killed', async () => {
    process.kill(await start.pidOf('standalone/src/main.js'), 'SIGKILL');
    await nothing();
  });

  it('stops by itself, and lets a slow form end, when npm is killed', async () => {
    const form = await sendForm(facts, () => start.npm.kill('SIGKILL'));
    expect(form.status).toBe(202);
    await nothing();
  });
});
