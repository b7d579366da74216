import type { PutCaption, PutChapters, PutTracks } from '#libs/database';
import { subtitlePlaylist } from '#libs/hls';
import { randomToken } from '#libs/kernel';
import {
  allOrNone,
  bytesOf,
  captionFiles,
  captionsFolder,
  chapterFiles,
  nameOf,
  pathUnderAsset,
  type Storage,
  type StorageKey,
  underAsset,
} from '#libs/storage';
import { chapterJson, chapterVtt, readCaptions, webVtt, within } from '#libs/text-tracks';

/** What people put, with all that a master playlist names. */
export interface CompletedTracks {
  readonly tracks: PutTracks;
  /** How many more there are than before. */
  readonly bytes: number;
  /** What was stored for it. */
  readonly stored: readonly StorageKey[];
}

/**
 * What people put beside a recording before it had a master playlist, and so before anybody knew how long it is: cut to
 * its length, with the files that the playlist names. All of them are stored, or none.
 *
 * @returns undefined where nothing is missing
 */
export async function completeTracks(
  storage: Storage,
  asset: string,
  tracks: PutTracks | null,
  seconds: number,
): Promise<CompletedTracks | undefined> {
  const { captions = [], chapters = null } = tracks ?? {};
  const isMissing = captions.some(({ playlist }) => playlist === null) || chapters?.files === null;
  if (tracks === null || !isMissing) return undefined;
  return allOrNone(storage, async (together) => {
    const token = randomToken(10);
    const stored: StorageKey[] = [];
    const write = async (key: StorageKey, content: string): Promise<number> => {
      const { bytes } = await together.write(key, content);
      stored.push(key);
      return bytes;
    };
    const caption = async (put: PutCaption, number: number): Promise<PutCaption> => {
      const { text, playlist } = captionFiles(captionsFolder(asset, token), number);
      const { cues } = readCaptions(await textOf(storage, underAsset(asset, put.path)));
      const bytes =
        (await write(text, webVtt(within(cues, seconds)))) +
        (await write(playlist, subtitlePlaylist(nameOf(text), seconds)));
      return { ...put, path: pathUnderAsset(text), playlist: pathUnderAsset(playlist), bytes };
    };
    const completed: PutCaption[] = [];
    for (const [number, put] of captions.entries())
      completed.push(put.playlist === null ? await caption(put, number) : put);
    const made: PutTracks = {
      ...tracks,
      captions: completed,
      chapters: chapters === null ? null : await completeChapters(asset, chapters, seconds, token, write),
    };
    return { tracks: made, bytes: bytesIn(made) - bytesIn(tracks), stored };
  });
}

async function completeChapters(
  asset: string,
  chapters: PutChapters,
  seconds: number,
  token: string,
  write: (key: StorageKey, content: string) => Promise<number>,
): Promise<PutChapters | null> {
  if (chapters.files !== null) return chapters;
  const list = chapters.list.filter(({ startSeconds }) => startSeconds < seconds);
  if (list.length === 0) return null;
  const { vtt, json } = chapterFiles(asset, token);
  const bytes =
    (await write(vtt, chapterVtt(list, seconds))) + (await write(json, chapterJson(list, seconds)));
  return { ...chapters, list, files: { vtt: pathUnderAsset(vtt), json: pathUnderAsset(json) }, bytes };
}

function bytesIn({ captions, chapters }: PutTracks): number {
  return captions.reduce((sum, { bytes }) => sum + bytes, chapters?.bytes ?? 0);
}

async function textOf(storage: Storage, key: StorageKey): Promise<string> {
  const object = await storage.open(key);
  try {
    return (await bytesOf(object, 0, object.bytes)).toString('utf8');
  } finally {
    await object.close();
  }
}
