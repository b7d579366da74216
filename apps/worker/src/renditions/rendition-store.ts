import { randomToken } from '#libs/kernel';
import { bandwidths, masterPlaylist, mediaPlaylist, type Subtitle } from '#libs/hls';
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
import type { ComposedMovie } from './movie-thread.js';

/** One encoding of a recording that is stored and can be played. */
export interface Rendition {
  /** Its place on the ladder: `source`, `720p`, `audio`. */
  readonly rung: string;
  /** The folder's key; its name is unique to the attempt. */
  readonly folder: StorageKey;
  readonly playlistKey: StorageKey;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly frameRate: number | undefined;
  /** Peak and average bits a second. */
  readonly bandwidth: number;
  readonly averageBandwidth: number;
  readonly codecs: string;
  /** Of all its objects; of a composition without what lies in the original anyway. */
  readonly bytes: number;
  readonly durationSeconds: number;
}

/** A text track whose playlist is stored beside the renditions. */
export interface StoredCaption extends Omit<Subtitle, 'uri'> {
  readonly playlist: StorageKey;
}

const SEGMENT_SECONDS_AT_MOST = 20;

/** A rendition whose keyframes are too rare to be played in segments. */
export class KeyframesTooRare extends Error {}

/** The renditions of one asset that one attempt stores. */
export class RenditionStore {
  constructor(
    private readonly storage: Storage,
    private readonly asset: string,
    /** Part of every name that this attempt stores under, so that no two attempts meet (F34). */
    private readonly attempt: string,
  ) {}

  /**
   * Stores a file of fragments and its playlist. Both are durable when it returns; neither is left when it
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
    const { signal } = options;
    const folder = this.folder(rung);
    const streamKey = renditionFile(folder, 'stream');
    const stream = await this.storage.put(streamKey, source, { signal });
    try {
      const file = described();
      const playlist = await this.putPlaylist(folder, RENDITION_FILES.stream, file);
      return renditionOf(rung, { ...file, ...bandwidths(file.segments) }, playlist, stream.bytes);
    } catch (error) {
      await this.storage.remove(streamKey).catch(() => undefined);
      throw error;
    }
  }

  /**
   * Stores a movie as a composition over the upload, and its playlist. Both are durable when it returns;
   * neither is left when it fails.
   *
   * @throws KeyframesTooRare
   */
  async putComposition(
    { rung, index, playlist, longestSegment, facts }: ComposedMovie,
    options: { signal?: AbortSignal | undefined },
  ): Promise<Rendition> {
    refuseRare(longestSegment);
    const { signal } = options;
    const folder = this.folder(rung);
    const puts = [
      this.storage.put(renditionFile(folder, 'playlist'), only(playlist), {
        bytes: playlist.byteLength,
        signal,
      }),
      this.storage.put(renditionFile(folder, 'index'), only(index), { bytes: index.byteLength, signal }),
    ] as const;
    try {
      const [storedPlaylist, storedIndex] = await Promise.all(puts);
      return renditionOf(rung, facts, storedPlaylist, storedIndex.bytes);
    } catch (error) {
      for (const put of await Promise.allSettled(puts)) {
        if (put.status === 'fulfilled') await this.storage.remove(put.value.key).catch(() => undefined);
      }
      throw error;
    }
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
    const playlistKey = renditionFile(folder, 'playlist');
    const adopted = { ...other, folder, playlistKey };
    const [stream, index] = [renditionFile(other.folder, 'stream'), renditionFile(other.folder, 'index')];
    try {
      // One of the two is there.
      await storage.clone(stream, renditionFile(folder, 'stream')).catch((error: unknown) => {
        if (!(error instanceof ObjectNotFound)) throw error;
        return storage.clone?.(index, renditionFile(folder, 'index'));
      });
      await storage.clone(other.playlistKey, playlistKey);
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
    const text = masterPlaylist(
      renditions.map((rendition) => ({
        ...rendition,
        uri: `${nameOf(rendition.folder)}/${RENDITION_FILES.playlist}`,
      })),
      captions.map(({ playlist, ...caption }) => ({
        ...caption,
        uri: `${nameOf(folderOf(playlist))}/${nameOf(playlist)}`,
      })),
    );
    const playlist = Buffer.from(text);
    await this.storage.put(key, only(playlist), { bytes: playlist.byteLength });
    return { key, bytes: playlist.byteLength };
  }

  /** Removes a rendition again; the playlist first, so that nothing names what is gone. */
  async remove({ folder, playlistKey }: Rendition): Promise<void> {
    await this.storage.remove(playlistKey);
    // One of the two is there; what is not counts as removed.
    for (const file of ['stream', 'index'] as const) await this.storage.remove(renditionFile(folder, file));
  }

  private folder(rung: string): StorageKey {
    return renditionFolder(this.asset, rung, this.attempt);
  }

  /** @throws KeyframesTooRare */
  private async putPlaylist(
    folder: StorageKey,
    stream: string,
    file: FragmentedFile,
    signal?: AbortSignal,
  ): Promise<StoredObject> {
    for (const { durationSeconds } of file.segments) refuseRare(durationSeconds);
    const playlist = Buffer.from(mediaPlaylist(stream, file.init, file.segments));
    return this.storage.put(renditionFile(folder, 'playlist'), only(playlist), {
      bytes: playlist.byteLength,
      signal,
    });
  }
}

function refuseRare(seconds: number): void {
  if (seconds > SEGMENT_SECONDS_AT_MOST) throw new KeyframesTooRare('keyframes are too rare');
}

function renditionOf(
  rung: string,
  facts: ComposedMovie['facts'],
  playlist: StoredObject,
  streamBytes: number,
): Rendition {
  const { width, height, frameRate, codecs, durationSeconds, peak, average } = facts;
  return {
    rung,
    folder: folderOf(playlist.key),
    playlistKey: playlist.key,
    width,
    height,
    frameRate,
    codecs,
    durationSeconds,
    bandwidth: Math.ceil(peak),
    averageBandwidth: Math.ceil(average),
    bytes: streamBytes + playlist.bytes,
  };
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
