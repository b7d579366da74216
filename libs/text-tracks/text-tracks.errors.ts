import { DomainError } from '#libs/kernel';

/** The text is neither SRT nor WebVTT; `line` is where that shows. */
export class CaptionsUnreadable extends DomainError {
  readonly code = 'captions-unreadable';
  readonly kind = 'unprocessable';
  constructor(line: number, why: string) {
    super(
      `This can not be read as captions, as line ${line} shows. ${why} Save them as SRT or WebVTT, and send that.`,
      { facts: { line } },
    );
  }
}

export class TooManyCues extends DomainError {
  readonly code = 'too-many-cues';
  readonly kind = 'unprocessable';
  constructor(limit: number) {
    super(`Captions have ${limit} cues at the most.`, { facts: { limit } });
  }
}

/** The language is none of BCP 47. */
export class LanguageUnknown extends DomainError {
  readonly code = 'language-unknown';
  readonly kind = 'invalid';
  constructor() {
    super(
      'There is no such language: name it as BCP 47 does, such as `zh`, `zh-Hant`, `bo` or `en`. Where it has no name there, `und` and a label will do.',
    );
  }
}

/** `chapter` is the first, counted from 1, that does not begin after the one before it. */
export class ChaptersNotAscending extends DomainError {
  readonly code = 'chapters-not-ascending';
  readonly kind = 'unprocessable';
  constructor(chapter: number) {
    super('Each chapter must begin after the one before it, by a millisecond at least.', {
      facts: { chapter },
    });
  }
}

/** `chapter` is the first, counted from 1, that does not begin within the recording. */
export class ChapterBeyondEnd extends DomainError {
  readonly code = 'chapter-beyond-end';
  readonly kind = 'unprocessable';
  constructor(chapter: number, durationSeconds: number) {
    super('Every chapter must begin before the recording ends.', { facts: { chapter, durationSeconds } });
  }
}
