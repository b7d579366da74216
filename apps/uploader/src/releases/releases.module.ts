import { Module } from '@nestjs/common';
import { PlaybackModule } from '../playback/playback.module.js';
import { RestModule } from '../rest/rest.module.js';
import { ReleasesController } from './releases.controller.js';

/** Lessons that an admin releases before more than their unit sees them. */
@Module({ imports: [RestModule, PlaybackModule], controllers: [ReleasesController] })
export class ReleasesModule {}
