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

/** What administrators and auditors are shown and may change. */
@Module({
  imports: [RestModule, PlaybackModule, UpkeepModule],
  controllers: [
    UnitsController,
    UnitQuotasController,
    PersonQuotasController,
    QuotasController,
    ReservationsController,
    ApiKeysController,
    OrphansController,
    StorageController,
  ],
})
export class AdminModule {}
