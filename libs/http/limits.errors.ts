import { LimitReached, type Spent } from './limit-reached.js';

/** A token that does not hold came from an address from which so many came. */
export class TooManyFailedAuthentications extends LimitReached {
  readonly code = 'too-many-failed-authentications';
  constructor(spent: Spent) {
    super(
      'Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.',
      spent,
    );
  }
}

/** A caller has made as much as one may in a while. */
export class TooManyCreations extends LimitReached {
  readonly code = 'too-many-creations';
  constructor(spent: Spent) {
    super('You have made as much as one caller may in a minute: wait, and go on then.', spent);
  }
}

/** A caller has searched as often as one may in a while. */
export class TooManySearches extends LimitReached {
  readonly code = 'too-many-searches';
  constructor(spent: Spent) {
    super('You have searched as often as one caller may in a minute: wait, and go on then.', spent);
  }
}

/** So many wrong passwords were tried, of an account or at an address, that the next one has to wait. */
export class TooManyPasswordsTried extends LimitReached {
  readonly code = 'too-many-passwords-tried';
  constructor(spent: Spent) {
    super(
      'Too many wrong passwords were tried: wait, and try again then. Whoever has forgotten theirs asks the administrator of their unit for a new link.',
      spent,
    );
  }
}

/** So many codes were tried in vain, from one address or by all together, that none is looked at for a while. */
export class TooManyCodesTried extends LimitReached {
  readonly code = 'too-many-codes-tried';
  constructor(spent: Spent) {
    super('Too many wrong codes were tried: wait, and send the right one then.', spent);
  }
}
