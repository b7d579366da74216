import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  type ApiBodyOptions,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Caller, CurrentCaller, Takes } from '#libs/http';
import { Idempotent } from '../rest/idempotency.interceptor.js';
import { ReadsBody } from '../rest/known-names.guard.js';
import { uploadView } from '../rest/upload-view.js';
import { JsonDoor } from './json/json-door.js';
import { newUpload } from './json/new-upload.js';
import { TusDoor } from './tus/tus-door.js';
import { PATCH_TYPE } from './tus/tus-headers.js';

/** Two doors stand at one address: who speaks tus says so in a header, and everybody else sends JSON. */
@ApiTags('uploads')
@ApiBearerAuth()
@Controller('v1/uploads')
export class UploadsController {
  constructor(
    @Inject(TusDoor) private readonly tus: TusDoor,
    @Inject(JsonDoor) private readonly json: JsonDoor,
  ) {}

  @Post()
  @Takes('application/json', PATCH_TYPE)
  @HttpCode(201)
  @Idempotent()
  @ReadsBody(newUpload)
  @ApiOperation({
    // Clients that are generated from the API's description know it by this id.
    operationId: 'TusController_create',
    summary: 'Begins an upload: reserves quota and gives its address',
  })
  @ApiHeader({
    name: 'Tus-Resumable',
    required: false,
    description: '1.0.0 for a tus client; without it the body is JSON',
  })
  @ApiBody({
    schema: z.toJSONSchema(newUpload, { target: 'openapi-3.0' }) as Extract<
      ApiBodyOptions,
      { schema: unknown }
    >['schema'],
    required: false,
  })
  @ApiResponse({
    status: 201,
    description: 'Location, Upload-Expires and the reservation',
    standardSchema: uploadView,
  })
  @ApiResponse({
    status: 200,
    description:
      'The caller may see a file of this sha256 and length in their unit: Upload-Asset is there at once',
    standardSchema: uploadView,
  })
  @ApiResponse({ status: 413, description: 'Larger than one file may be' })
  @ApiResponse({ status: 507, description: 'The quota or the storage is full' })
  create(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const door = this.tus.isMeant(request) ? this.tus : this.json;
    return door.begin({ caller, request, reply });
  }
}
