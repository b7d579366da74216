import { Module } from '@nestjs/common';
import { Watching } from '#libs/catalog';
import { RestModule } from '../rest/rest.module.js';
import { PositionsController } from './positions.controller.js';
import { WatchedController } from './watched.controller.js';

/** Where people are in recordings, and who has watched what. */
@Module({
  imports: [RestModule],
  controllers: [PositionsController, WatchedController],
  providers: [Watching],
})
export class WatchingModule {}
