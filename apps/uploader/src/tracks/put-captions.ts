import {
  type Asset,
  captionsOf,
  putTracksOf,
  type ShownCaption,
  TooManyCaptions,
  TrackNotFound,
} from '#libs/catalog';
import { type ExpectedVersion, type PutCaption, type PutTracks, requireVersion } from '#libs/database';
import { subtitlePlaylist } from '#libs/hls';
import type { Caller } from '#libs/http';
import { type Clock, randomToken } from '#libs/kernel';
import { wholeText } from '#libs/media-type/sniff';
import {
  captionFiles,
  captionsFolder,
  nameOf,
  pathUnderAsset,
  type Storage,
  type StorageKey,
  underAsset,
} from '#libs/storage';
import { nameOfLanguage, readCaptions, webVtt, within } from '#libs/text-tracks';
import { CaptionsBeyondEnd, CharsetUnknown } from './tracks.errors.js';
import { durationOf, textOf, type TrackEditor } from './track-editor.js';

/** Of text as it comes: a day of speech. */
export const MOST_CAPTION_BYTES = 2 * 2 ** 20;
/** In as many languages people put captions. */
const MOST_LANGUAGES = 32;

export interface CaptionWish {
  readonly bytes: Uint8Array;
  /** As the Content-Type names it. */
  readonly charset: string | undefined;
  readonly label: string | undefined;
  readonly isDefault: boolean;
}

/** Captions that people put, read and replace, by their language. */
export class PutCaptions {
  constructor(
    private readonly editor: TrackEditor,
    private readonly storage: Storage,
    private readonly clock: Clock,
  ) {}

  /** @throws AssetNotFound, NotARecording */
  async list(caller: Caller, id: string): Promise<{ asset: Asset; captions: ShownCaption[] }> {
    const asset = await this.editor.seen(caller, id);
    return { asset, captions: captionsOf(asset) };
  }

  /** Those of a language as WebVTT. @throws AssetNotFound, NotARecording, TrackNotFound */
  async text(caller: Caller, id: string, language: string): Promise<{ version: number; text: string }> {
    const asset = await this.editor.seen(caller, id);
    const shown = captionsOf(asset).filter((caption) => caption.language === language);
    const found = shown.find(({ isForced }) => !isForced) ?? shown[0];
    if (found === undefined) throw new TrackNotFound('captions of this language');
    return { version: versionOf(found), text: await textOf(this.storage, underAsset(id, found.path)) };
  }

  /**
   * Puts captions in the place of all that there are of the language.
   *
   * @returns how many cues were left out, since they have no text, no time, or begin after the end
   * @throws CharsetUnknown, CaptionsUnreadable, TooManyCues, CaptionsBeyondEnd, TooManyCaptions, VersionConflict, and as
   *   TrackEditor.change
   */
  async put(
    caller: Caller,
    id: string,
    language: string,
    wish: CaptionWish,
    expected: ExpectedVersion | undefined,
  ): Promise<{ caption: ShownCaption; isNew: boolean; leftOut: number }> {
    const content = wholeText(wish.bytes, wish.charset);
    if (content === undefined) throw new CharsetUnknown();
    const read = readCaptions(content);
    let isNew = false;
    let leftOut = 0;
    const asset = await this.editor.change(caller, id, {
      action: 'captions.put',
      facts: { language, cues: read.cues.length },
      spoken: { language, webVtt: webVtt(read.cues) },
      make: async (seen, write) => {
        const tracks = putTracksOf(seen);
        const before = tracks.captions.find((caption) => caption.language === language);
        requireVersion(before?.version ?? 0, expected);
        if (before === undefined && tracks.captions.length >= MOST_LANGUAGES)
          throw new TooManyCaptions(MOST_LANGUAGES);
        const seconds = durationOf(seen);
        const cues = seconds === undefined ? read.cues : within(read.cues, seconds);
        if (cues.length === 0) throw new CaptionsBeyondEnd(seconds ?? 0);
        isNew = before === undefined;
        leftOut = read.leftOut + read.cues.length - cues.length;
        const stored = await this.store(seen, cues, seconds, write);
        const put: PutCaption = {
          ...stored,
          language,
          label: wish.label ?? nameOfLanguage(language),
          isDefault: wish.isDefault,
          cues: cues.length,
          version: seen.version + 1,
          putAt: this.clock.now().toISOString(),
        };
        const others = tracks.captions
          .filter((caption) => caption !== before)
          .map((other) => (wish.isDefault ? { ...other, isDefault: false } : other));
        return { ...tracks, captions: [...others, put] };
      },
    });
    const caption = captionsOf(asset).find(({ put }) => put?.language === language);
    if (caption === undefined) throw new TrackNotFound('captions of this language');
    return { caption, isNew, leftOut };
  }

  /**
   * Takes away what was put, so that the recording's own of the language are shown again; where nothing was, it hides
   * those.
   *
   * @throws TrackNotFound, VersionConflict, and as TrackEditor.change
   */
  async remove(
    caller: Caller,
    id: string,
    language: string,
    expected: ExpectedVersion | undefined,
  ): Promise<void> {
    let own: string | null = null;
    await this.editor.change(caller, id, {
      action: 'captions.removed',
      facts: { language },
      get spoken() {
        return { language, webVtt: own };
      },
      make: async (seen) => {
        const tracks = putTracksOf(seen);
        const found = captionsOf(seen).find((caption) => caption.language === language);
        if (found === undefined) throw new TrackNotFound('captions of this language');
        requireVersion(versionOf(found), expected);
        const left = without(tracks, language);
        const shown = captionsOf({ ...seen, putTracks: left }).find((each) => each.language === language);
        own = shown === undefined ? null : await textOf(this.storage, underAsset(id, shown.path));
        return left;
      },
    });
  }

  private async store(
    { id, master }: Asset,
    cues: Parameters<typeof webVtt>[0],
    seconds: number | undefined,
    write: (key: StorageKey, content: string) => Promise<number>,
  ): Promise<Pick<PutCaption, 'path' | 'playlist' | 'bytes'>> {
    const { text, playlist } = captionFiles(captionsFolder(id, randomToken(10)), 0);
    const bytes = await write(text, webVtt(cues));
    // Who makes the first master playlist knows how long the recording is, and does the rest.
    if (master === null) return { path: pathUnderAsset(text), playlist: null, bytes };
    const listed = await write(playlist, subtitlePlaylist(nameOf(text), seconds ?? cues.at(-1)?.end ?? 0));
    return { path: pathUnderAsset(text), playlist: pathUnderAsset(playlist), bytes: bytes + listed };
  }
}

/** By which edits of captions are told apart: 0 of those that nobody put. */
export function versionOf({ put }: ShownCaption): number {
  return put?.version ?? 0;
}

function without(tracks: PutTracks, language: string): PutTracks {
  const captions = tracks.captions.filter((caption) => caption.language !== language);
  if (captions.length < tracks.captions.length) return { ...tracks, captions };
  return { ...tracks, hidden: [...tracks.hidden, language] };
}
