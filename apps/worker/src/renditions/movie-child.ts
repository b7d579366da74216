/**
 * Reads the index of one movie and plans its source rung: a thread of its own, started by movie-thread.ts, because an
 * index may be of millions of samples and is hostile. It asks the thread that started it for bytes, or reads them from
 * a file, tells when the movie has been weighed, hands out samples of its tracks, and ends with its plan. It imports no
 * more than it needs: each movie waits for that, and has it in memory.
 */
import { fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MessagePort, parentPort, type Transferable, workerData } from 'node:worker_threads';
import { keyframePlaylist, mediaPlaylist } from '#libs/hls';
import {
  FileView,
  layOutTrack,
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
import { DomainError } from '#libs/kernel/errors';
import { CompositionWriter, StorageFault } from '#libs/storage/composition';
import type { ComposedTrack, FromMovie, MoviePlan, MovieTask, ToMovie } from './movie-thread.js';
import { factsOf } from './file-facts.js';
import { SOUND } from './rendition.js';

const port = parentPort as MessagePort;
const task = workerData as MovieTask;

const CHUNK_BYTES = 2 ** 20;

/** Asks for bytes. */
function askingSource(bytes: number, scratch: string | undefined): MovieSource {
  const asked = async (start: number, end: number) => {
    const answer = new Promise<ToMovie>((resolve) => port.once('message', resolve));
    tell({ read: { start, end } });
    return (await answer).bytes;
  };
  return {
    bytes,
    async *read({ start, end }) {
      yield await asked(start, end);
    },
    ...(scratch !== undefined && {
      async view({ start, end }) {
        const file = openSync(join(scratch, 'moov'), 'wx+', 0o600);
        for (let at = start; at <= end; at += CHUNK_BYTES)
          writeFileSync(file, await asked(at, Math.min(end, at + CHUNK_BYTES - 1)));
        return new FileView(file, 0, end + 1 - start);
      },
    }),
  };
}

/** Waits for the disk: this thread has nothing else to do. */
function fileSource(path: string): MovieSource {
  const file = openSync(path, 'r');
  return {
    bytes: fstatSync(file).size,
    async *read({ start, end }) {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, end + 1 - start));
      for (let at = start; at <= end; ) {
        const length = readSync(file, chunk, 0, Math.min(chunk.byteLength, end + 1 - at), at);
        if (length === 0) return;
        at += length;
        yield chunk.subarray(0, length);
      }
    },
    view: async ({ start, end }) => new FileView(file, start, end + 1 - start),
  };
}

function tell(message: FromMovie, transferred: readonly Transferable[] = []): void {
  port.postMessage(message, transferred);
}

/** Pictures that are looked at where each is a question to somebody else. */
const MOST_ASKED = 12;

type PlanTask = Extract<MovieTask, { kind: 'plan' }>;

async function planOf({ bytes, path, ...task }: PlanTask): Promise<MoviePlan> {
  const source = path === undefined ? askingSource(bytes, task.scratch) : fileSource(path);
  const most = path === undefined ? { most: MOST_ASKED } : {};
  const gap = path === undefined ? ASKED.gap : 0;
  const movie = await readMovie(source);
  const { fragmented } = movie;
  tell({ weighed: { fragmented } });
  const { video, audio, truncated } = packageable(movie);
  if (truncated !== undefined) return { fragmented, truncated };
  const [shown, heard] = [video, audio].map((verdict) =>
    verdict?.ok === true ? verdict.packaged : undefined,
  );
  if (shown !== undefined) await tellSample('source', { movie, source, gap }, shown);
  if (heard !== undefined) await tellSample(SOUND.whole, { movie, source, gap }, heard);
  const holds = shown !== undefined && (await picturesHold(shown, source, most));
  const picture = holds ? composed('source', { movie, ...task }, shown) : undefined;
  const sound = heard === undefined ? undefined : composed(SOUND.whole, { movie, ...task }, heard);
  const scattered = (holds && picture === undefined) || (heard !== undefined && sound === undefined);
  return { fragmented, scattered, picture, sound };
}

async function tellSample(
  rung: string,
  { movie, source, gap }: { readonly movie: Movie; readonly source: MovieSource; readonly gap: number },
  packaged: PackagedTrack,
): Promise<void> {
  const bytes = await written(sampledMovie(movie, packaged), source, gap);
  tell({ sample: { rung, bytes } }, [bytes.buffer as ArrayBuffer]);
}

/** Undefined where it has more pieces than a composition may have. */
function composed(
  rung: string,
  { movie, file, scratch }: Pick<PlanTask, 'file' | 'scratch'> & { readonly movie: Movie },
  packaged: PackagedTrack,
): ComposedTrack | undefined {
  try {
    const spill = scratch === undefined ? undefined : join(scratch, `${rung}.index`);
    const writer = new CompositionWriter(movie.bytes, spill);
    const laidOut = layOutTrack(movie, packaged, (piece) => writer.add(piece));
    const { init, segments, keyframes } = laidOut;
    return {
      rung,
      index: writer.end(),
      playlist: Buffer.from(mediaPlaylist(file, init, segments)),
      keyframes: keyframes.length === 0 ? undefined : Buffer.from(keyframePlaylist(file, init, keyframes)),
      facts: factsOf(laidOut),
    };
  } catch (error) {
    if (error instanceof MovieTooComplex || error instanceof StorageFault) return undefined;
    throw error;
  }
}

/** What is read at once where each read is a question to somebody else, gaps included that are dropped. */
const ASKED = { gap: 128 * 1024, bytes: 4 * 2 ** 20 };

/** The bytes that pieces stand for. `gap`: how much of the source between two of them may be read and dropped. */
async function written(pieces: readonly MoviePiece[], source: MovieSource, gap: number): Promise<Uint8Array> {
  const lengths = pieces.map((piece) => ('literal' in piece ? piece.literal.byteLength : piece.bytes));
  const out = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  let start = 0;
  let read: Uint8Array = new Uint8Array(0);
  for (const [index, piece] of pieces.entries()) {
    if ('literal' in piece) out.set(piece.literal, at);
    else {
      const { offset, bytes } = piece;
      if (offset < start || offset + bytes > start + read.byteLength) {
        start = offset;
        read = await readBytes(source, start, endOfRead(pieces, index, gap) - start, undefined);
      }
      out.set(read.subarray(offset - start, offset - start + bytes), at);
    }
    at += lengths[index] ?? 0;
  }
  return out;
}

/** Where a read that begins with the piece at `first` ends: with the last one behind it that lies near. */
function endOfRead(pieces: readonly MoviePiece[], first: number, gap: number): number {
  let [start, end] = [0, 0];
  for (let index = first; index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece === undefined || 'literal' in piece) break;
    const pieceEnd = piece.offset + piece.bytes;
    if (index === first) start = piece.offset;
    else if (piece.offset < end || piece.offset - end > gap || pieceEnd - start > ASKED.bytes) break;
    end = pieceEnd;
  }
  return end;
}

async function main(): Promise<void> {
  try {
    if (task.kind === 'fragments') {
      await weighFragments(fileSource(task.path));
      tell({ done: { fragmented: true } });
      return;
    }
    const plan = await planOf(task);
    const tracks = [plan.picture, plan.sound].filter((track) => track !== undefined);
    const held = tracks.flatMap(({ index }) => index.parts).filter((part) => part instanceof Uint8Array);
    tell(
      { done: plan },
      held.map(({ buffer }) => buffer as ArrayBuffer),
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
