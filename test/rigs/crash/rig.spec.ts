import { describe, expect, it } from 'vitest';
import { rigsAreRequired } from '../../servers/not-here.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { walkKillPoints } from './kill-points.js';
import { killAtRandom } from './random-kills.js';
import { Replicas } from '../../servers/replicas.js';
import { hasStrace } from './traced-task.js';

const traces = hasStrace() || rigsAreRequired();
if (!traces) console.warn('strace is not installed: no process is killed at its system calls.');

/** The short form of `npm run rig -- crash`. */
const { cycles, share, clients, seed } = shortForm(RIGS.crash);
const atCalls = Math.round(cycles * share);

describe('kill -9', () => {
  it.skipIf(!traces)('F07 at system calls of a publish leaves nothing torn, lost or behind', async () => {
    const outcome = await walkKillPoints({ cycles: atCalls, seed });
    expect(outcome.failures).toEqual([]);
    expect(outcome.kills).toBeGreaterThanOrEqual(60);
  });

  it('F07 of uploaders and PostgreSQL at random moments takes nothing back that clients were told', async () => {
    const replicas = await Replicas.start({ count: 2, killsDatabase: true });
    try {
      const outcome = await killAtRandom(replicas, { cycles: cycles - atCalls, seed, clients });
      expect(outcome.failures).toEqual([]);
      expect(outcome.figures['assets']).toBeGreaterThan(0);
    } finally {
      await replicas.dispose();
    }
  });
});
