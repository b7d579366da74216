import { Module } from '@nestjs/common';
import { Audit, AuditAnchors, TrailVerifier } from '#libs/audit';
import { Database } from '#libs/database';
import { AnchorShelf } from '#libs/storage';
import { CLOCK, KEY_RING, LOGGER, STORAGE } from '../ground.module.js';
import { provide } from '../provide.js';
import { AuditWatch } from './audit-watch.js';

/** The audit trail's anchors, and the look at whether it is what was written. */
@Module({
  providers: [
    provide(
      AuditAnchors,
      { database: Database, audit: Audit, storage: STORAGE, keyRing: KEY_RING },
      ({ storage, ...parts }) => new AuditAnchors({ ...parts, shelf: new AnchorShelf(storage) }),
    ),
    provide(
      TrailVerifier,
      { database: Database, audit: Audit, anchors: AuditAnchors },
      (parts) => new TrailVerifier(parts),
    ),
    provide(
      AuditWatch,
      { anchors: AuditAnchors, verifier: TrailVerifier, clock: CLOCK, logger: LOGGER },
      (parts) => new AuditWatch(parts),
    ),
  ],
  exports: [AuditAnchors, TrailVerifier, AuditWatch],
})
export class AuditUpkeepModule {}
