import { DomainError } from '#libs/kernel';

export { VersionConflict } from '#libs/database';

export class CourseNotFound extends DomainError {
  readonly code = 'course-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such course.');
  }
}

/** A course's order names each of its assets once at most, and nothing else; the first hundred that are wrong are told. */
export class InvalidAssetOrder extends DomainError {
  readonly code = 'invalid-asset-order';
  readonly kind = 'invalid';
  constructor({ unknown, doubled }: { unknown: readonly string[]; doubled: readonly string[] }) {
    super('The order must name assets of this course, each of them once.', {
      facts: { unknown: unknown.slice(0, 100), doubled: doubled.slice(0, 100) },
    });
  }
}

export class AssetNotFound extends DomainError {
  readonly code = 'asset-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such asset.');
  }
}

/** Nothing of the asset was asked to be released, or it is none of the caller's to decide. */
export class ReleaseNotFound extends DomainError {
  readonly code = 'release-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such lesson that is to be released, was, or was refused.');
  }
}

/** A viewer has as many playback sessions and download links that have not expired as one may have. */
export class TooManySessions extends DomainError {
  readonly code = 'too-many-sessions';
  readonly kind = 'too-many';
  override readonly retryable = true;
  constructor(limit: number, nextEndsAt: string | null) {
    super(
      'You have as many playback sessions and download links as one person may have: try again when the first of them has expired.',
      { facts: { limit, nextEndsAt } },
    );
  }
}

/** A viewer can't be, nor have watched anything, behind the end of a recording. */
export class PositionBeyondEnd extends DomainError {
  readonly code = 'position-beyond-end';
  readonly kind = 'invalid';
  constructor(durationSeconds: number) {
    super('The recording ends before that: positions are in seconds from its beginning.', {
      facts: { durationSeconds },
    });
  }
}

/** The asset has not failed, so there is nothing to try again. */
export class AssetNotFailed extends DomainError {
  readonly code = 'asset-not-failed';
  readonly kind = 'conflict';
  constructor() {
    super('Only an asset whose processing failed can be tried again.');
  }
}

/** A failed asset was tried again as often as one may be; `retryAt` says from when on it can be once more. */
export class RetriesSpent extends DomainError {
  readonly code = 'retries-spent';
  readonly kind = 'too-many';
  override readonly retryable = true;
  constructor(limit: number, retryAt: string) {
    super(
      `An asset can be tried again ${limit} times in 24 hours. Upload the recording anew, exported another way, or try later.`,
      { facts: { limit, retryAt } },
    );
  }
}

/** What somebody saw of the asset is not what it is now: they look again, and begin anew. */
export class AssetEdited extends DomainError {
  readonly code = 'asset-edited';
  readonly kind = 'conflict';
  override readonly retryable = true;
  constructor() {
    super('The asset was changed by others again and again in the meantime: try again.');
  }
}

/** There is nothing of the sort beside this asset. */
export class TrackNotFound extends DomainError {
  readonly code = 'track-not-found';
  readonly kind = 'not-found';
  constructor(what: 'captions of this language' | 'chapters' | 'poster' | 'poster that somebody put') {
    super(`The asset has no ${what}.`);
  }
}

/** Only what is played has captions, chapters and a poster. */
export class NotARecording extends DomainError {
  readonly code = 'not-a-recording';
  readonly kind = 'conflict';
  constructor(kind: string) {
    super('Only a recording has captions, chapters and a poster.', { facts: { kind } });
  }
}

/** A recording has captions in as many languages as one may have. */
export class TooManyCaptions extends DomainError {
  readonly code = 'too-many-captions';
  readonly kind = 'conflict';
  constructor(limit: number) {
    super(`An asset has captions in ${limit} languages at the most: remove those that nobody needs.`, {
      facts: { limit },
    });
  }
}

/** Another worker took the asset over: what this one still does counts for nothing. */
export class StaleAttempt extends DomainError {
  readonly code = 'stale-attempt';
  readonly kind = 'conflict';
  constructor() {
    super('Another worker has taken over.');
  }
}

/** Another worker is at it, and its lease runs. */
export class AttemptRunning extends DomainError {
  readonly code = 'attempt-running';
  readonly kind = 'locked';
  override readonly retryable = true;
  constructor() {
    super('Another worker is processing the asset.');
  }
}

export class UploadNotFound extends DomainError {
  readonly code = 'upload-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such upload.');
  }
}

/** Its time is over, or it was given up: it can't be continued. */
export class UploadExpired extends DomainError {
  readonly code = 'upload-expired';
  readonly kind = 'gone';
  constructor(state: 'abandoned' | 'expired' = 'expired') {
    super(
      state === 'abandoned'
        ? 'The upload was given up, by you or since what came could not be taken: begin a new one.'
        : 'The upload has expired, since nothing came for too long: begin a new one.',
      { facts: { state } },
    );
  }
}

/** It became an asset, and its client tidied it up after that: the asset stays. */
export class UploadTerminated extends DomainError {
  readonly code = 'upload-terminated';
  readonly kind = 'gone';
  constructor() {
    super('The upload was ended by its client after it had become an asset. The asset stays.');
  }
}

/** An administrator ended it, for the room that it held. */
export class UploadEndedByAdministrator extends DomainError {
  readonly code = 'upload-ended';
  readonly kind = 'gone';
  constructor() {
    super(
      'An administrator ended this upload, and what had come of it is gone. Ask them before you send it again.',
    );
  }
}

/** Somebody else is writing to it. */
export class UploadLocked extends DomainError {
  readonly code = 'upload-locked';
  readonly kind = 'locked';
  override readonly retryable = true;
  constructor() {
    super('The upload is being written to.');
  }
}

/** Some of the upload's parts have not come yet; `missing` holds the numbers of the first hundred. */
export class PartsMissing extends DomainError {
  readonly code = 'parts-missing';
  readonly kind = 'conflict';
  constructor(missing: readonly number[]) {
    super('Some parts have not come yet.', {
      facts: { missing: missing.slice(0, 100), missingCount: missing.length },
    });
  }
}

/** A final upload is made of partial uploads of the same owner, each complete and used once. */
export class PartialUploadsNotReady extends DomainError {
  readonly code = 'partial-uploads-not-ready';
  readonly kind = 'conflict';
  constructor() {
    super('One of the partial uploads is not complete yet, or is part of another upload already.');
  }
}

/** It takes no more bytes: it is complete, or about to be. */
export class UploadNotOpen extends DomainError {
  readonly code = 'upload-not-open';
  readonly kind = 'conflict';
  constructor(state: string) {
    super('The upload takes no more bytes.', { facts: { state } });
  }
}

/** Somebody has ordered that it be kept, or that what it is in be kept: until that is lifted nothing removes it. */
export class UnderLegalHold extends DomainError {
  readonly code = 'under-legal-hold';
  readonly kind = 'conflict';
  constructor(hold: 'asset' | 'course' | 'unit') {
    super('A legal hold keeps this from being deleted or moved: ask an administrator.', { facts: { hold } });
  }
}

/** The asset has no such take any more. */
export class RevisionNotFound extends DomainError {
  readonly code = 'revision-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('The asset has no such revision, or it has been removed.');
  }
}

/** Only what was served before, whole, can be served again. */
export class RevisionNotRestorable extends DomainError {
  readonly code = 'revision-not-restorable';
  readonly kind = 'conflict';
  constructor(state: string) {
    super('Only a revision that was shown before, and was ready, can be shown again.', { facts: { state } });
  }
}

/** There is no legal hold on it. */
export class HoldNotFound extends DomainError {
  readonly code = 'hold-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such legal hold.');
  }
}

/** An administrator placed the hold: only one lifts it. */
export class HeldByAdministrator extends DomainError {
  readonly code = 'held-by-administrator';
  readonly kind = 'forbidden';
  constructor() {
    super('An administrator placed this legal hold: only an administrator can change or lift it.');
  }
}

export class RetentionRuleNotFound extends DomainError {
  readonly code = 'retention-rule-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such retention rule.');
  }
}

/** A rule does nothing, or two things that exclude each other. */
export class EmptyRetentionRule extends DomainError {
  readonly code = 'invalid-retention-rule';
  readonly kind = 'invalid';
  constructor() {
    super(
      'A rule has `trash`, or `dropRungsAfterDays`, or keeps originals; it can not keep originals and put them into the trash.',
    );
  }
}

/** No asset of this id is being processed, waits for it, or has failed in the caller's reach. */
export class JobNotFound extends DomainError {
  readonly code = 'job-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such job: the asset may be finished, or in the trash.');
  }
}

/** Only what waits for its time, or has failed, can be told to go on at once. */
export class JobNotRetryable extends DomainError {
  readonly code = 'job-not-retryable';
  readonly kind = 'conflict';
  constructor(state: string) {
    super('The job neither failed nor waits for another try: it goes on by itself.', { facts: { state } });
  }
}

/** Only what waits has a place among others. */
export class JobNotWaiting extends DomainError {
  readonly code = 'job-not-waiting';
  readonly kind = 'conflict';
  constructor(state: string) {
    super('The job does not wait any more, so that no priority can be set.', { facts: { state } });
  }
}

/** What has failed has ended. */
export class JobHasEnded extends DomainError {
  readonly code = 'job-has-ended';
  readonly kind = 'conflict';
  constructor() {
    super('The job has ended: there is nothing to cancel.');
  }
}

/** Somebody ordered that what is theirs be kept. */
export class PersonUnderLegalHold extends DomainError {
  readonly code = 'person-under-legal-hold';
  readonly kind = 'conflict';
  constructor() {
    super(
      'A lesson or course of this person, or the unit that they are in, is under a legal hold: whoever placed it, or an administrator, has to lift it first.',
    );
  }
}
