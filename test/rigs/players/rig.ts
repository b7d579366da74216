import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { hasCeph } from '../../servers/ceph.js';
import { runPlayers } from './run.js';

/**
 * npm run rig -- players: players as hls.js is one, with URLs of their own, all at once
 * before a delivery with a cold disk cache and a real S3 server (Ceph RGW) behind a proxy that counts. Each byte
 * may come from the bucket once. Then on a warm cache without the bucket, on a damaged one, and on a full disk.
 */
const { players, segments, segmentBytes } = readOptions('players', RIGS.players);
if (!hasCeph()) {
  console.error('The rig needs Ceph: apt-get install ceph-mon ceph-osd radosgw');
  process.exit(1);
}
// Ctrl-C ends the run after the step that it is in, and everything that it started.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const { passed, failures } = await runPlayers({
  players,
  segments,
  segmentBytes,
  print: (line) => console.log(line),
  signal: stop.signal,
});
for (const failure of failures.slice(0, 50)) console.error(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
