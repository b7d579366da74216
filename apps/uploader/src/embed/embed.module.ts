import { Module } from '@nestjs/common';
import { RestModule } from '../rest/rest.module.js';
import { EmbedController } from './embed.controller.js';

/** Lessons in pages of other platforms. */
@Module({ imports: [RestModule], controllers: [EmbedController] })
export class EmbedModule {}
