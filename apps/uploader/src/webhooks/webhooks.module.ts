import { Module } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Database } from '#libs/database';
import { type Destinations, publicAnd } from '#libs/egress';
import { Deliveries } from '#libs/webhooks';
import { CLOCK, LOGGER, SETTINGS } from '../ground.module.js';
import { name, provide } from '../provide.js';
import { WebhookMetrics } from '../webhook-metrics.js';
import { WebhookDispatch } from './webhook-dispatch.js';

/** Where webhooks may go. */
export const DESTINATIONS = name<Destinations>('destinations');

/** What tells others of events; it runs once the uploader listens. */
@Module({
  providers: [
    provide(DESTINATIONS, { settings: SETTINGS }, ({ settings }) =>
      publicAnd(settings.LECTERN_WEBHOOK_NETWORKS),
    ),
    provide(
      WebhookDispatch,
      {
        database: Database,
        deliveries: Deliveries,
        audit: Audit,
        destinations: DESTINATIONS,
        metrics: WebhookMetrics,
        clock: CLOCK,
        logger: LOGGER,
      },
      (parts) => new WebhookDispatch(parts),
    ),
  ],
  exports: [DESTINATIONS, WebhookDispatch],
})
export class WebhooksModule {}
