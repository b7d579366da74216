import { putTracksOf, TrackNotFound } from '#libs/catalog';
import { type ExpectedVersion, type PutChapters, requireVersion } from '#libs/database';
import type { Caller } from '#libs/http';
import { randomToken } from '#libs/kernel';
import { chapterFiles, pathUnderAsset } from '#libs/storage';
import { type Chapter, chapterJson, chaptersOf, chapterVtt } from '#libs/text-tracks';
import { durationOf, type TrackEditor } from './track-editor.js';

/** What recordings consist of, as people say. */
export class ChapterList {
  constructor(private readonly editor: TrackEditor) {}

  /** @throws AssetNotFound, NotARecording, TrackNotFound */
  async get(caller: Caller, id: string): Promise<PutChapters> {
    const { chapters } = putTracksOf(await this.editor.seen(caller, id));
    if (chapters === null) throw new TrackNotFound('chapters');
    return chapters;
  }

  /** @throws ChaptersNotAscending, ChapterBeyondEnd, VersionConflict, and as TrackEditor.change */
  async put(
    caller: Caller,
    id: string,
    wished: readonly Chapter[],
    expected: ExpectedVersion | undefined,
  ): Promise<PutChapters> {
    const asset = await this.editor.change(caller, id, {
      action: 'chapters.put',
      facts: { chapters: wished.length },
      make: async (seen, write) => {
        const tracks = putTracksOf(seen);
        requireVersion(tracks.chapters?.version ?? 0, expected);
        const seconds = durationOf(seen);
        const exact = wished.map(({ title, startSeconds }) => ({
          title,
          startSeconds: Math.round(startSeconds * 1000) / 1000,
        }));
        const list = chaptersOf(exact, { opening: seen.title, seconds });
        const version = seen.version + 1;
        // Who makes the first master playlist knows how long the recording is, and writes the files.
        if (seen.master === null || seconds === undefined)
          return { ...tracks, chapters: { list, files: null, bytes: 0, version } };
        const { vtt, json } = chapterFiles(id, randomToken(10));
        const bytes =
          (await write(vtt, chapterVtt(list, seconds))) + (await write(json, chapterJson(list, seconds)));
        const files = { vtt: pathUnderAsset(vtt), json: pathUnderAsset(json) };
        return { ...tracks, chapters: { list, files, bytes, version } };
      },
    });
    return putTracksOf(asset).chapters ?? this.get(caller, id);
  }

  /** @throws TrackNotFound, VersionConflict, and as TrackEditor.change */
  async remove(caller: Caller, id: string, expected: ExpectedVersion | undefined): Promise<void> {
    await this.editor.change(caller, id, {
      action: 'chapters.removed',
      facts: {},
      make: async (seen) => {
        const tracks = putTracksOf(seen);
        if (tracks.chapters === null) throw new TrackNotFound('chapters');
        requireVersion(tracks.chapters.version, expected);
        return { ...tracks, chapters: null };
      },
    });
  }
}
