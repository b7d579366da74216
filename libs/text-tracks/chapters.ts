import { CueText } from './cue-text.js';
import { webVttTime } from './cue.js';
import { ChapterBeyondEnd, ChaptersNotAscending } from './text-tracks.errors.js';

/** A part of a recording, up to where the next one begins. */
export interface Chapter {
  readonly title: string;
  readonly startSeconds: number;
}

/**
 * Chapters of which the first begins with the recording: where none does, one that is called `opening` comes before.
 *
 * @param seconds of the recording; undefined while nobody knows
 * @throws ChaptersNotAscending, ChapterBeyondEnd
 */
export function chaptersOf(
  wished: readonly Chapter[],
  { opening, seconds }: { readonly opening: string; readonly seconds: number | undefined },
): Chapter[] {
  for (const [index, { startSeconds }] of wished.entries()) {
    const before = wished[index - 1]?.startSeconds;
    // They are written in milliseconds: two of the same would be one.
    if (before !== undefined && startSeconds - before < 0.001) throw new ChaptersNotAscending(index + 1);
    if (seconds !== undefined && startSeconds >= seconds) throw new ChapterBeyondEnd(index + 1, seconds);
  }
  const [first] = wished;
  if (first === undefined || first.startSeconds === 0) return [...wished];
  return [{ title: opening, startSeconds: 0 }, ...wished];
}

/** A track of chapters (WebVTT section 1.4): each cue is one, with its title. */
export function chapterVtt(chapters: readonly Chapter[], seconds: number): string {
  const cues = chapters.map(({ title, startSeconds }, index) => {
    const text = new CueText();
    text.write(title);
    const end = chapters[index + 1]?.startSeconds ?? seconds;
    return `${webVttTime(startSeconds)} --> ${webVttTime(end)}\n${text.finish()}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

/** The same as Apple's players read it, which a master playlist names as `com.apple.hls.chapters`. */
export function chapterJson(chapters: readonly Chapter[], seconds: number): string {
  const listed = chapters.map(({ title, startSeconds }, index) => ({
    chapter: index + 1,
    'start-time': startSeconds,
    duration: Number(((chapters[index + 1]?.startSeconds ?? seconds) - startSeconds).toFixed(3)),
    titles: [{ language: 'und', title }],
  }));
  return JSON.stringify(listed);
}
