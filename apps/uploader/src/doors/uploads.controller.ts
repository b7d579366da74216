import { Controller, HttpCode, Inject, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, CurrentCaller, InsufficientScope, mediaTypeOf, Scopes, Takes } from '#libs/http';
import { Idempotent } from '../rest/idempotency.interceptor.js';
import { ReadsBody } from '../rest/known-names.guard.js';
import { uploadView } from '../rest/upload-view.js';
import { JsonDoor } from './json/json-door.js';
import { lateHash, newUpload } from './json/new-upload.js';
import { TusDoor } from './tus/tus-door.js';
import { PartialUploadsNotReady } from '#libs/catalog';
import { CHECKSUMMED_BODY_BYTES } from '../intake/body-checksum.js';
import { DirectPartSize, DirectUploadsOff } from '../intake/direct.errors.js';
import {
  ChecksumMismatch,
  ChecksummedBodyTooLong,
  LengthAlreadyKnown,
  PieceWithoutSha256,
  Sha256Declared,
  UploadTakesPieces,
} from '../intake/intake.errors.js';
import { AnyAnswerCarries, BYTES, Raises, BodyOf } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { InvalidPatchType, InvalidTusHeader, TusVersionUnsupported } from './tus/tus.errors.js';
import { PATCH_TYPE, TUS_HEADER } from './tus/tus-headers.js';
import { BEGINNING, TAKING } from './upload-problems.js';

/** Two doors stand at one address: who begins an upload by tus says so in a header, and bytes have tus's type. */
@ApiTags('uploads')
@ApiBearerAuth()
@Scopes('upload')
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
    operationId: 'createUpload',
    summary: 'Begins an upload: reserves quota and gives its address',
    description:
      'Without Tus-Resumable the body is JSON. With it, what is said of the file stands in headers, and the body, where there is one, is its first bytes.',
  })
  @ApiHeader({ ...TUS_HEADER, required: false })
  @AnyAnswerCarries('Tus-Resumable', 'Tus-Version', 'Location', 'Upload-Expires')
  @ApiHeader({ name: 'Upload-Length', required: false })
  @ApiHeader({
    name: 'Upload-Defer-Length',
    required: false,
    description: '1 where the length is said later (tus)',
    schema: { type: 'string', enum: ['1'] },
  })
  @ApiHeader({
    name: 'Upload-Metadata',
    required: false,
    description:
      'filename, title, courseId, sha256, externalId, replaces, each with its value in base64 (tus)',
  })
  @ApiHeader({
    name: 'Upload-Concat',
    required: false,
    description: 'partial, or final; and the addresses of the pieces (tus)',
  })
  @ApiHeader({ name: 'Upload-Checksum', required: false })
  @BodyOf({ 'application/json': newUpload, [PATCH_TYPE]: BYTES })
  @Raises(
    ...BEGINNING,
    ...TAKING,
    new PartialUploadsNotReady(),
    new UploadTakesPieces(),
    new DirectUploadsOff(),
    new DirectPartSize({ smallestPart: 5_242_880, mostParts: 10_000 }),
    new ChecksumMismatch(),
    new ChecksummedBodyTooLong(CHECKSUMMED_BODY_BYTES),
    new InvalidTusHeader('Upload-Length'),
    new TusVersionUnsupported(),
  )
  @ApiResponse({
    status: 201,
    description: 'The upload and its reservation',
    standardSchema: uploadView,
    headers: carries('Location', 'Upload-Expires', 'Upload-Offset', 'Upload-Asset', 'Tus-Resumable'),
  })
  @ApiResponse({
    status: 200,
    description:
      'The caller may see a file of this sha256 and length in their unit: Upload-Asset is there at once. Or they have begun to upload what their platform calls so, and Upload-Offset says from where to go on',
    standardSchema: uploadView,
    headers: carries('Location', 'Upload-Expires', 'Upload-Offset', 'Upload-Asset'),
  })
  create(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const door = this.tus.isMeant(request) ? this.tus : this.json;
    return door.begin({ caller, request, reply });
  }

  @Patch(':id')
  @Scopes('upload', 'continue')
  @Takes('application/json', '*/*')
  @ReadsBody(lateHash)
  @ApiOperation({
    operationId: 'appendToUpload',
    summary: 'Takes bytes from Upload-Offset on; or, as JSON, the SHA-256 of the file, once it is known',
    description:
      'Bytes come by tus. JSON wants no Tus-Resumable: where the caller may see a file of this sha256 and length in their unit the upload ends at once, as another asset than it was to become (its `asset`, and Upload-Asset), and what had come of it is removed; else its bytes are held to it at the end.',
  })
  @ApiHeader({ ...TUS_HEADER, required: false })
  @AnyAnswerCarries('Tus-Resumable', 'Tus-Version')
  @ApiHeader({
    name: 'Upload-Offset',
    required: false,
    description: 'From which byte of the file on this body goes: the offset that the upload stands at (tus)',
    schema: { type: 'integer', minimum: 0 },
  })
  @ApiHeader({ name: 'Upload-Checksum', required: false })
  @ApiHeader({ name: 'Upload-Length', required: false })
  @BodyOf({ 'application/json': lateHash, [PATCH_TYPE]: BYTES })
  @Raises(
    ...TAKING,
    new UploadTakesPieces(),
    new LengthAlreadyKnown(),
    new Sha256Declared(),
    new PieceWithoutSha256(),
    new ChecksumMismatch(),
    new ChecksummedBodyTooLong(CHECKSUMMED_BODY_BYTES),
    new InvalidTusHeader('Upload-Offset'),
    new InvalidPatchType(),
    new TusVersionUnsupported(),
  )
  @ApiResponse({
    status: 204,
    description: 'Upload-Offset says how far the bytes are durable',
    headers: carries('Tus-Resumable', 'Upload-Offset', 'Upload-Expires', 'Upload-Asset'),
  })
  @ApiResponse({
    status: 200,
    description: 'The sha256 is taken: the upload as it stands, which may be completed by it',
    standardSchema: uploadView,
    headers: carries('Upload-Asset'),
  })
  async append(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object | undefined> {
    const exchange = { caller, request, reply };
    if (mediaTypeOf(request.raw) === 'application/json') {
      // Whoever goes on with it by a code sends bytes, and says nothing of the file.
      if (caller.boundTo !== undefined) throw new InsufficientScope('upload');
      return this.json.declare(exchange, id);
    }
    await this.tus.append(exchange, id);
    return undefined;
  }
}
