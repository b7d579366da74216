import { randomToken } from '#libs/kernel';
import { keyframePlaylist, mediaPlaylist, parseMediaPlaylist, type Tracks } from '#libs/hls';
import type { FragmentedFile } from '#libs/mp4';
import {
  allOrNone,
  bytesOf,
  type ByteSource,
  contentOf,
  masterOf,
  ObjectNotFound,
  RENDITION_FILES,
  renditionFile,
  renditionFolder,
  type Storage,
  type StorageKey,
} from '#libs/storage';
import type { ComposedTrack } from './movie-thread.js';
import { factsOf } from './file-facts.js';
import { masterOfRenditions } from './master.js';
import type { Rendition } from './rendition.js';

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
    return allOrNone(this.storage, async (together) => {
      await together.put(renditionFile(folder, 'stream'), source, { signal });
      const file = described();
      const name = RENDITION_FILES.stream;
      const playlist = mediaPlaylist(name, file.init, file.segments);
      await together.write(renditionFile(folder, 'playlist'), playlist);
      if (file.keyframes.length > 0) {
        const keyframes = keyframePlaylist(name, file.init, file.keyframes);
        await together.write(renditionFile(folder, 'keyframes'), keyframes);
      }
      return renditionOf(rung, folder, together.bytes, factsOf(file));
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
    return allOrNone(this.storage, async (together) => {
      const write = (file: keyof typeof RENDITION_FILES, content: Uint8Array) =>
        together.write(renditionFile(folder, file), content, { signal });
      const { bytes, parts } = index;
      await Promise.all([
        write('playlist', playlist),
        together.put(renditionFile(folder, 'index'), contentOf(parts), { bytes, signal }),
        ...(keyframes === undefined ? [] : [write('keyframes', keyframes)]),
      ]);
      return renditionOf(rung, folder, together.bytes, facts);
    });
  }

  /**
   * Another asset's rendition, of an upload with the same bytes, as one of this one's: storage clones its objects, and
   * the two live and die apart. All of them are there when it returns; none is left when it fails.
   *
   * @throws ObjectNotFound when the other one is gone, StorageFault where storage can't clone
   */
  async adopt(other: Rendition): Promise<Rendition> {
    const folder = this.folder(other.rung);
    return allOrNone(this.storage, async (together) => {
      const clone = (file: keyof typeof RENDITION_FILES) =>
        together.clone(renditionFile(other.folder, file), renditionFile(folder, file));
      // One of the two is there.
      await clone('stream').catch((error: unknown) => {
        if (!(error instanceof ObjectNotFound)) throw error;
        return clone('index');
      });
      if (other.keyframeBandwidth !== undefined) await clone('keyframes');
      await clone('playlist');
      return { ...other, folder, playlistKey: renditionFile(folder, 'playlist') };
    });
  }

  /** Stores a new master playlist for these renditions and tracks, under a name of its own. */
  async putMaster(
    renditions: readonly Rendition[],
    tracks: Tracks,
  ): Promise<{ key: StorageKey; bytes: number }> {
    const key = masterOf(this.asset, renditions.length, randomToken(10));
    const text = masterOfRenditions(renditions, tracks);
    const { bytes } = await allOrNone(this.storage, (together) => together.write(key, text));
    return { key, bytes };
  }

  /** When the segments of a rendition that is stored begin, in seconds; the first one is left out. */
  async cutsOf({ playlistKey }: Rendition, signal?: AbortSignal): Promise<readonly number[]> {
    const object = await this.storage.open(playlistKey, { signal });
    try {
      const text = await bytesOf(object, 0, object.bytes, { signal });
      const { segments } = parseMediaPlaylist(text.toString('utf8'));
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
