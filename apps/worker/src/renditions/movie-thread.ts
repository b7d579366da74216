import { Worker } from 'node:worker_threads';
import { type MovieSource, readBytes } from '#libs/mp4';
import { type CompositionIndex, RENDITION_FILES } from '#libs/storage';
import { type FailureCode, MediaFailure, MOVIE_FAILURES } from '../failure.js';

/** What a movie's thread is told at its start. */
export type MovieTask =
  | {
      readonly kind: 'plan';
      readonly bytes: number;
      /** Where the movie lies on this machine; bytes of others are asked for. */
      readonly path: string | undefined;
      /** The name that playlists give the composition. */
      readonly file: string;
      /** A folder of this machine for indexes that are long. */
      readonly scratch: string | undefined;
    }
  | { readonly kind: 'fragments'; readonly path: string };

/** The answer to `read`: as many bytes as were asked for, or fewer where there are no more. */
export interface ToMovie {
  readonly bytes: Uint8Array;
}

export interface FromMovie {
  readonly read?: { readonly start: number; readonly end: number };
  readonly weighed?: Weighed;
  readonly sample?: MovieSample;
  readonly done?: MoviePlan;
  readonly failed?: { readonly code: string };
}

interface Weighed {
  readonly fragmented: boolean;
}

/** A few pictures, or a little sound, of a track that may be served as it is, as a movie of their own. */
export interface MovieSample {
  readonly rung: string;
  readonly bytes: Uint8Array;
}

/** What is told of a movie before all of it is known. */
interface Early {
  /** That it is no more than a recording can be. */
  readonly weighed: (weighed: Weighed) => void;
  /** Of each track that may be in the plan, so that it is tried while the others are gone through. */
  readonly sample: (sample: MovieSample) => void;
}

export interface MoviePlan {
  /** Whether the samples lie in fragments already. */
  readonly fragmented: boolean;
  /** Whether browsers would play a track as it is, but its media lies in more pieces than a composition may have. */
  readonly scattered?: boolean;
  /** Why nothing can be made whole of it. */
  readonly truncated?: string | undefined;
  /** Each undefined where there is none, or browsers do not play it as it is. */
  readonly picture?: ComposedTrack | undefined;
  readonly sound?: ComposedTrack | undefined;
}

/** A track of a movie as a composition over its file, ready to be stored. */
export interface ComposedTrack {
  readonly rung: string;
  /** Of the composition. */
  readonly index: CompositionIndex;
  readonly playlist: Uint8Array;
  readonly keyframes: Uint8Array | undefined;
  readonly facts: {
    readonly codecs: string;
    readonly width: number | undefined;
    readonly height: number | undefined;
    readonly frameRate: number | undefined;
    readonly channels: number | undefined;
    readonly durationSeconds: number;
    /** Bits a second. */
    readonly peak: number;
    readonly average: number;
    readonly keyframePeak: number | undefined;
  };
}

/** Ten times what a day's recording takes on a busy machine. */
const LONGEST_MS = 120_000;
/**
 * The heap; the index lies outside it, bounded by the limits of libs/mp4 (256 MiB, and a byte for each sample). What is
 * young in it lasts a segment, and would fill whatever room it has.
 */
const HEAP = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 12 };

/** Beside this file: TypeScript where the sources run, JavaScript where they have been built. */
const CHILD = new URL(
  import.meta.url.endsWith('.ts') ? './movie-child.ts' : './movie-child.js',
  import.meta.url,
);

/**
 * Reads a movie's index in a thread of its own, so that nobody waits who is served by this one, and plans its source
 * rung.
 *
 * @param options.path where the movie lies, if that is on this machine: more of it is looked at then
 * @param options.scratch a folder of this machine: what a long index would hold of memory lies in files there, as long as
 *   the caller keeps it
 * @throws MediaFailure for what no recording is, and past time or memory; the signal's reason
 */
export async function planMovie(
  source: MovieSource,
  early: Early,
  options: {
    path?: string | undefined;
    scratch?: string | undefined;
    signal?: AbortSignal | undefined;
  } = {},
): Promise<MoviePlan> {
  const { path, scratch, signal } = options;
  const file = RENDITION_FILES.composed;
  return inThread({ kind: 'plan', bytes: source.bytes, path, file, scratch }, { source, early, signal });
}

/** Goes through the fragments of a movie that lies on this machine. @throws as planMovie */
export async function weighFragmentsOf(path: string, signal?: AbortSignal): Promise<void> {
  await inThread({ kind: 'fragments', path }, { signal });
}

async function inThread(
  task: MovieTask,
  around: {
    readonly source?: MovieSource;
    readonly early?: Early;
    readonly signal: AbortSignal | undefined;
  },
): Promise<MoviePlan> {
  const { source, early, signal } = around;
  signal?.throwIfAborted();
  const thread = new Worker(CHILD, {
    workerData: task,
    resourceLimits: HEAP,
  });
  const late = setTimeout(() => stop(new MediaFailure('took-too-long')), LONGEST_MS);
  let stop: (reason: unknown) => void = () => undefined;
  const onAbort = () => stop(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await new Promise<MoviePlan>((resolve, reject) => {
      stop = reject;
      thread.on('error', (error) => reject(threadFailure(error)));
      thread.on('exit', () => reject(new Error('The thread of a movie ended without a word.')));
      thread.on('message', ({ read, weighed, sample, done, failed }: FromMovie) => {
        if (weighed !== undefined) early?.weighed(weighed);
        if (sample !== undefined) early?.sample(sample);
        if (done !== undefined) resolve(done);
        if (failed !== undefined) reject(new MediaFailure(MOVIE_FAILURES[failed.code] ?? 'internal'));
        if (read === undefined || source === undefined) return;
        const { start, end } = read;
        readBytes(source, start, end - start + 1, signal).then(
          (bytes) => thread.postMessage({ bytes } satisfies ToMovie, [bytes.buffer as ArrayBuffer]),
          reject,
        );
      });
    });
  } finally {
    clearTimeout(late);
    signal?.removeEventListener('abort', onAbort);
    await thread.terminate();
  }
}

function threadFailure(error: unknown): unknown {
  const { code } = error as { code?: unknown };
  const why: FailureCode = code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-complex' : 'internal';
  return new MediaFailure(why, { cause: error });
}
