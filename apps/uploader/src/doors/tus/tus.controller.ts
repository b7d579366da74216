import { Controller, Delete, Head, HttpCode, Inject, Options, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuseLapsed, type Upload, UploadLocked, UploadNotFound, UploadNotOpen } from '#libs/catalog';
import { type Caller, CurrentCaller, hasBody, mediaTypeOf, Public, Takes, Scopes } from '#libs/http';
import { Intake } from '../../intake/intake.js';
import { UploadTakesPieces } from '../../intake/intake.errors.js';
import { PublicLinks, uploadPath } from '../../rest/public-links.js';
import { InvalidPatchType } from './tus.errors.js';
import {
  bytesHeader,
  CHECKSUM_ALGORITHMS,
  checksumHeader,
  PATCH_TYPE,
  requireVersion,
  TUS_HEADER,
  TUS_EXTENSIONS,
  TUS_VERSION,
} from './tus-headers.js';
import { AnyAnswerCarries, BYTES, Raises, BodyOf } from '../../rest/openapi/describing.js';
import { carries } from '../../rest/openapi/headers.js';
import { LAPSED, TAKING } from '../upload-problems.js';
import { ChecksumMismatch, ChecksummedBodyTooLong, LengthAlreadyKnown } from '../../intake/intake.errors.js';
import { CHECKSUMMED_BODY_BYTES } from '../../intake/body-checksum.js';
import { InvalidTusHeader, TusVersionUnsupported } from './tus.errors.js';
import { StorageUnavailable } from '#libs/storage';

/** Uploads by tus 1.0.0, once they have begun. */
@ApiTags('uploads')
@ApiBearerAuth()
@Controller('v1/uploads')
export class TusController {
  constructor(
    @Inject(Intake) private readonly intake: Intake,
    @Inject(PublicLinks) private readonly links: PublicLinks,
  ) {}

  @Public()
  @Options()
  @HttpCode(204)
  @ApiOperation({ operationId: 'getTusOptions', summary: 'What of tus is spoken here' })
  @AnyAnswerCarries('Tus-Resumable')
  @ApiResponse({
    status: 204,
    description: 'The version of tus, its extensions, and the most bytes of one file',
    headers: carries(
      'Tus-Resumable',
      'Tus-Version',
      'Tus-Extension',
      'Tus-Checksum-Algorithm',
      'Tus-Max-Size',
    ),
  })
  options(@Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.headers({
      'tus-version': TUS_VERSION,
      'tus-extension': this.extensions().join(','),
      'tus-checksum-algorithm': CHECKSUM_ALGORITHMS.join(','),
      'tus-max-size': String(this.intake.maxFileBytes),
    });
  }

  @Head(':id')
  @Scopes('upload', 'continue')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'getUploadOffset',
    summary: 'Where an upload stands; a connection that still holds it is stopped',
  })
  @ApiHeader(TUS_HEADER)
  @AnyAnswerCarries('Tus-Resumable', 'Tus-Version')
  @Raises(
    new UploadNotFound(),
    ...LAPSED,
    new UploadLocked(),
    new StorageUnavailable(),
    new TusVersionUnsupported(),
  )
  @ApiResponse({
    status: 200,
    description: 'Where it stands',
    headers: carries(
      'Tus-Resumable',
      'Upload-Offset',
      'Upload-Length',
      'Upload-Defer-Length',
      'Upload-Expires',
      'Upload-Asset',
      'Upload-Concat',
      'Upload-Metadata',
    ),
  })
  async head(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    requireVersion(request, reply);
    const seen = await this.intake.look(caller, id);
    const upload = takesPieces(seen) ? seen : await this.intake.stand(caller, id);
    refuseLapsed(upload);
    void reply.headers({
      // Of an upload that is put together the offset is nobody's to go on from, until it is all of it.
      ...(takesPieces(upload) && upload.state !== 'completed'
        ? {}
        : { 'upload-offset': String(upload.offset) }),
      'upload-expires': upload.expiresAt.toUTCString(),
      'cache-control': 'no-store',
      ...(upload.bytes === null ? { 'upload-defer-length': '1' } : { 'upload-length': String(upload.bytes) }),
      // Who did not get the answer to the last bytes learns here what came of them.
      ...(upload.state === 'completed' && upload.kind !== 'partial'
        ? { 'upload-asset': upload.assetId }
        : {}),
      ...concatHeader(upload, (id) => this.links.at(request.raw, uploadPath(id))),
      // What its owner said of the file is nothing to a machine that sends it.
      ...(caller.boundTo === undefined ? metadataHeader(upload) : {}),
    });
  }

  @Patch(':id')
  @Scopes('upload', 'continue')
  @Takes('*/*')
  @HttpCode(204)
  @ApiOperation({ operationId: 'appendToUpload', summary: 'Takes bytes from Upload-Offset on' })
  @ApiHeader(TUS_HEADER)
  @AnyAnswerCarries('Tus-Resumable', 'Tus-Version')
  @ApiHeader({ name: 'Upload-Offset', required: true })
  @ApiHeader({ name: 'Upload-Checksum', required: false })
  @ApiHeader({ name: 'Upload-Length', required: false })
  @BodyOf({ [PATCH_TYPE]: BYTES })
  @Raises(
    ...TAKING,
    new UploadTakesPieces(),
    new LengthAlreadyKnown(),
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
  async patch(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    requireVersion(request, reply);
    if (mediaTypeOf(request.raw) !== PATCH_TYPE) {
      void reply.header('accept-patch', PATCH_TYPE);
      throw new InvalidPatchType();
    }
    const offset = bytesHeader(request, 'Upload-Offset');
    const checksum = checksumHeader(request);
    const upload = await this.intake.look(caller, id);
    refuseLapsed(upload);
    if (takesPieces(upload)) throw new UploadTakesPieces();
    if (request.headers['upload-length'] !== undefined)
      await this.intake.declareLength(caller, id, bytesHeader(request, 'Upload-Length'));
    const progress = await this.intake.write(caller, id, offset, request.raw, {
      checksum,
      isEmpty: !hasBody(request.raw),
    });
    void reply
      .header('upload-offset', String(progress.offset))
      .header('upload-expires', progress.expiresAt.toUTCString());
    if (progress.asset !== undefined) void reply.header('upload-asset', progress.asset.id);
  }

  @Delete(':id')
  @Scopes('upload')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'cancelUpload',
    summary: 'Ends an upload: its quota is free; what is an asset already stays one',
  })
  @ApiHeader(TUS_HEADER)
  @AnyAnswerCarries('Tus-Resumable', 'Tus-Version')
  @Raises(
    new UploadNotFound(),
    ...LAPSED,
    new UploadNotOpen('finishing'),
    new UploadLocked(),
    new StorageUnavailable(),
    new TusVersionUnsupported(),
  )
  @ApiResponse({ status: 204, description: 'It is gone: what is asked of it later is answered with 410' })
  async terminate(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    requireVersion(request, reply);
    await this.intake.terminate(caller, id, 'terminated');
  }

  private extensions(): readonly string[] {
    return this.intake.takesUploads ? TUS_EXTENSIONS : [];
  }
}

/** An upload that is put together from pieces, and takes no bytes by itself. */
function takesPieces(upload: Upload): boolean {
  return upload.kind !== 'whole' && upload.kind !== 'partial';
}

function concatHeader(upload: Upload, addressOf: (id: string) => string): Record<string, string> {
  if (upload.kind === 'partial') return { 'upload-concat': 'partial' };
  if (upload.kind !== 'final') return {};
  return { 'upload-concat': `final;${upload.partials.map(addressOf).join(' ')}` };
}

function metadataHeader(upload: Upload): Record<string, string> {
  const pairs = Object.entries(upload.metadata).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  );
  return pairs.length === 0 ? {} : { 'upload-metadata': pairs.join(',') };
}
