import type { Type } from '@nestjs/common';
import { ApiKeysController } from './admin/api-keys.controller.js';
import { OrphansController } from './admin/orphans.controller.js';
import { QuotasController } from './admin/quotas.controller.js';
import { StorageController } from './admin/storage.controller.js';
import { UnitsController } from './admin/units.controller.js';
import { AssetsController } from './catalog/assets.controller.js';
import { CoursesController } from './catalog/courses.controller.js';
import { DirectController } from './doors/direct/direct.controller.js';
import { PartsController } from './doors/parts/parts.controller.js';
import { TusController } from './doors/tus/tus.controller.js';
import { FormController } from './doors/form/form.controller.js';
import { JsonController } from './doors/json/json.controller.js';
import { UploadsController } from './doors/uploads.controller.js';
import { MeController } from './catalog/me.controller.js';
import { PlaybackController } from './playback/playback.controller.js';

/** Everything that answers below /v1. */
export const controllers: Type[] = [
  // Before the JSON of the same address: who asks with HEAD is tus.
  TusController,
  UploadsController,
  JsonController,
  FormController,
  PartsController,
  DirectController,
  AssetsController,
  PlaybackController,
  CoursesController,
  MeController,
  UnitsController,
  QuotasController,
  ApiKeysController,
  OrphansController,
  StorageController,
];
