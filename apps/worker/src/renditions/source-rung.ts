import { type MovieSource, MovieTooComplex } from '#libs/mp4';
import { MediaFailure } from '../failure.js';
import { fragmentsTo, NOTHING_ELSE, SOUND_FRAGMENT_SECONDS } from '../ffmpeg/outputs.js';
import type { MediaFacts } from '../ffmpeg/probe.js';
import { planMovie } from './movie-thread.js';
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
   * @param onWeighed called early, when the file is known to hold no more than a recording can
   * @throws MediaFailure when the file is cut off, or no recording; nothing is left then
   */
  async package(
    source: MovieSource,
    onWeighed: (weighed: { readonly fragmented: boolean }) => void,
    signal?: AbortSignal,
  ): Promise<PackagedSource> {
    const { fragmented, truncated, composed } = await planMovie(source, onWeighed, signal);
    if (truncated !== undefined) throw new MediaFailure('recording-cut-off', { cause: truncated });
    if (composed === undefined) return { rendition: undefined, fragmented };
    try {
      return { rendition: await this.store.putComposition(composed, { signal }), fragmented };
    } catch (error) {
      // Such as a picture that begins long after the sound.
      if (error instanceof KeyframesTooRare) return { rendition: undefined, fragmented };
      throw error;
    }
  }

  /** Whether only the container keeps browsers from playing the upload. */
  canRemux({ video, audio, container, clockJumps }: MediaFacts, fragmented: boolean): boolean {
    if (clockJumps) return false;
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
      if (error instanceof KeyframesTooRare || error instanceof MovieTooComplex) return undefined;
      if (error instanceof MediaFailure && ENCODED_INSTEAD.has(error.code)) return undefined;
      throw error;
    }
  }
}

/** Takes picture and sound over as they are. */
function remuxArguments({ video, audio }: MediaFacts): string[] {
  const maps = [
    ...(video === undefined ? [] : ['-map', `0:${video.index}`]),
    ...(audio === undefined ? [] : ['-map', `0:${audio.index}`]),
  ];
  // MPEG-TS frames its AAC with ADTS headers; sound without them passes unchanged.
  const unframed = audio === undefined ? [] : ['-bsf:a', 'aac_adtstoasc'];
  const fragments = video === undefined ? fragmentsTo(3, SOUND_FRAGMENT_SECONDS) : fragmentsTo(3);
  return [...maps, '-c', 'copy', ...unframed, ...NOTHING_ELSE, ...fragments];
}
