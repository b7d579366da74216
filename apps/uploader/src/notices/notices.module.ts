import { Module } from '@nestjs/common';
import { mailerOf } from '#libs/alerts';
import { Database } from '#libs/database';
import { CLOCK, LOGGER, SETTINGS } from '../ground.module.js';
import { NoticeMetrics } from '../notice-metrics.js';
import { provide } from '../provide.js';
import { NoticeRound } from './notice-round.js';

/** What tells people by mail; it runs once the uploader listens. */
@Module({
  providers: [
    provide(
      NoticeRound,
      { database: Database, metrics: NoticeMetrics, clock: CLOCK, logger: LOGGER, settings: SETTINGS },
      ({ settings, ...parts }) =>
        new NoticeRound({
          ...parts,
          mailer: settings.LECTERN_NOTICE_MAILS ? mailerOf(settings) : undefined,
          console: settings.LECTERN_PUBLIC_URL ?? '',
        }),
    ),
  ],
  exports: [NoticeRound],
})
export class NoticesModule {}
