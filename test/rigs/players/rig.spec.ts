import { describe, expect, it } from 'vitest';
import { hasCeph } from '../../servers/ceph.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { runPlayers } from './run.js';

const short = shortForm(RIGS.players);
const runs = hasCeph() || process.env['LECTERN_TEST_RIGS'] === 'required';
if (!runs) console.warn('Ceph is not installed: players on a cold disk cache are not tested.');

describe.runIf(runs)('sixty players at once before a bucket', () => {
  it('get all of it: cold with each byte fetched once, warm without the bucket, damaged, and on a full disk', async () => {
    const { passed, failures } = await runPlayers({
      ...short,
      print: (line) => console.log(line),
    });
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(4 * 60);
  });
});
