import { Module } from '@nestjs/common';
import { PlaybackModule } from '../playback/playback.module.js';
import { RestModule } from '../rest/rest.module.js';
import { UpkeepModule } from '../upkeep/upkeep.module.js';
import { ApiKeysController } from './api-keys.controller.js';
import { OrphansController } from './orphans.controller.js';
import { PersonQuotasController, QuotasController, UnitQuotasController } from './quotas.controller.js';
import { ReservationsController } from './reservations.controller.js';
import { StorageController } from './storage.controller.js';
import { UnitsController } from './units.controller.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { WebhookDeliveriesController } from './webhook-deliveries.controller.js';
import { WebhooksController } from './webhooks.controller.js';
import { UsageController } from './usage.controller.js';

/** What administrators and auditors are shown and may change. */
@Module({
  imports: [RestModule, PlaybackModule, UpkeepModule, WebhooksModule],
  controllers: [
    UnitsController,
    UnitQuotasController,
    PersonQuotasController,
    QuotasController,
    ReservationsController,
    ApiKeysController,
    OrphansController,
    StorageController,
    WebhooksController,
    WebhookDeliveriesController,
    UsageController,
  ],
})
export class AdminModule {}
