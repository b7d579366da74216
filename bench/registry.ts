import { tmpdir } from 'node:os';
import type { Option, Program } from '../test/rigs/options.js';

const ROUNDS = { full: 5, says: 'rounds; the median counts' } as const satisfies Option;

/** Every benchmark of this folder, under the name of its file. The last line that each prints is JSON. */
export const BENCHES = {
  delivery: {
    shows: 'signed serving, throughput and CPU for each request, against nginx, its Lua verifier and Nest',
    takes: '5 min',
    needs: 'nginx-light, libnginx-mod-http-lua, gcc, libc6-dev',
    options: {
      rounds: { full: 6, says: 'rounds; about 40 s each' },
      seconds: { full: 1.4, says: 'of load for each case and peer in a round' },
      connections: { full: 32, says: 'kept open, one request under way on each' },
      cases: { full: 'all', says: 'of playlist, thumbnail, segment, range, mix; none: no case at all' },
      peers: { full: 'all', says: 'of nginx, nginx-secure-link, nginx-lua, nest-static' },
      before: { full: '', says: 'another checkout of Lectern, built: its delivery is measured too' },
      log: { full: false, says: 'everybody writes a line of JSON for each request to a file' },
      growth: { full: false, says: 'also how it grows; under 5 minutes' },
      growthRounds: { full: 3, says: 'rounds of that' },
      growthSeconds: { full: 0.6, says: 'of load for each of its measurements' },
      sweeps: { full: 'processes,connections,objects,cold,log', says: 'what it grows with' },
      svg: { full: '', says: 'a folder for pictures; the figures go into its performance.md' },
      folder: { full: tmpdir(), says: 'where the files shall lie (2 GB)' },
    },
  },
  upload: {
    shows: 'CPU and memory of an upload by form, tus and parts, against @tus/server, nginx and a raw pipe',
    takes: '5 min',
    needs: 'nginx-light with its dav module, openssl',
    options: {
      rounds: ROUNDS,
      bytes: { full: 512 * 1024 ** 2, says: 'of the file' },
      patchBytes: { full: 64 * 1024 ** 2, says: 'of each PATCH and part' },
      slow: { full: 500, says: 'slow uploads at a time, for the memory' },
      only: { full: '', says: 'ways, by commas' },
    },
  },
  transfer: {
    shows: 'CPU and memory of moving 1 GB in by form and by tus, and out, against nobody',
    takes: '5 min',
    options: { rounds: ROUNDS },
  },
  playable: {
    shows: 'how long 1 GB waits from its last byte until it can be played, against cp with fsync',
    takes: '5 min',
    options: { rounds: ROUNDS },
  },
  encode: {
    shows:
      "processor seconds that a minute of picture takes to encode, by kind, against PeerTube's arguments",
    takes: '15 min',
    options: {
      rounds: ROUNDS,
      seconds: { full: 10, says: 'of each recording; figures are for a minute' },
      kinds: { full: 'all', says: 'of slides, screen, talk, operation, phone' },
    },
  },
} satisfies Readonly<Record<string, Program>>;
