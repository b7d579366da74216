import { CANCELLED } from '#libs/catalog';
import { DomainError } from '#libs/kernel';

/** Why an upload can't be made playable, in words for the doctor who uploaded it. */
export const REASONS = {
  'not-media': 'The file is neither a recording nor a picture that can be played.',
  'file-empty': 'The file is empty.',
  'recording-cut-off':
    'The recording is incomplete: the file ends before the recording does. Please export or copy it again.',
  'recording-damaged': 'The recording is damaged and can not be read.',
  'recording-encrypted':
    'The recording is protected (encrypted) and can not be read. Please export it again without copy protection.',
  'no-picture-or-sound': 'The recording has neither picture nor sound.',
  'codec-not-supported':
    'The picture of the recording has a format that can not be converted. Please export it as MP4 with H.264 and AAC.',
  'sound-codec-not-supported':
    'The sound of the recording has a format that can not be converted. Please export it as M4A or MP4 with AAC (LC), or as MP3 or WAV.',
  'picture-too-large': 'The picture is too large to be processed.',
  'picture-damaged': 'The picture is damaged and can not be read.',
  'picture-not-supported': 'The picture has a format that can not be shown. Please save it as JPEG or PNG.',
  'recording-too-long': 'The recording is too long to be processed.',
  'took-too-long': 'Processing took longer than is allowed and was stopped.',
  'too-complex': 'The file has more parts than can be processed safely.',
  'too-many-pictures':
    'The file claims far more pictures than a recording of its length and size can have. Please export it again as MP4 (H.264) with at most 60 pictures a second.',
  [CANCELLED.code]: CANCELLED.reason,
  internal: 'Processing failed for a reason of our own. It will be tried again.',
} as const;

export type FailureCode = keyof typeof REASONS;

/**
 * An asset can't be processed. `code` and `message` are stable and fit for the page; only `internal` is
 * worth another attempt, since the others would end the same way.
 */
export class MediaFailure extends DomainError {
  readonly code: FailureCode;
  readonly kind = 'unprocessable';
  override readonly retryable: boolean;

  /** @param options.what the name of the format in question, which the message then tells */
  constructor(code: FailureCode, options?: { cause?: unknown; what?: string }) {
    const { what } = options ?? {};
    super(
      what === undefined ? REASONS[code] : REASONS[code].replace('a format that', `a format (${what}) that`),
      options,
    );
    this.code = code;
    this.retryable = code === 'internal';
  }
}

/** Codes of libs/mp4 as reasons. */
export const MOVIE_FAILURES: Readonly<Record<string, FailureCode>> = {
  'movie-invalid': 'recording-damaged',
  'movie-truncated': 'recording-cut-off',
  'movie-encrypted': 'recording-encrypted',
  'movie-too-complex': 'too-complex',
  'movie-too-many-samples': 'too-many-pictures',
};

/** Any error as a reason; what nobody foresaw is `internal`, with the error as its cause. */
export function mediaFailure(error: unknown): MediaFailure {
  if (error instanceof MediaFailure) return error;
  const known = error instanceof DomainError ? MOVIE_FAILURES[error.code] : undefined;
  return new MediaFailure(known ?? 'internal', { cause: error });
}
