import { FragmentIndexer, type IndexedFile } from '#libs/mp4';
import { type Ffmpeg, followProgress, type MediaInput, runFailure } from '../ffmpeg/ffmpeg.js';
import type { MediaFacts } from '../ffmpeg/probe.js';
import { none } from '../ffmpeg/jail.js';
import { fragmentsTo, NOTHING_ELSE } from '../ffmpeg/outputs.js';
import { isSound, type Rendition } from './rendition.js';
import type { RenditionStore } from './rendition-store.js';

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

/** One file of fragments that a run of ffmpeg writes: of one track. */
export interface Output {
  readonly rung: string;
  /** ffmpeg's options for what goes into it: maps, filters and codecs. */
  readonly args: readonly string[];
  /** When its segments are to begin, in seconds, where it has keyframes for it; each six seconds unless given. */
  readonly cuts?: readonly number[] | undefined;
}

/** A rendition that is stored, and what was seen of it as it went by. */
export interface Made {
  readonly rendition: Rendition;
  readonly file: IndexedFile;
}

/** Has ffmpeg write renditions of recordings. */
export class RenditionMaker {
  constructor(
    private readonly ffmpeg: Ffmpeg,
    private readonly store: RenditionStore,
  ) {}

  /**
   * One run of ffmpeg, in which the recording is read once for all of its outputs. All of them are stored, or none.
   *
   * @param more.input further options of the input
   * @param more.shared such as the filters that feed several outputs
   * @throws MediaFailure
   */
  async make(
    { input, facts }: Recording,
    outputs: readonly Output[],
    { tell, signal }: Onlooker,
    { input: before = [], shared = [] }: { input?: readonly string[]; shared?: readonly string[] } = {},
  ): Promise<Made[]> {
    const seconds = facts.durationSeconds;
    const stop = new AbortController();
    const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
    const args = [
      ...shared,
      ...outputs.flatMap((output, index) => [
        ...output.args,
        ...NOTHING_ELSE,
        ...fragmentsTo(3 + index, isSound(output) ? 'sound' : 'picture'),
      ]),
    ];
    const program = this.ffmpeg.run(input, { before, args, pipes: outputs.length, seconds, signal: both });
    const [report = none(), ...pipes] = program.outputs;
    const progress = followProgress(report, (done) => {
      const percent = Math.min(99, Math.floor((done / seconds) * 100));
      for (const { rung } of outputs) tell(rung, percent);
    });
    progress.catch(() => undefined);
    const puts = outputs.map(async ({ rung, cuts }, index) => {
      const indexer = new FragmentIndexer(cuts);
      const bytes = indexer.through(pipes[index] ?? none());
      const rendition = await this.store.put(rung, bytes, () => indexer.file(), { signal: both });
      tell(rung, 100);
      return { rendition, file: indexer.file() };
    });
    for (const put of puts) put.catch((error: unknown) => stop.abort(error));
    const results = await Promise.allSettled(puts);
    await Promise.allSettled([progress]);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed === undefined) return Promise.all(puts);
    for (const result of results) {
      if (result.status === 'fulfilled')
        await this.store.remove(result.value.rendition).catch(() => undefined);
    }
    signal?.throwIfAborted();
    // The first thing that went wrong stopped the others; their errors only tell of that.
    throw runFailure(stop.signal.aborted ? stop.signal.reason : failed.reason);
  }
}
