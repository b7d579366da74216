import { Module } from '@nestjs/common';
import { PlaybackModule } from '../playback/playback.module.js';
import { RestModule } from '../rest/rest.module.js';
import { UpkeepModule } from '../upkeep/upkeep.module.js';
import { AssetUsageController } from './asset-usage.controller.js';
import { AssetsController } from './assets.controller.js';
import { CoursesController } from './courses.controller.js';
import { MeController } from './me.controller.js';
import { RevisionsController } from './revisions.controller.js';

/** Assets and courses, and who asks for them; what is deleted goes to upkeep's trash. */
@Module({
  imports: [RestModule, PlaybackModule, UpkeepModule],
  controllers: [AssetsController, AssetUsageController, RevisionsController, CoursesController, MeController],
})
export class CatalogModule {}
