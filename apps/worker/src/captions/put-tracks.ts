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
 * @param end.late what becomes of what begins after its end: of what was put beside a longer one it is kept, and counted
 * @returns undefined where nothing is missing
 */
export async function completeTracks(
  storage: Storage,
  asset: string,
  tracks: PutTracks | null,
  { seconds, late }: { readonly seconds: number; readonly late: 'cut' | 'kept' },
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
      const heard = within(cues, seconds);
      const bytes =
        (await write(text, webVtt(late === 'cut' ? heard : cues))) +
        (await write(playlist, subtitlePlaylist(nameOf(text), seconds)));
      const { beyondEnd: _, ...same } = put;
      const beyondEnd = late === 'cut' ? 0 : cues.length - heard.length;
      const paths = { path: pathUnderAsset(text), playlist: pathUnderAsset(playlist) };
      return { ...same, ...paths, bytes, ...(beyondEnd > 0 && { beyondEnd }) };
    };
    const completed: PutCaption[] = [];
    for (const [number, put] of captions.entries())
      completed.push(put.playlist === null ? await caption(put, number) : put);
    const made: PutTracks = {
      ...tracks,
      captions: completed,
      chapters:
        chapters === null ? null : await completeChapters(asset, chapters, { seconds, late, token }, write),
    };
    return { tracks: made, bytes: bytesIn(made) - bytesIn(tracks), stored };
  });
}

async function completeChapters(
  asset: string,
  chapters: PutChapters,
  { seconds, late, token }: { seconds: number; late: 'cut' | 'kept'; token: string },
  write: (key: StorageKey, content: string) => Promise<number>,
): Promise<PutChapters | null> {
  if (chapters.files !== null) return chapters;
  const list = chapters.list.filter(({ startSeconds }) => startSeconds < seconds);
  if (list.length === 0 && late === 'cut') return null;
  const { vtt, json } = chapterFiles(asset, token);
  const bytes =
    (await write(vtt, chapterVtt(list, seconds))) + (await write(json, chapterJson(list, seconds)));
  const kept = late === 'cut' ? list : chapters.list;
  return { ...chapters, list: kept, files: { vtt: pathUnderAsset(vtt), json: pathUnderAsset(json) }, bytes };
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

/** What people put beside one recording, as it is to be completed beside another that is shown in its place. */
export function besideAnother(tracks: PutTracks | null): PutTracks | null {
  if (tracks === null) return null;
  const { captions, chapters } = tracks;
  return {
    ...tracks,
    captions: captions.map((put) => ({ ...put, playlist: null, bytes: 0 })),
    chapters: chapters === null ? null : { ...chapters, files: null, bytes: 0 },
  };
}
