import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, CurrentCaller, Takes } from '#libs/http';
import { AssetViews } from '../../rest/asset-views.js';
import { etagOf } from '../../rest/if-match.js';
import { assetView } from '../../rest/views.js';
import { FormDoor } from './form-door.js';

/** One file by an HTML form, all in one request. */
@ApiTags('assets')
@ApiBearerAuth()
@Controller('v1/assets')
export class FormController {
  constructor(
    @Inject(FormDoor) private readonly form: FormDoor,
    @Inject(AssetViews) private readonly views: AssetViews,
  ) {}

  @Post()
  @Takes('multipart/form-data')
  @HttpCode(202)
  @ApiOperation({
    // Clients that are generated from the API's description know it by this id.
    operationId: 'AssetsController_upload',
    summary: 'Uploads one file by form: the fields first, then `file`',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: {
        title: { type: 'string', maxLength: 200 },
        courseId: { type: 'string' },
        sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
        file: { type: 'string', format: 'binary' },
      },
    },
  })
  @ApiResponse({ status: 202, standardSchema: assetView })
  @ApiResponse({ status: 413, description: 'Larger than one file may be' })
  @ApiResponse({ status: 415, description: 'Not a type that is taken' })
  @ApiResponse({ status: 507, description: 'The quota or the storage is full' })
  async upload(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const asset = await this.form.receive(caller, request.raw, reply.raw);
    void reply.header('location', `/v1/assets/${asset.id}`).header('etag', etagOf(asset));
    return this.views.of(asset);
  }
}
