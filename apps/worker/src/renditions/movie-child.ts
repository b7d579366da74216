/**
 * Reads the index of one movie and plans its source rung: a thread of its own, started by movie-thread.ts, because an
 * index may be of millions of samples and is hostile. It asks the thread that started it for bytes, or reads them from
 * a file, tells when the movie has been weighed, and ends with its plan.
 */
import { fstatSync, openSync, readSync } from 'node:fs';
import { type MessagePort, parentPort, type Transferable, workerData } from 'node:worker_threads';
import { keyframePlaylist, mediaPlaylist } from '#libs/hls';
import {
  FragmentedTrack,
  type Movie,
  MovieInvalid,
  type MoviePiece,
  type MovieSource,
  MovieTooComplex,
  type PackagedTrack,
  packageable,
  picturesHold,
  readBytes,
  readMovie,
  sampledMovie,
  weighFragments,
} from '#libs/mp4';
import { DomainError } from '#libs/kernel';
import { RENDITION_FILES, StorageFault, writeCompositionIndex } from '#libs/storage';
import type { ComposedTrack, FromMovie, MoviePlan, MovieTask, ToMovie } from './movie-thread.js';
import { SOUND } from './rendition.js';
import { factsOf } from './rendition-store.js';

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
  const { video, audio, truncated } = packageable(movie);
  if (truncated !== undefined) return { fragmented, truncated };
  const holds = video?.ok === true && (await picturesHold(video.packaged, source, most));
  const picture = holds ? await composed('source', { movie, source }, video.packaged) : undefined;
  const sound =
    audio?.ok === true ? await composed(SOUND.whole, { movie, source }, audio.packaged) : undefined;
  const scattered = (holds && picture === undefined) || (audio?.ok === true && sound === undefined);
  return { fragmented, scattered, picture, sound };
}

/** Undefined where it has more pieces than a composition may have. */
async function composed(
  rung: string,
  { movie, source }: { readonly movie: Movie; readonly source: MovieSource },
  packaged: PackagedTrack,
): Promise<ComposedTrack | undefined> {
  try {
    const file = new FragmentedTrack(movie, packaged);
    const { init, segments, keyframes } = file;
    const name = RENDITION_FILES.composed;
    return {
      rung,
      sample: await written(sampledMovie(movie, packaged), source),
      index: joined(writeCompositionIndex(file.pieces, movie.bytes)),
      playlist: Buffer.from(mediaPlaylist(name, init, segments)),
      keyframes: keyframes.length === 0 ? undefined : Buffer.from(keyframePlaylist(name, init, keyframes)),
      facts: factsOf(file),
    };
  } catch (error) {
    if (error instanceof MovieTooComplex || error instanceof StorageFault) return undefined;
    throw error;
  }
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
    const tracks = [plan.picture, plan.sound].filter((track) => track !== undefined);
    tell(
      { done: plan },
      tracks.flatMap(({ index, sample }) => [index.buffer, sample.buffer] as ArrayBuffer[]),
    );
  } catch (error) {
    // A movie that our own reader can't make sense of: ffmpeg may still.
    const isOurs = error instanceof MovieTooComplex || error instanceof MovieInvalid;
    if (task.kind === 'plan' && isOurs) tell({ done: { fragmented: false } });
    else if (error instanceof DomainError) tell({ failed: { code: error.code } });
    else throw error;
  }
}

await main();
port.close();
