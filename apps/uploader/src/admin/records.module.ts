import { Module } from '@nestjs/common';
import { RestModule } from '../rest/rest.module.js';
import { UpkeepModule } from '../upkeep/upkeep.module.js';
import { AuditController } from './audit.controller.js';
import { HoldsController } from './holds.controller.js';
import { RetentionController } from './retention.controller.js';

/** What was done, and what is kept of it. */
@Module({
  imports: [RestModule, UpkeepModule],
  controllers: [AuditController, RetentionController, HoldsController],
})
export class RecordsModule {}
