import { randomToken } from '#libs/kernel';
import { bandwidths, keyframePlaylist, mediaPlaylist, parseMediaPlaylist, type Subtitle } from '#libs/hls';
import type { FragmentedFile } from '#libs/mp4';
import {
  type ByteSource,
  folderOf,
  masterOf,
  nameOf,
  ObjectNotFound,
  RENDITION_FILES,
  renditionFile,
  renditionFolder,
  type Storage,
  StorageFault,
  type StorageKey,
  type StoredObject,
} from '#libs/storage';
import { gather } from '../ffmpeg/jail.js';
import type { ComposedTrack } from './movie-thread.js';
import { masterOfRenditions } from './master.js';
import type { Rendition } from './rendition.js';

/** A text track whose playlist is stored beside the renditions. */
export interface StoredCaption extends Omit<Subtitle, 'uri'> {
  readonly playlist: StorageKey;
}

/** The renditions of one asset that one attempt stores. */
export class RenditionStore {
  constructor(
    private readonly storage: Storage,
    private readonly asset: string,
    /** Part of every name that this attempt stores under, so that no two attempts meet (F34). */
    private readonly attempt: string,
  ) {}

  /**
   * Stores a file of fragments and its playlists. All are durable when it returns; none is left when it
   * fails.
   *
   * @param described what the file turned out to be, asked for when all of it has been taken
   */
  async put(
    rung: string,
    source: ByteSource,
    described: () => FragmentedFile,
    options: { signal?: AbortSignal | undefined } = {},
  ): Promise<Rendition> {
    const folder = this.folder(rung);
    const { signal } = options;
    return this.allOrNone(async (put) => {
      const stream = await put(renditionFile(folder, 'stream'), source, { signal });
      const file = described();
      const name = RENDITION_FILES.stream;
      const playlist = await put(
        renditionFile(folder, 'playlist'),
        ...textOf(mediaPlaylist(name, file.init, file.segments)),
      );
      const keyframes =
        file.keyframes.length === 0
          ? undefined
          : await put(
              renditionFile(folder, 'keyframes'),
              ...textOf(keyframePlaylist(name, file.init, file.keyframes)),
            );
      const bytes = stream.bytes + playlist.bytes + (keyframes?.bytes ?? 0);
      return renditionOf(rung, folder, bytes, factsOf(file));
    });
  }

  /**
   * Stores a track as a composition over the upload, and its playlists. All are durable when it returns;
   * none is left when it fails.
   */
  async putComposition(
    { rung, index, playlist, keyframes, facts }: ComposedTrack,
    options: { signal?: AbortSignal | undefined },
  ): Promise<Rendition> {
    const { signal } = options;
    const folder = this.folder(rung);
    return this.allOrNone(async (put) => {
      const files = [
        [renditionFile(folder, 'playlist'), playlist],
        [renditionFile(folder, 'index'), index],
        ...(keyframes === undefined ? [] : [[renditionFile(folder, 'keyframes'), keyframes] as const]),
      ] as const;
      const stored = await Promise.all(
        files.map(([key, content]) => put(key, only(content), { bytes: content.byteLength, signal })),
      );
      const bytes = stored.reduce((sum, object) => sum + object.bytes, 0);
      return renditionOf(rung, folder, bytes, facts);
    });
  }

  /**
   * Another asset's rendition, of an upload with the same bytes, as one of this one's: storage clones its objects, and
   * the two live and die apart. All of them are there when it returns; none is left when it fails.
   *
   * @throws ObjectNotFound when the other one is gone, StorageFault where storage can't clone
   */
  async adopt(other: Rendition): Promise<Rendition> {
    const { storage } = this;
    if (storage.clone === undefined) throw new StorageFault('The storage has no clones.');
    const folder = this.folder(other.rung);
    const adopted = { ...other, folder, playlistKey: renditionFile(folder, 'playlist') };
    const clone = (file: keyof typeof RENDITION_FILES) =>
      storage.clone?.(renditionFile(other.folder, file), renditionFile(folder, file));
    try {
      // One of the two is there.
      await clone('stream')?.catch((error: unknown) => {
        if (!(error instanceof ObjectNotFound)) throw error;
        return clone('index');
      });
      if (other.keyframeBandwidth !== undefined) await clone('keyframes');
      await clone('playlist');
      return adopted;
    } catch (error) {
      await this.remove(adopted).catch(() => undefined);
      throw error;
    }
  }

  /** Stores a new master playlist for these renditions and text tracks, under a name of its own. */
  async putMaster(
    renditions: readonly Rendition[],
    captions: readonly StoredCaption[] = [],
  ): Promise<{ key: StorageKey; bytes: number }> {
    const key = masterOf(this.asset, renditions.length, randomToken(10));
    const subtitles = captions.map(({ playlist, ...caption }) => ({
      ...caption,
      uri: `${nameOf(folderOf(playlist))}/${nameOf(playlist)}`,
    }));
    const [source, options] = textOf(masterOfRenditions(renditions, subtitles));
    await this.storage.put(key, source, options);
    return { key, bytes: options.bytes };
  }

  /** When the segments of a rendition that is stored begin, in seconds; the first one is left out. */
  async cutsOf({ playlistKey }: Rendition, signal?: AbortSignal): Promise<readonly number[]> {
    const object = await this.storage.open(playlistKey, { signal });
    try {
      const { segments } = parseMediaPlaylist((await gather(object.read())).toString('utf8'));
      let time = 0;
      return segments.slice(0, -1).map(({ durationSeconds }) => (time += durationSeconds));
    } finally {
      await object.close();
    }
  }

  /** Removes a rendition again; the playlists first, so that nothing names what is gone. */
  async remove({ folder }: Rendition): Promise<void> {
    // What is not there counts as removed.
    for (const file of ['playlist', 'keyframes', 'stream', 'index'] as const)
      await this.storage.remove(renditionFile(folder, file));
  }

  private folder(rung: string): StorageKey {
    return renditionFolder(this.asset, rung, this.attempt);
  }

  /** Takes away again what `work` has put, when it fails. */
  private async allOrNone<T>(work: (put: Storage['put']) => Promise<T>): Promise<T> {
    const puts: Promise<StoredObject>[] = [];
    try {
      return await work((...args) => {
        const put = this.storage.put(...args);
        puts.push(put);
        return put;
      });
    } catch (error) {
      for (const put of await Promise.allSettled(puts)) {
        if (put.status === 'fulfilled') await this.storage.remove(put.value.key).catch(() => undefined);
      }
      throw error;
    }
  }
}

/** What a file of fragments says of its rendition. */
export function factsOf(file: FragmentedFile): ComposedTrack['facts'] {
  const { codecs, width, height, frameRate, channels, durationSeconds, segments, keyframes } = file;
  const { peak, average } = bandwidths(segments);
  const keyframePeak = keyframes.length === 0 ? undefined : bandwidths(keyframes).peak;
  return { codecs, width, height, frameRate, channels, durationSeconds, peak, average, keyframePeak };
}

function renditionOf(
  rung: string,
  folder: StorageKey,
  bytes: number,
  facts: ComposedTrack['facts'],
): Rendition {
  const { width, height, frameRate, channels, codecs, durationSeconds, peak, average, keyframePeak } = facts;
  return {
    rung,
    folder,
    playlistKey: renditionFile(folder, 'playlist'),
    width,
    height,
    frameRate,
    channels,
    codecs,
    durationSeconds,
    bandwidth: Math.ceil(peak),
    averageBandwidth: Math.ceil(average),
    keyframeBandwidth: keyframePeak === undefined ? undefined : Math.ceil(keyframePeak),
    bytes,
  };
}

function textOf(text: string): [ByteSource, { bytes: number }] {
  const bytes = Buffer.from(text);
  return [only(bytes), { bytes: bytes.byteLength }];
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
