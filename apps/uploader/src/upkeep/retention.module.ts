import { Module } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Assets } from '#libs/catalog';
import { Database } from '#libs/database';
import { Quotas } from '#libs/quotas';
import { CLOCK, LOGGER, STORAGE } from '../ground.module.js';
import { PlaybackModule } from '../playback/playback.module.js';
import { Revocations } from '../playback/revocations.js';
import { provide } from '../provide.js';
import { AssetStory } from '../rest/asset-story.js';
import { RestModule } from '../rest/rest.module.js';
import { RetentionMetrics } from '../retention-metrics.js';
import { Retention } from './retention.js';

/** What goes by time, as the rules say. */
@Module({
  imports: [RestModule, PlaybackModule],
  providers: [
    provide(
      Retention,
      {
        database: Database,
        storage: STORAGE,
        assets: Assets,
        quotas: Quotas,
        audit: Audit,
        revocations: Revocations,
        metrics: RetentionMetrics,
        clock: CLOCK,
        logger: LOGGER,
        story: AssetStory,
      },
      (parts) => new Retention(parts),
    ),
  ],
  exports: [Retention],
})
export class RetentionModule {}
