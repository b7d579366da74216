import { type IndexedFile, MovieInvalid, type MovieSource, MovieTooComplex, WHOLE_TRACK } from '#libs/mp4';
import { MediaFailure } from '../failure.js';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.js';
import { WHOLE_PACKETS } from '../ffmpeg/outputs.js';
import type { MediaFacts } from '../ffmpeg/probe.js';
import { type MoviePlan, type MovieSample, planMovie } from './movie-thread.js';
import { isSound, type Rendition, SOUND } from './rendition.js';
import type { RenditionStore } from './rendition-store.js';
import type { Made, Onlooker, Output, Recording, RenditionMaker } from './rendition-maker.js';
import { soundDecodes } from './sampled-decode.js';
import { staysTheSame } from './steady-parameters.js';

export interface PackagedSource {
  /** The tracks that browsers play as they are. */
  readonly renditions: readonly Rendition[];
  /** Whether ffmpeg may take out what is missing: not where the upload is a plain MP4, which has been looked at. */
  readonly mayRemux: boolean;
}

/** Why a remux may fail where an encoding does not. */
const ENCODED_INSTEAD: ReadonlySet<string> = new Set(['recording-damaged', 'too-complex']);
/** Containers that say when each picture is shown; of the others ffmpeg knows the order of decoding alone when it copies. */
const HAS_TIMES_SHOWN: ReadonlySet<string> = new Set(['mp4', 'matroska', 'mpeg-ts', 'flv']);
/** The longest segment that is served: a picture whose keyframes are rarer is encoded. */
const SEGMENT_SECONDS_AT_MOST = 20;
const { latestStart, lessAtEnd, soundSample } = WHOLE_TRACK;

/** The rungs that are the upload itself: its own picture and its own sound, which nobody encodes anew. */
export class SourceRung {
  constructor(
    private readonly store: RenditionStore,
    private readonly maker: RenditionMaker,
    private readonly ffmpeg: Ffmpeg,
  ) {}

  /**
   * The upload's own tracks as renditions, cut into fragments without ffmpeg and without writing their media again:
   * what is stored is a composition over it. Without those that browsers do not play as they are.
   *
   * @param onWeighed called early, when the file is known to hold no more than a recording can
   * @param decodes whether a sample of a track does: what is served as it is has to. It is begun while the rest is planned
   * @param options.path where the file lies, if that is on this machine
   * @param options.scratch as of planMovie
   * @throws MediaFailure when the file is cut off, or no recording; nothing is left then
   */
  async package(
    source: MovieSource,
    onWeighed: (weighed: { readonly fragmented: boolean }) => void,
    decodes: (sample: MovieSample, signal: AbortSignal) => Promise<boolean>,
    options: {
      path?: string | undefined;
      scratch?: string | undefined;
      signal?: AbortSignal | undefined;
    } = {},
  ): Promise<PackagedSource> {
    const { signal } = options;
    const stop = new AbortController();
    const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
    const sampled = new Map<string, Promise<boolean>>();
    const sample = (of: MovieSample) => {
      const trying = decodes(of, either);
      trying.catch(() => undefined);
      sampled.set(of.rung, trying);
    };
    try {
      const plan = await planMovie(source, { weighed: onWeighed, sample }, options);
      return await this.stored(plan, sampled, signal);
    } finally {
      // Of what is not served after all, or could not be planned.
      stop.abort();
      await Promise.allSettled(sampled.values());
    }
  }

  private async stored(
    plan: MoviePlan,
    sampled: ReadonlyMap<string, Promise<boolean>>,
    signal: AbortSignal | undefined,
  ): Promise<PackagedSource> {
    const { fragmented, scattered = false, truncated } = plan;
    if (truncated !== undefined) throw new MediaFailure('recording-cut-off', { cause: truncated });
    const stored = [plan.picture, plan.sound]
      .filter((track) => track !== undefined)
      .map(async (track) => {
        const [put, decoded] = await Promise.allSettled([
          this.store.putComposition(track, { signal }),
          sampled.get(track.rung),
        ]);
        if (put.status === 'rejected') throw put.reason;
        if (decoded.status === 'fulfilled' && decoded.value === true) return put.value;
        await this.store.remove(put.value).catch(() => undefined);
        if (decoded.status === 'rejected') throw decoded.reason;
        return undefined;
      });
    const ended = await Promise.allSettled(stored);
    const renditions = ended
      .map((end) => (end.status === 'fulfilled' ? end.value : undefined))
      .filter((rendition) => rendition !== undefined);
    const failed = ended.find((end) => end.status === 'rejected');
    if (failed === undefined) return { renditions, mayRemux: fragmented || scattered };
    for (const rendition of renditions) await this.store.remove(rendition).catch(() => undefined);
    throw failed.reason;
  }

  /** What of the upload only its container keeps browsers from playing. */
  remuxable({ video, audio, clockJumps, container }: MediaFacts): { picture: boolean; sound: boolean } {
    if (clockJumps) return { picture: false, sound: false };
    const plain = ['Baseline', 'Constrained Baseline', 'Main', 'High'].includes(video?.profile ?? '');
    const asItIs = video?.rotation === 0 && !video.interlaced && video.pixelFormat === 'yuv420p';
    return {
      picture: HAS_TIMES_SHOWN.has(container) && video?.codec === 'h264' && plain && asItIs,
      sound: audio?.codec === 'aac' && audio.channels <= 6,
    };
  }

  /**
   * The upload's own H.264 or AAC or both in fragments, taken out of another container by ffmpeg; without what fails,
   * has too few keyframes, or does not last as long as the recording: an encoding has to do then.
   */
  async remux(
    recording: Recording,
    tracks: { readonly picture: boolean; readonly sound: boolean },
    onlooker: Onlooker,
  ): Promise<Rendition[]> {
    const { video, audio } = recording.facts;
    const outputs: Output[] = [
      ...(tracks.picture ? [{ rung: 'source', args: ['-map', `0:${video?.index}`, '-c', 'copy'] }] : []),
      // MPEG-TS frames its AAC with ADTS headers; sound without them passes unchanged.
      ...(tracks.sound
        ? [
            {
              rung: SOUND.whole,
              args: ['-map', `0:${audio?.index}`, '-c', 'copy', '-bsf:a', 'aac_adtstoasc'],
            },
          ]
        : []),
    ];
    try {
      const made = await this.copied(recording, outputs, onlooker);
      const { durationSeconds } = recording.facts;
      const latest = durationSeconds + lessAtEnd.picture;
      // Where one track ends when the recording does, a later end of another is damage that made its clock jump.
      const isSure = made.some((one) => endOf(one) <= latest);
      const end = Math.max(durationSeconds, ...made.map(endOf).filter((time) => !isSure || time <= latest));
      const kept: Made[] = [];
      for (const one of made) {
        if (one.decodes && isWhole(one, end)) kept.push(one);
        else await this.store.remove(one.rendition).catch(() => undefined);
      }
      return kept.map(({ rendition }) => rendition);
    } catch (error) {
      onlooker.signal?.throwIfAborted();
      if (error instanceof MovieInvalid || error instanceof MovieTooComplex) return [];
      if (error instanceof MediaFailure && ENCODED_INSTEAD.has(error.code)) return [];
      throw error;
    }
  }

  /** Nothing where what decoders have to know changes on the way. */
  private async copied(
    recording: Recording,
    outputs: readonly Output[],
    onlooker: Onlooker,
  ): Promise<(Made & { readonly decodes: boolean })[]> {
    const { signal } = onlooker;
    const hasSound = outputs.some(isSound);
    const [making, steady, sound] = await Promise.allSettled([
      this.maker.make(recording, outputs, onlooker, { input: WHOLE_PACKETS }),
      staysTheSame(this.ffmpeg, recording, signal),
      hasSound ? soundDecodes(this.ffmpeg, recording, signal) : true,
    ]);
    if (making.status === 'rejected') throw making.reason;
    if (steady.status === 'fulfilled' && steady.value && sound.status === 'fulfilled')
      return making.value.map((one) => ({ ...one, decodes: sound.value || !isSound(one.rendition) }));
    for (const { rendition } of making.value) await this.store.remove(rendition).catch(() => undefined);
    const failed = [steady, sound].find((look) => look.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return [];
  }
}

function endOf({ file }: Made): number {
  return file.startSeconds + file.durationSeconds;
}

/** Players stand still where one of a recording's tracks has a hole, or has ended, and the other goes on. */
function isWhole({ rendition, file }: Made, recordingEnd: number): boolean {
  const of = isSound(rendition) ? 'sound' : 'picture';
  if (file.startSeconds > latestStart) return false;
  const early = recordingEnd - endOf({ rendition, file });
  if (early > lessAtEnd[of] || early < -lessAtEnd.picture) return false;
  return of === 'sound' ? file.longestSampleSeconds <= soundSample : hasKeyframes(file);
}

function hasKeyframes({ segments }: IndexedFile): boolean {
  return segments.every(({ durationSeconds }) => durationSeconds <= SEGMENT_SECONDS_AT_MOST);
}
