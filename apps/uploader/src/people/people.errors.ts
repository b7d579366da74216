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
