/**
 * Reads the index of one movie and plans its source rung: a thread of its own, started by movie-thread.ts, because an
 * index may be of millions of samples and is hostile. It asks the thread that started it for bytes, or reads them from
 * a file, tells when the movie has been weighed, and ends with its plan.
 */
import { fstatSync, openSync, readSync } from 'node:fs';
import { type MessagePort, parentPort, type Transferable, workerData } from 'node:worker_threads';
import { bandwidths, mediaPlaylist } from '#libs/hls';
import {
  FragmentedMovie,
  MovieInvalid,
  type MoviePiece,
  type MovieSource,
  MovieTooComplex,
  packageable,
  picturesHold,
  readBytes,
  readMovie,
  sampledMovie,
  weighFragments,
} from '#libs/mp4';
import { DomainError } from '#libs/kernel';
import { RENDITION_FILES, StorageFault, writeCompositionIndex } from '#libs/storage';
import type { FromMovie, MoviePlan, MovieTask, ToMovie } from './movie-thread.js';

const port = parentPort as MessagePort;
const task = workerData as MovieTask;

/** Asks for bytes. */
function askingSource(bytes: number): MovieSource {
  return {
    bytes,
    async *read({ start, end }) {
      const answer = new Promise<ToMovie>((resolve) => port.once('message', resolve));
      tell({ read: { start, end } });
      yield (await answer).bytes;
    },
  };
}

const FILE_CHUNK = 2 ** 20;

/** Waits for the disk: this thread has nothing else to do. */
function fileSource(path: string): MovieSource {
  const file = openSync(path, 'r');
  return {
    bytes: fstatSync(file).size,
    async *read({ start, end }) {
      for (let at = start; at <= end; ) {
        const chunk = new Uint8Array(Math.min(FILE_CHUNK, end + 1 - at));
        const length = readSync(file, chunk, 0, chunk.byteLength, at);
        if (length === 0) return;
        at += length;
        yield chunk.subarray(0, length);
      }
    },
  };
}

function tell(message: FromMovie, transferred: readonly Transferable[] = []): void {
  port.postMessage(message, transferred);
}

/** Pictures that are looked at where each is a question to somebody else. */
const MOST_ASKED = 12;

async function planOf(bytes: number, path: string | undefined): Promise<MoviePlan> {
  const source = path === undefined ? askingSource(bytes) : fileSource(path);
  const most = path === undefined ? { most: MOST_ASKED } : {};
  const movie = await readMovie(source);
  const { fragmented } = movie;
  tell({ weighed: { fragmented } });
  const verdict = packageable(movie);
  if (!verdict.ok) return { fragmented, truncated: verdict.truncated ? verdict.reason : undefined };
  const { video } = verdict.tracks;
  if (video !== undefined && !(await picturesHold(video, source, most))) return { fragmented };
  const plan = new FragmentedMovie(movie, verdict.tracks);
  const { init, segments, codecs, width, height, frameRate, durationSeconds } = plan;
  const { peak, average } = bandwidths(segments);
  return {
    fragmented,
    composed: {
      rung: video === undefined ? 'audio' : 'source',
      index: joined(writeCompositionIndex(plan.pieces, bytes)),
      sample: await written(sampledMovie(movie, verdict.tracks), source),
      playlist: Buffer.from(mediaPlaylist(RENDITION_FILES.composed, init, segments)),
      longestSegment: segments.reduce((most, segment) => Math.max(most, segment.durationSeconds), 0),
      facts: { codecs, width, height, frameRate, durationSeconds, peak, average },
    },
  };
}

/** The bytes that pieces stand for. */
async function written(pieces: readonly MoviePiece[], source: MovieSource): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (const piece of pieces) {
    chunks.push(
      'literal' in piece ? piece.literal : await readBytes(source, piece.offset, piece.bytes, undefined),
    );
  }
  return joined({ bytes: chunks.reduce((sum, { byteLength }) => sum + byteLength, 0), chunks });
}

function joined({ bytes, chunks }: { bytes: number; chunks: readonly Uint8Array[] }): Uint8Array {
  const out = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.byteLength;
  }
  return out;
}

async function main(): Promise<void> {
  try {
    if (task.kind === 'fragments') {
      await weighFragments(fileSource(task.path));
      tell({ done: { fragmented: true } });
      return;
    }
    const plan = await planOf(task.bytes, task.path);
    const { composed } = plan;
    tell(
      { done: plan },
      composed === undefined
        ? []
        : [composed.index.buffer as ArrayBuffer, composed.sample.buffer as ArrayBuffer],
    );
  } catch (error) {
    // A movie that our own reader can't make sense of: ffmpeg may still.
    const isOurs = error instanceof MovieTooComplex || error instanceof MovieInvalid;
    if (task.kind === 'plan' && (isOurs || error instanceof StorageFault))
      tell({ done: { fragmented: false } });
    else if (error instanceof DomainError) tell({ failed: { code: error.code } });
    else throw error;
  }
}

await main();
port.close();
