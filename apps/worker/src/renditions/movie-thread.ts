import { Worker } from 'node:worker_threads';
import { type MovieSource, readBytes } from '#libs/mp4';
import { type FailureCode, MediaFailure, MOVIE_FAILURES } from '../failure.js';

/** What a movie's thread is told at its start. */
export type MovieTask =
  /** `path`: where the movie lies on this machine; bytes of others are asked for. */
  | { readonly kind: 'plan'; readonly bytes: number; readonly path: string | undefined }
  | { readonly kind: 'fragments'; readonly path: string };

/** The answer to `read`: as many bytes as were asked for, or fewer where there are no more. */
export interface ToMovie {
  readonly bytes: Uint8Array;
}

export interface FromMovie {
  readonly read?: { readonly start: number; readonly end: number };
  readonly weighed?: { readonly fragmented: boolean };
  readonly done?: MoviePlan;
  readonly failed?: { readonly code: string };
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
  readonly index: Uint8Array;
  /** A few pictures and a little sound of it, as a movie of their own. */
  readonly sample: Uint8Array;
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
/** The heap; the tables of samples lie outside it, and are bounded by the limits of libs/mp4 (some 500 MB). */
const HEAP_MIB = 512;

/** Beside this file: TypeScript where the sources run, JavaScript where they have been built. */
const CHILD = new URL(
  import.meta.url.endsWith('.ts') ? './movie-child.ts' : './movie-child.js',
  import.meta.url,
);

/**
 * Reads a movie's index in a thread of its own, so that nobody waits who is served by this one, and plans its source
 * rung. `onWeighed` is called as soon as it is known to be no more than a recording can be.
 *
 * @param options.path where the movie lies, if that is on this machine: more of it is looked at then
 * @throws MediaFailure for what no recording is, and past time or memory; the signal's reason
 */
export async function planMovie(
  source: MovieSource,
  onWeighed: (weighed: { readonly fragmented: boolean }) => void,
  options: { path?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<MoviePlan> {
  const { path, signal } = options;
  return inThread({ kind: 'plan', bytes: source.bytes, path }, { source, onWeighed, signal });
}

/** Goes through the fragments of a movie that lies on this machine. @throws as planMovie */
export async function weighFragmentsOf(path: string, signal?: AbortSignal): Promise<void> {
  await inThread({ kind: 'fragments', path }, { signal });
}

async function inThread(
  task: MovieTask,
  around: {
    readonly source?: MovieSource;
    readonly onWeighed?: (weighed: { readonly fragmented: boolean }) => void;
    readonly signal: AbortSignal | undefined;
  },
): Promise<MoviePlan> {
  const { source, onWeighed, signal } = around;
  signal?.throwIfAborted();
  const thread = new Worker(CHILD, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
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
      thread.on('message', ({ read, weighed, done, failed }: FromMovie) => {
        if (weighed !== undefined) onWeighed?.(weighed);
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
