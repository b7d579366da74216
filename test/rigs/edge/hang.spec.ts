import { describe, expect, it } from 'vitest';
import { hasEdge } from '../../servers/edge.js';
import { edgeOnHungMount } from './hang.js';
import { rigsAreRequired } from '../../servers/not-here.js';

const runs = hasEdge() || rigsAreRequired();

describe.runIf(runs)('the edge on a mount that hangs', () => {
  it('F06 hot objects, liveness and refusals while it hangs, and all afterwards', async () => {
    const wrong = await edgeOnHungMount({ seconds: 10, viewers: 4, aio: 'off', reading: false });
    if (wrong === undefined && !rigsAreRequired())
      console.warn('No FUSE here: the hung mount is not tested.');
    else expect(wrong).toEqual([]);
  });

  it('F06 with reads in threads, a file that is being read costs its own connection alone', async () => {
    const wrong = await edgeOnHungMount({ seconds: 8, viewers: 4, aio: 'threads', reading: true });
    if (wrong !== undefined || rigsAreRequired()) expect(wrong).toEqual([]);
  });
});
