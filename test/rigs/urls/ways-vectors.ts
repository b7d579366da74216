import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillForVectors, problemWith, type VectorFile } from '../edge/vectors.js';
import { ThreeWays } from './three-ways.js';

/**
 * Sends each vector over raw sockets to all ways: the lane, the server past the lane, the server without one, and the
 * edge; twice, since the second time each remembers what it found right the first time.
 *
 * @returns a sentence for each vector that a way answers otherwise
 */
export async function vectorsOnAllWays(file: VectorFile, signal?: AbortSignal): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), 'lectern-vectors-'));
  let ways: ThreeWays | undefined;
  try {
    await fillForVectors(root, file);
    ways = await ThreeWays.start({ root, keyRing: JSON.stringify(file.keyRing), now: 0 });
    const { lanePort, serverPort, edgePort } = ways;
    const failures = new Set<string>();
    for (const vector of [...file.vectors, ...file.vectors]) {
      signal?.throwIfAborted();
      await ways.setNow(vector.now);
      const named = [
        ['the lane', lanePort, {}],
        ['the server past the lane', lanePort, { te: 'trailers' }],
        ['the server', serverPort, {}],
        ...(edgePort === undefined ? [] : [['the edge', edgePort, {}] as const]),
      ] as const;
      for (const [name, port, headers] of named) {
        const problem = await problemWith(port, vector, headers);
        if (problem !== undefined) failures.add(`${vector.name}: ${name} ${problem}`);
      }
    }
    return [...failures, ...ways.crashes()];
  } finally {
    await ways?.stop();
    await rm(root, { recursive: true, force: true });
  }
}
