import { Controller, Get, Inject } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Roles } from '#libs/http';
import { FillLevel, storageBackend } from '#libs/storage';
import type { UploaderSettings } from '../config.js';
import { SETTINGS } from '../ground.module.js';
import { Raises } from '../rest/openapi/describing.js';
import { StorageUnavailable } from '#libs/storage';

const storageView = z
  .object({
    backend: storageBackend,
    bytes: z.int().nullable().describe('What storage holds in all; null where it knows no bound'),
    freeBytes: z.int().nullable(),
    usedPercent: z.number().nullable(),
    encodePercent: z.number().describe('From here on encoding waits'),
    uploadPercent: z.number().describe('From here on new uploads get 507'),
    encoding: z.enum(['going-on', 'waiting']),
    uploads: z.enum(['taken', 'refused']),
  })
  .meta({
    id: 'StorageState',
    examples: [
      {
        backend: 'nfs',
        bytes: 10_995_116_277_760,
        freeBytes: 5_497_558_138_880,
        usedPercent: 50,
        encodePercent: 85,
        uploadPercent: 95,
        encoding: 'going-on',
        uploads: 'taken',
      },
    ],
  });

/** How full the storage is, and what that means. */
@ApiTags('admin')
@ApiBearerAuth()
@Roles('admin', 'auditor')
@Controller('v1/admin/storage')
export class StorageController {
  constructor(
    @Inject(FillLevel) private readonly level: FillLevel,
    @Inject(SETTINGS) private readonly settings: UploaderSettings,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'getStorage',
    summary: 'How full the storage is, and the marks at which it is spared',
  })
  @Raises(new StorageUnavailable())
  @ApiResponse({ status: 200, description: 'The storage', standardSchema: storageView })
  async get(): Promise<z.input<typeof storageView>> {
    const { LECTERN_STORAGE, LECTERN_DISK_ENCODE_PERCENT, LECTERN_DISK_UPLOAD_PERCENT } = this.settings;
    const fill = await this.level.measure();
    const used = fill?.usedPercent ?? 0;
    return {
      backend: LECTERN_STORAGE,
      bytes: fill?.bytes ?? null,
      freeBytes: fill?.freeBytes ?? null,
      usedPercent: fill === undefined ? null : Math.round(used * 10) / 10,
      encodePercent: LECTERN_DISK_ENCODE_PERCENT,
      uploadPercent: LECTERN_DISK_UPLOAD_PERCENT,
      encoding: used >= LECTERN_DISK_ENCODE_PERCENT ? 'waiting' : 'going-on',
      uploads: used >= LECTERN_DISK_UPLOAD_PERCENT ? 'refused' : 'taken',
    };
  }
}
