import { setImmediate } from 'node:timers/promises';
import type { CaptionTrack, LeftOutTrack } from '#libs/database';
import { subtitlePlaylist } from '#libs/hls';
import { allOrNone, captionFiles, nameOf, type Storage, type StorageKey } from '#libs/storage';
import type { Ffmpeg, MediaInput } from '../ffmpeg/ffmpeg.js';
import { gather, JailedProgramFailed } from '../ffmpeg/jail.js';
import { TEXT_DECODERS, type TextTrack, textTracksOf } from './text-tracks.js';
import { type Cue, webVtt } from '#libs/text-tracks';
import { cuesOfAss } from './ass.js';

/** A text track that is stored. */
interface MadeCaption extends Omit<CaptionTrack, 'path' | 'playlist'> {
  readonly text: StorageKey;
  readonly playlist: StorageKey;
}

export interface MadeCaptions {
  readonly tracks: readonly MadeCaption[];
  readonly leftOut: readonly LeftOutTrack[];
  /** The WebVTT of each language: that of its tracks, one after another. */
  readonly texts: ReadonlyMap<string, string>;
  /** Of all its objects. */
  readonly bytes: number;
}

export interface CaptionsRequest {
  readonly input: MediaInput;
  /** Of the renditions that it is shown with. */
  readonly durationSeconds: number;
  readonly folder: StorageKey;
  readonly signal: AbortSignal | undefined;
}

/** Only these carry text tracks. */
const CONTAINERS: ReadonlySet<string> = new Set(['mp4', 'matroska']);
/** Of one track, as ASS: a day of speech. */
const MOST_BYTES = 2 * 2 ** 20;

/** Makes WebVTT of the text tracks in recordings. */
export class CaptionMaker {
  constructor(
    private readonly ffmpeg: Ffmpeg,
    private readonly storage: Storage,
  ) {}

  /**
   * Stores each text track as WebVTT, and a playlist of it. All of them are stored, or none; a track that can't be read is
   * left out. undefined where the recording has none.
   */
  async make(request: CaptionsRequest): Promise<MadeCaptions | undefined> {
    const { input, durationSeconds, folder, signal } = request;
    if (!CONTAINERS.has(input.container.name)) return undefined;
    const { tracks, leftOut } = textTracksOf(await this.ffmpeg.probe(input, signal));
    if (tracks.length === 0)
      return leftOut.length === 0 ? undefined : { tracks: [], leftOut, texts: new Map(), bytes: 0 };
    const read = await this.cues(request, tracks);
    return allOrNone(this.storage, async (together) => {
      const made: MadeCaption[] = [];
      const texts = new Map<string, string>();
      for (const [index, { stream: _, codec, ...track }] of tracks.entries()) {
        const cues = read[index];
        if (cues === undefined || cues.length === 0) {
          leftOut.push({
            language: track.language,
            codec,
            reason: cues === undefined ? 'unreadable' : 'empty',
          });
          continue;
        }
        const keys = captionFiles(folder, made.length);
        const text = webVtt(cues);
        await together.write(keys.text, text, { signal });
        await together.write(keys.playlist, subtitlePlaylist(nameOf(keys.text), durationSeconds), { signal });
        made.push({ ...track, ...keys });
        append(texts, track.language, text);
      }
      return { tracks: made, leftOut, texts, bytes: together.bytes };
    });
  }

  /**
   * Clones another asset's text tracks into `folder`. All of them, or none.
   *
   * @throws ObjectNotFound when one is gone, StorageFault where storage can't clone
   */
  async adopt(other: Pick<MadeCaptions, 'tracks' | 'leftOut'>, folder: StorageKey): Promise<MadeCaptions> {
    return allOrNone(this.storage, async (together) => {
      const tracks: MadeCaption[] = [];
      const texts = new Map<string, string>();
      for (const [number, track] of other.tracks.entries()) {
        const keys = captionFiles(folder, number);
        await together.clone(track.text, keys.text);
        await together.clone(track.playlist, keys.playlist);
        tracks.push({ ...track, ...keys });
        append(texts, track.language, await this.read(keys.text));
      }
      return { tracks, leftOut: other.leftOut, texts, bytes: together.bytes };
    });
  }

  /** Removes those that nobody was told of. */
  async remove({ tracks }: MadeCaptions): Promise<void> {
    for (const { playlist, text } of tracks)
      for (const key of [playlist, text]) await this.storage.remove(key).catch(() => undefined);
  }

  private async read(key: StorageKey): Promise<string> {
    const object = await this.storage.open(key);
    try {
      return (await gather(object.read())).toString('utf8');
    } finally {
      await object.close();
    }
  }

  /** The cues of each track; undefined of one that can't be read. One pass, or one for each where that fails. */
  private async cues(
    request: CaptionsRequest,
    tracks: readonly TextTrack[],
  ): Promise<(readonly Cue[] | undefined)[]> {
    try {
      return await this.pass(request, tracks);
    } catch (error) {
      request.signal?.throwIfAborted();
      if (!(error instanceof JailedProgramFailed) || error.why === 'not-started') throw error;
      if (tracks.length === 1) return [undefined];
    }
    const each: (readonly Cue[] | undefined)[] = [];
    for (const track of tracks) each.push(...(await this.cues(request, [track])));
    return each;
  }

  private async pass(
    { input, durationSeconds, signal }: CaptionsRequest,
    tracks: readonly TextTrack[],
  ): Promise<(readonly Cue[])[]> {
    const { outputs } = this.ffmpeg.run(input, {
      before: ['-codec_whitelist:s', TEXT_DECODERS],
      args: tracks.flatMap(({ stream }, index) => [
        '-map',
        `0:${stream}`,
        '-map_metadata',
        '-1',
        '-c:s',
        'ass',
        '-f',
        'ass',
        `pipe:${3 + index}`,
      ]),
      pipes: tracks.length,
      seconds: durationSeconds,
      outputBytes: MOST_BYTES,
      signal,
    });
    const [, ...scripts] = await Promise.all(outputs.map(gather));
    const read: (readonly Cue[])[] = [];
    for (const [index, { codec }] of tracks.entries()) {
      const script = (scripts[index] ?? Buffer.alloc(0)).toString('utf8');
      read.push(cuesOfAss(script, { wasAss: codec === 'ass' || codec === 'ssa' }));
      // Each may take a while, in which nothing else is done here.
      await setImmediate();
    }
    return read;
  }
}

function append(texts: Map<string, string>, language: string, text: string): void {
  texts.set(language, `${texts.get(language) ?? ''}${text}\n`);
}
