import type { Uploads } from '#libs/catalog';
import type { Database } from '#libs/database';
import { type LogFacts, type Logger, tell } from '#libs/http';

export interface AssetStoryParts {
  readonly database: Database;
  readonly uploads: Uploads;
  readonly logger: Logger;
}

type AssetLine =
  | 'session opened'
  | 'session renewed'
  | 'asset retried'
  | 'asset trashed'
  | 'asset restored'
  | 'revision restored'
  | 'asset purged';

/** What people do about an asset, in the log, beside the id of the upload that it was made of. */
export class AssetStory {
  constructor(private readonly parts: AssetStoryParts) {}

  /** To be called once it has been done. Never rejects. */
  async tell<Line extends AssetLine>(
    line: Line,
    asset: string,
    facts: Omit<LogFacts<Line>, 'upload' | 'asset'>,
  ): Promise<void> {
    const { database, uploads, logger } = this.parts;
    const upload = await uploads.ofAsset(database.kysely, asset).catch(() => undefined);
    tell(logger, line, { upload, asset, ...facts } as LogFacts<Line>);
  }
}
