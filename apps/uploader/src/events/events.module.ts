import { Module } from '@nestjs/common';
import { Database, EventLog } from '#libs/database';
import { ApiKeys, People, SignInSessions } from '#libs/identity';
import { EventMetrics } from '../event-metrics.js';
import { CLOCK, LOGGER, SETTINGS } from '../ground.module.js';
import { provide } from '../provide.js';
import { EventStreams } from './event-streams.js';
import { EventsController } from './events.controller.js';

/** What happens, told to whoever listens. */
@Module({
  controllers: [EventsController],
  providers: [
    provide(
      EventStreams,
      {
        database: Database,
        log: EventLog,
        people: People,
        apiKeys: ApiKeys,
        sessions: SignInSessions,
        metrics: EventMetrics,
        clock: CLOCK,
        logger: LOGGER,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) =>
        new EventStreams(parts, {
          listeners: settings.LECTERN_EVENT_LISTENERS,
          perPerson: settings.LECTERN_EVENT_LISTENERS_PER_PERSON,
        }),
    ),
  ],
})
export class EventsModule {}
