import { DomainError } from '#libs/kernel';

/** Nobody can tell how the text is encoded, or it is not encoded as its sender says. */
export class CharsetUnknown extends DomainError {
  readonly code = 'charset-unknown';
  readonly kind = 'unprocessable';
  constructor() {
    super(
      'It can not be told how this text is encoded: save it as UTF-8, or name its charset in the Content-Type, such as `text/plain; charset=gb18030`.',
    );
  }
}

/** All of the captions are of a time when the recording is over: they are another one's. */
export class CaptionsBeyondEnd extends DomainError {
  readonly code = 'captions-beyond-end';
  readonly kind = 'unprocessable';
  constructor(durationSeconds: number) {
    super('Every cue begins after the end of the recording: these are the captions of another one.', {
      facts: { durationSeconds },
    });
  }
}

/** The second lies behind the end of the recording. */
export class PosterBeyondEnd extends DomainError {
  readonly code = 'poster-beyond-end';
  readonly kind = 'unprocessable';
  constructor(durationSeconds: number) {
    super('The recording ends before this second.', { facts: { durationSeconds } });
  }
}

/** A recording of sound has no picture of which a poster could be. */
export class NoPicture extends DomainError {
  readonly code = 'no-picture';
  readonly kind = 'conflict';
  constructor() {
    super('The recording has sound alone: send an image for its poster.');
  }
}

/** By its bytes, whatever it is called. */
export class NotAnImage extends DomainError {
  readonly code = 'not-an-image';
  readonly kind = 'unprocessable';
  constructor() {
    super('This is no image: send a JPEG, PNG, WebP, GIF, TIFF or AVIF.');
  }
}
