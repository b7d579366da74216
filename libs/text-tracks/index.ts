export { type Chapter, chapterJson, chaptersOf, chapterVtt } from './chapters.js';
export { type Cue, inOrder, MOST_CUES, webVtt, webVttTime, within } from './cue.js';
export { CueText } from './cue-text.js';
export { languageOf, nameOfLanguage } from './language.js';
export { readCaptions } from './read-captions.js';
export {
  CaptionsUnreadable,
  ChapterBeyondEnd,
  ChaptersNotAscending,
  LanguageUnknown,
  TooManyCues,
} from './text-tracks.errors.js';
