import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BodyTooSlow, type Caller, CurrentCaller, Takes, UnknownField, Scopes } from '#libs/http';
import { FormWithoutFile, MalformedForm } from './form.errors.js';
import { AssetViews } from '../../rest/asset-views.js';
import { etagOf } from '../../rest/if-match.js';
import { assetView } from '../../rest/views.js';
import { FormDoor, formFields } from './form-door.js';
import { z } from 'zod';
import { Creates } from '../../rest/limits.guard.js';
import { Raises, BodyOf } from '../../rest/openapi/describing.js';
import { carries } from '../../rest/openapi/headers.js';
import { BEGINNING, TAKING } from '../upload-problems.js';

/** One file by an HTML form, all in one request. */
@ApiTags('assets')
@ApiBearerAuth()
@Scopes('upload')
@Controller('v1/assets')
export class FormController {
  constructor(
    @Inject(FormDoor) private readonly form: FormDoor,
    @Inject(AssetViews) private readonly views: AssetViews,
  ) {}

  @Post()
  @Creates()
  @Takes('multipart/form-data')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'uploadAsset',
    summary: 'Uploads one file by form: the part `file`, with the fields before or behind it',
  })
  @BodyOf({ 'multipart/form-data': formFields.extend({ file: z.file() }).meta({ id: 'UploadForm' }) })
  @Raises(
    ...BEGINNING,
    ...TAKING,
    new FormWithoutFile(),
    new MalformedForm(),
    new BodyTooSlow(30),
    new UnknownField([{ name: 'titel', nearest: 'title', known: ['title'] }]),
  )
  @ApiResponse({
    status: 202,
    description: 'The asset',
    standardSchema: assetView,
    headers: carries('Location', 'ETag'),
  })
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
