import { Module } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { UploadCodes } from '#libs/catalog';
import { Database } from '#libs/database';
import { CLOCK, KEY_RING } from '../ground.module.js';
import { Intake } from '../intake/intake.js';
import { IntakeModule } from '../intake/intake.module.js';
import { provide } from '../provide.js';
import { ContinuationTokens } from '../rest/continuation-tokens.js';
import { RestModule } from '../rest/rest.module.js';
import { ContinuationController } from './continuation.controller.js';
import { Continuations } from './continuations.js';

/** Going on with an upload at another machine. */
@Module({
  imports: [IntakeModule, RestModule],
  controllers: [ContinuationController],
  providers: [
    provide(
      Continuations,
      {
        database: Database,
        codes: UploadCodes,
        tokens: ContinuationTokens,
        intake: Intake,
        audit: Audit,
        keyRing: KEY_RING,
        clock: CLOCK,
      },
      (parts) => new Continuations(parts),
    ),
  ],
})
export class ContinuationModule {}
