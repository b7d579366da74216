import type { IncomingMessage } from 'node:http';
import { type DynamicModule, Module } from '@nestjs/common';
import { Uploads } from '#libs/catalog';
import { Database } from '#libs/database';
import type { UploaderSettings } from '../config.js';
import { SETTINGS } from '../ground.module.js';
import { Assembly } from '../intake/assembly.js';
import { DirectUploads } from '../intake/direct-uploads.js';
import { Intake } from '../intake/intake.js';
import { IntakeModule } from '../intake/intake.module.js';
import { provide } from '../provide.js';
import { RestModule } from '../rest/rest.module.js';
import { DirectController } from './direct/direct.controller.js';
import { FormController } from './form/form.controller.js';
import { FormDoor } from './form/form-door.js';
import { IetfController } from './ietf/ietf.controller.js';
import { draftFields } from './ietf/interop.js';
import { JsonController } from './json/json.controller.js';
import { JsonDoor } from './json/json-door.js';
import { PartsController } from './parts/parts.controller.js';
import { TusController } from './tus/tus.controller.js';
import { TusDoor } from './tus/tus-door.js';
import { tusFields } from './tus/tus-headers.js';
import { UploadAnswers } from './upload-answers.js';
import { UploadsController } from './uploads.controller.js';

/** All ways in for bytes. */
@Module({
  imports: [IntakeModule, RestModule],
  controllers: [
    // Before the JSON at the same address: Fastify would answer HEAD there by the route of GET.
    TusController,
    UploadsController,
    JsonController,
    PartsController,
    DirectController,
    FormController,
  ],
  providers: [
    provide(UploadAnswers, {}, () => new UploadAnswers()),
    provide(
      TusDoor,
      { intake: Intake, assembly: Assembly, uploads: Uploads, database: Database, answers: UploadAnswers },
      (parts) => new TusDoor(parts),
    ),
    provide(
      JsonDoor,
      { intake: Intake, direct: DirectUploads, answers: UploadAnswers },
      ({ intake, direct, answers }) => new JsonDoor(intake, direct, answers),
    ),
    provide(
      FormDoor,
      { intake: Intake, settings: SETTINGS },
      ({ intake, settings }) => new FormDoor(intake, settings.LECTERN_BODY_SECONDS),
    ),
  ],
})
export class DoorsModule {
  /** The draft's door is there only where the settings open it. */
  static with({ LECTERN_RESUMABLE_DRAFT }: UploaderSettings): DynamicModule {
    return { module: DoorsModule, controllers: LECTERN_RESUMABLE_DRAFT ? [IetfController] : [] };
  }

  /**
   * What the doors' protocols want in every answer to a request: the route's, a guard's, the router's that knows no
   * such path, and that of what refuses it before the framework sees it.
   */
  static fieldsFor(
    request: IncomingMessage,
    { LECTERN_RESUMABLE_DRAFT }: UploaderSettings,
  ): Readonly<Record<string, string>> {
    return { ...tusFields(request), ...(LECTERN_RESUMABLE_DRAFT && draftFields(request)) };
  }
}
