import { DomainError } from '#libs/kernel';

/** Lines of the list can't be taken: nothing of it was. */
export class ImportRefused extends DomainError {
  readonly code = 'import-refused';
  readonly kind = 'unprocessable';
  constructor(lines: number, problems: readonly string[]) {
    super('Nothing was imported: mend the lines that `problems` names, and send the whole list again.', {
      facts: { lines, problems },
    });
  }
}

/** What came is no list of people. */
export class ImportUnreadable extends DomainError {
  readonly code = 'import-unreadable';
  readonly kind = 'invalid';
  constructor(reason: string) {
    super(`The list can\u2019t be read: ${reason}`);
  }
}

/** Nobody could count the lessons as theirs. */
export class ReceiverWithoutUnit extends DomainError {
  readonly code = 'receiver-without-unit';
  readonly kind = 'conflict';
  constructor() {
    super('The person who is to get the lessons belongs to no unit: set their unit first.');
  }
}

/** Whoever is to get lessons must be able to call. */
export class ReceiverDisabled extends DomainError {
  readonly code = 'receiver-disabled';
  readonly kind = 'conflict';
  constructor() {
    super('The person who is to get the lessons is disabled: name somebody else.');
  }
}

const NOT_INVITABLE = {
  disabled: 'This person is disabled: enable them first.',
  'no-role': 'Nobody has said what this person may do: set their role, and their unit, first.',
  'no-unit': 'This person belongs to no unit: set their unit first.',
} as const;

/** A link would let nobody in; `reason` says why. */
export class NotInvitable extends DomainError {
  readonly code = 'not-invitable';
  readonly kind = 'conflict';
  constructor(reason: keyof typeof NOT_INVITABLE) {
    super(NOT_INVITABLE[reason], { facts: { reason } });
  }
}

/** Another one is set only in the place of one that has been ended. */
export class PasswordIsSet extends DomainError {
  readonly code = 'password-is-set';
  readonly kind = 'conflict';
  constructor() {
    super('This person has a password: with `{"purpose": "reset"}` it ends, and the link sets another one.');
  }
}

/** Lessons outlive who made them: somebody has to say where they go. */
export class LessonsNotPlaced extends DomainError {
  readonly code = 'lessons-not-placed';
  readonly kind = 'conflict';
  constructor({ assets, courses }: { assets: number; courses: number }) {
    super(
      'This person has lessons: say in `lessonsTo` who gets them, or `null` where they stay with the unit.',
      { facts: { assets, courses } },
    );
  }
}

/** Bytes that have come in full are becoming a lesson. */
export class PersonStillUploading extends DomainError {
  readonly code = 'person-still-uploading';
  readonly kind = 'conflict';
  override readonly retryable = true;
  constructor() {
    super('An upload of this person is becoming a lesson just now: send the same request again in a minute.');
  }
}
