import type { Rung } from '#libs/hls';
import {
  FragmentedMovie,
  FragmentIndexer,
  keyframesHold,
  type MovieSource,
  MovieInvalid,
  MovieTooComplex,
  packageable,
  readMovie,
} from '#libs/mp4';
import { MediaFailure } from '../failure.js';
import { encodeArguments, remuxArguments, soundArguments } from './encode-arguments.js';
import { type Ffmpeg, followProgress, type MediaInput, runFailure } from '../ffmpeg/ffmpeg.js';
import type { MediaFacts } from '../ffmpeg/probe.js';
import { KeyframesTooRare, type Rendition, type RenditionStore } from './renditions.js';

export interface PackagedSource {
  readonly rendition: Rendition | undefined;
  /** Whether the upload is an MP4 whose samples lie in fragments already. */
  readonly fragmented: boolean;
}

/** Why a remux may fail where an encoding does not. */
const ENCODED_INSTEAD: ReadonlySet<string> = new Set(['recording-damaged', 'too-complex']);

export type TellProgress = (rung: string, percent: number) => void;

/** Makes renditions of one recording. */
export class VideoPackager {
  constructor(
    private readonly ffmpeg: Ffmpeg,
    private readonly store: RenditionStore,
  ) {}

  /**
   * The upload itself as a rendition, cut into fragments without ffmpeg and without writing its media again:
   * what is stored is a composition over it. Without a rendition where it is not an MP4 that browsers play
   * as it is.
   *
   * @throws MediaFailure when the file is cut off; nothing is left then
   */
  async packageSource(source: MovieSource, signal?: AbortSignal): Promise<PackagedSource> {
    const options = signal === undefined ? {} : { signal };
    const movie = await readable(() => readMovie(source, options));
    if (movie === undefined) return { rendition: undefined, fragmented: false };
    const { fragmented } = movie;
    const verdict = packageable(movie);
    if (!verdict.ok) {
      if (verdict.truncated) throw new MediaFailure('recording-cut-off', { cause: verdict.reason });
      return { rendition: undefined, fragmented };
    }
    const { video } = verdict.tracks;
    if (video !== undefined && !(await keyframesHold(video, source, signal)))
      return { rendition: undefined, fragmented };
    const plan = await readable(() => new FragmentedMovie(movie, verdict.tracks));
    if (plan === undefined) return { rendition: undefined, fragmented };
    const rung = video === undefined ? 'audio' : 'source';
    try {
      const rendition = await this.store.putComposition(rung, plan, { sourceBytes: source.bytes, signal });
      return { rendition, fragmented };
    } catch (error) {
      // Such as a picture that begins long after the sound.
      if (error instanceof KeyframesTooRare) return { rendition: undefined, fragmented };
      throw error;
    }
  }

  /** Whether only the container keeps browsers from playing the upload. */
  canRemux({ video, audio, container }: MediaFacts, fragmented: boolean): boolean {
    if (container === 'mp4' && !fragmented) return false;
    if (audio !== undefined && (audio.codec !== 'aac' || audio.channels > 6)) return false;
    if (video === undefined) return audio !== undefined;
    const plain = ['Baseline', 'Constrained Baseline', 'Main', 'High'].includes(video.profile);
    const asItIs = video.rotation === 0 && !video.interlaced && video.pixelFormat === 'yuv420p';
    return video.codec === 'h264' && plain && asItIs;
  }

  /**
   * The upload's own H.264 and AAC in fragments, taken out of another container by ffmpeg; undefined where
   * that fails or keyframes are too rare, and an encoding has to do.
   */
  async remuxSource(
    input: MediaInput,
    facts: MediaFacts,
    tell: TellProgress,
    signal?: AbortSignal,
  ): Promise<Rendition | undefined> {
    const rung = facts.video === undefined ? 'audio' : 'source';
    try {
      const made = await this.run(input, facts, [rung], remuxArguments(facts), tell, signal);
      return made[0];
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof KeyframesTooRare) return undefined;
      if (error instanceof MediaFailure && ENCODED_INSTEAD.has(error.code)) return undefined;
      throw error;
    }
  }

  /**
   * Encodes the rungs in one run, so that the recording is decoded once. All of them are stored, or none.
   *
   * @throws MediaFailure
   */
  encodeLadder(
    input: MediaInput,
    facts: MediaFacts,
    rungs: readonly Rung[],
    tell: TellProgress,
    signal?: AbortSignal,
  ): Promise<Rendition[]> {
    const names = rungs.map(({ name }) => name);
    const args = encodeArguments(facts, rungs, this.ffmpeg.settings.threads);
    return this.run(input, facts, names, args, tell, signal);
  }

  /** The sound alone, of a recording without a picture. */
  async encodeSound(
    input: MediaInput,
    facts: MediaFacts,
    tell: TellProgress,
    signal?: AbortSignal,
  ): Promise<Rendition[]> {
    return this.run(input, facts, ['audio'], soundArguments(), tell, signal);
  }

  private async run(
    input: MediaInput,
    facts: MediaFacts,
    rungs: readonly string[],
    args: readonly string[],
    tell: TellProgress,
    signal: AbortSignal | undefined,
  ): Promise<Rendition[]> {
    const seconds = facts.durationSeconds;
    const stop = new AbortController();
    const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
    const program = this.ffmpeg.run(input, { args, pipes: rungs.length, seconds, signal: both });
    const [report = none(), ...outputs] = program.outputs;
    const progress = followProgress(report, (done) => {
      const percent = seconds === undefined ? 0 : Math.min(99, Math.floor((done / seconds) * 100));
      for (const rung of rungs) tell(rung, percent);
    });
    progress.catch(() => undefined);
    const puts = rungs.map(async (rung, index) => {
      const indexer = new FragmentIndexer();
      const bytes = indexer.through(outputs[index] ?? none());
      const made = await this.store.put(rung, bytes, () => indexer.file(), { signal: both });
      tell(rung, 100);
      return made;
    });
    for (const put of puts) put.catch((error: unknown) => stop.abort(error));
    const results = await Promise.allSettled(puts);
    await Promise.allSettled([progress]);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed === undefined) return Promise.all(puts);
    for (const result of results) {
      if (result.status === 'fulfilled') await this.store.remove(result.value).catch(() => undefined);
    }
    signal?.throwIfAborted();
    // The first thing that went wrong stopped the others; their errors only tell of that.
    throw runFailure(stop.signal.aborted ? stop.signal.reason : failed.reason);
  }
}

async function* none(): AsyncGenerator<Uint8Array> {}

/** Undefined for a movie that our own reader can't make sense of: ffmpeg may still. */
async function readable<T>(read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof MovieTooComplex || error instanceof MovieInvalid) return undefined;
    throw error;
  }
}
