import { parseArgs } from '../arguments.js';
import { hasCeph } from '../../servers/ceph.js';
import { runPlayers } from './run.js';

/**
 * node dist/test/rigs/players/rig.js --players 500: players as hls.js is one, with URLs of their own, all at once
 * before a delivery with a cold disk cache and a real S3 server (Ceph RGW) behind a proxy that counts. Each byte
 * may come from the bucket once. Then on a warm cache without the bucket, on a damaged one, and on a full disk.
 */
const { values } = parseArgs({
  options: {
    players: { type: 'string', default: '500' },
    segments: { type: 'string', default: '8' },
    'segment-bytes': { type: 'string', default: '300000' },
  },
});
if (!hasCeph()) {
  console.error('The rig needs Ceph: apt-get install ceph-mon ceph-osd radosgw');
  process.exit(1);
}
// Ctrl-C ends the run after the step that it is in, and everything that it started.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const { passed, failures } = await runPlayers({
  players: Number(values.players),
  segments: Number(values.segments),
  segmentBytes: Number(values['segment-bytes']),
  print: (line) => console.log(line),
  signal: stop.signal,
});
for (const failure of failures.slice(0, 50)) console.error(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
