import {
  FragmentedMovie,
  keyframesHold,
  type MovieSource,
  MovieInvalid,
  MovieTooComplex,
  packageable,
  readMovie,
} from '#libs/mp4';
import { MediaFailure } from '../failure.js';
import { fragmentsTo, NOTHING_ELSE, SOUND_FRAGMENT_SECONDS } from '../ffmpeg/outputs.js';
import type { MediaFacts } from '../ffmpeg/probe.js';
import { KeyframesTooRare, type Rendition, type RenditionStore } from './rendition-store.js';
import type { Onlooker, Recording, RenditionMaker } from './rendition-maker.js';

export interface PackagedSource {
  readonly rendition: Rendition | undefined;
  /** Whether the upload is an MP4 whose samples lie in fragments already. */
  readonly fragmented: boolean;
}

/** Why a remux may fail where an encoding does not. */
const ENCODED_INSTEAD: ReadonlySet<string> = new Set(['recording-damaged', 'too-complex']);

/** The rung that is the upload itself: its own picture and sound, which nobody encodes anew. */
export class SourceRung {
  constructor(
    private readonly store: RenditionStore,
    private readonly maker: RenditionMaker,
  ) {}

  /**
   * The upload itself as a rendition, cut into fragments without ffmpeg and without writing its media again:
   * what is stored is a composition over it. Without a rendition where it is not an MP4 that browsers play
   * as it is.
   *
   * @throws MediaFailure when the file is cut off; nothing is left then
   */
  async package(source: MovieSource, signal?: AbortSignal): Promise<PackagedSource> {
    const movie = await readable(() => readMovie(source, { signal }));
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
  async remux(recording: Recording, onlooker: Onlooker): Promise<Rendition | undefined> {
    const { facts } = recording;
    const rung = facts.video === undefined ? 'audio' : 'source';
    try {
      const [made] = await this.maker.make(recording, [rung], remuxArguments(facts), onlooker);
      return made;
    } catch (error) {
      onlooker.signal?.throwIfAborted();
      if (error instanceof KeyframesTooRare) return undefined;
      if (error instanceof MediaFailure && ENCODED_INSTEAD.has(error.code)) return undefined;
      throw error;
    }
  }
}

/** Undefined for a movie that our own reader can't make sense of: ffmpeg may still. */
async function readable<T>(read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof MovieTooComplex || error instanceof MovieInvalid) return undefined;
    throw error;
  }
}

/** Takes picture and sound over as they are. */
function remuxArguments({ video, audio }: MediaFacts): string[] {
  const maps = [
    ...(video === undefined ? [] : ['-map', '0:V:0']),
    ...(audio === undefined ? [] : ['-map', '0:a:0']),
  ];
  // MPEG-TS frames its AAC with ADTS headers; sound without them passes unchanged.
  const unframed = audio === undefined ? [] : ['-bsf:a', 'aac_adtstoasc'];
  const fragments = video === undefined ? fragmentsTo(3, SOUND_FRAGMENT_SECONDS) : fragmentsTo(3);
  return [...maps, '-c', 'copy', ...unframed, ...NOTHING_ELSE, ...fragments];
}
