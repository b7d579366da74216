import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { UploadNotFound, Uploads } from '#libs/catalog';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Scopes } from '#libs/http';
import { Intake } from '../../intake/intake.js';
import { page } from '../../rest/page.js';
import { uploadView, viewOfUpload } from '../../rest/upload-view.js';
import { pageOf } from '../../rest/views.js';
import { Raises } from '../../rest/openapi/describing.js';

/** Uploads as JSON, whatever way they came in. */
@ApiTags('uploads')
@ApiBearerAuth()
@Scopes('upload')
@Controller('v1/uploads')
export class JsonController {
  constructor(
    @Inject(Intake) private readonly intake: Intake,
    @Inject(Uploads) private readonly uploads: Uploads,
    @Inject(Database) private readonly database: Database,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listUploads', summary: 'The unfinished uploads of the caller' })
  @ApiResponse({ status: 200, description: 'A page of uploads', standardSchema: pageOf(uploadView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: page }) query: z.output<typeof page>,
  ): Promise<object> {
    const found = await this.uploads.listUnfinished(this.database.kysely, {
      owner: caller.subject,
      ...query,
    });
    return { items: found.items.map(viewOfUpload), nextCursor: found.nextCursor ?? null };
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getUpload', summary: 'An upload as JSON' })
  @Raises(new UploadNotFound())
  @ApiResponse({ status: 200, description: 'The upload', standardSchema: uploadView })
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    return viewOfUpload(await this.intake.look(caller, id));
  }
}
