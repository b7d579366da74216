import { FragmentIndexer } from '#libs/mp4';
import { type Ffmpeg, followProgress, type MediaInput, runFailure } from '../ffmpeg/ffmpeg.js';
import type { MediaFacts } from '../ffmpeg/probe.js';
import type { Rendition, RenditionStore } from './rendition-store.js';

/** An upload that is a recording. */
export interface Recording {
  readonly input: MediaInput;
  readonly facts: MediaFacts;
}

/** Who is told how far a rung is, and may stop the work. */
export interface Onlooker {
  readonly tell: (rung: string, percent: number) => void;
  readonly signal: AbortSignal | undefined;
}

/** Has ffmpeg write renditions of recordings. */
export class RenditionMaker {
  constructor(
    private readonly ffmpeg: Ffmpeg,
    private readonly store: RenditionStore,
  ) {}

  /**
   * One run of ffmpeg that writes a rung to each of `pipe:3` and on. All of them are stored, or none.
   *
   * @param before further options of the input
   * @throws MediaFailure, KeyframesTooRare
   */
  async make(
    { input, facts }: Recording,
    rungs: readonly string[],
    args: readonly string[],
    { tell, signal }: Onlooker,
    before: readonly string[] = [],
  ): Promise<Rendition[]> {
    const seconds = facts.durationSeconds;
    const stop = new AbortController();
    const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
    const program = this.ffmpeg.run(input, { before, args, pipes: rungs.length, seconds, signal: both });
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
