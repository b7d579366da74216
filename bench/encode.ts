import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { ladder, type Rung } from '#libs/hls';
import { NfsStorage } from '#libs/storage';
import { Ffmpeg } from '../apps/worker/src/ffmpeg/ffmpeg.js';
import { probe } from '../apps/worker/src/ffmpeg/probe.js';
import { defaultMediaSettings } from '../apps/worker/src/media-settings.js';
import { type Recording, RenditionMaker } from '../apps/worker/src/renditions/rendition-maker.js';
import { RenditionStore } from '../apps/worker/src/renditions/rendition-store.js';
import { ladderOutputs, steadyRate } from '../apps/worker/src/video/encode-ladder.js';
import { readOptions } from '../test/rigs/options.js';
import { median } from './measure/median.js';
import { cpuSecondsOfEndedChildren } from './measure/process-tree.js';
import { encodeAsPeerTube } from './peers/peertube-ladder.js';
import { RECORDINGS, type RecordingName, recordingOf } from './recordings/kinds.js';
import { BENCHES } from './registry.js';

/**
 * What a minute of picture costs to encode, in seconds of processors, by kind of recording: all rungs of a recording that
 * no browser plays, beside the same rungs by PeerTube's arguments, in turns.
 */
const { rounds, seconds, kinds } = readOptions('encode', BENCHES.encode);
const ffmpeg = new Ffmpeg(defaultMediaSettings);
const { threads } = defaultMediaSettings;
const SOURCES = '/var/tmp/lectern-bench';

interface Turn {
  /** For a minute of the recording. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

async function measured(work: () => Promise<number> | number): Promise<Turn> {
  const before = await cpuSecondsOfEndedChildren();
  const own = process.cpuUsage();
  const bytes = await work();
  const { user, system } = process.cpuUsage(own);
  const cpu = (await cpuSecondsOfEndedChildren()) - before + (user + system) / 1e6;
  return { cpuSeconds: (cpu * 60) / seconds, megabytes: (bytes * 60) / seconds / 1e6 };
}

async function asLectern(recording: Recording, rungs: readonly Rung[]): Promise<number> {
  const root = await mkdtemp('/var/tmp/lectern-encode-');
  try {
    const store = new RenditionStore(new NfsStorage({ root }), 'ast_bench', 'a1');
    const outputs = ladderOutputs(recording.facts, rungs, threads);
    const onlooker = { tell: () => undefined, signal: undefined };
    const made = await new RenditionMaker(ffmpeg, store).make(recording, outputs.outputs, onlooker, outputs);
    return made.reduce((sum, { rendition }) => sum + rendition.bytes, 0);
  } finally {
    await rm(root, { recursive: true });
  }
}

async function recordingAt(file: string): Promise<Recording> {
  const container = { name: 'mp4', kind: 'recording', demuxer: 'mov' } as const;
  const input = { path: file, container, bytes: statSync(file).size };
  return { input, facts: await probe(ffmpeg, input) };
}

const names = Object.keys(RECORDINGS) as RecordingName[];
const chosen = kinds === 'all' ? names : names.filter((name) => kinds.split(',').includes(name));
const results: Record<string, object> = {};
for (const name of chosen) {
  const file = recordingOf(name, seconds, SOURCES);
  const recording = await recordingAt(file);
  const { video, bitrate } = recording.facts;
  if (video === undefined) throw new Error('no picture');
  const frameRate = steadyRate(video.frameRate);
  const rungs = ladder({ width: video.width, height: video.height, frameRate, bitrate, served: false });
  const turns: { ours: Turn; theirs: Turn }[] = [];
  for (let round = 0; round < rounds; round++) {
    const ways = [
      () => measured(() => asLectern(recording, rungs)),
      () => measured(() => encodeAsPeerTube(file, rungs, threads, path.join(SOURCES, 'peertube'))),
    ] as const;
    // Another one first each time.
    const [first, second] = round % 2 === 0 ? ways : ([ways[1], ways[0]] as const);
    const [one, other] = [await first(), await second()];
    turns.push(round % 2 === 0 ? { ours: one, theirs: other } : { ours: other, theirs: one });
  }
  const of = (way: 'ours' | 'theirs', figure: keyof Turn) => median(turns.map((turn) => turn[way][figure]));
  const [cpu, peer] = [of('ours', 'cpuSeconds'), of('theirs', 'cpuSeconds')];
  const [megabytes, peerMegabytes] = [of('ours', 'megabytes'), of('theirs', 'megabytes')];
  console.log(
    `${name.padEnd(10)} ${RECORDINGS[name].says}, ${rungs.length} rungs: ${cpu.toFixed(1)} s of processors and ` +
      `${megabytes.toFixed(1)} MB a minute; by PeerTube's arguments ${peer.toFixed(1)} s and ${peerMegabytes.toFixed(1)} MB`,
  );
  const rounded = (value: number) => Number(value.toFixed(2));
  results[name] = {
    cpuSeconds: rounded(cpu),
    cpu: rounded(cpu / peer),
    bytes: rounded(megabytes / peerMegabytes),
  };
}
console.log(JSON.stringify({ bench: 'encode', rounds, seconds, kinds: results }));
