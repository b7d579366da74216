import { Controller, Delete, Head, HttpCode, Inject, Options, Param, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  assetOf,
  refuseLapsed,
  type Upload,
  UploadLocked,
  UploadNotFound,
  UploadNotOpen,
} from '#libs/catalog';
import { type Caller, CurrentCaller, Public, Scopes } from '#libs/http';
import { Intake } from '../../intake/intake.js';
import { takesPieces } from './tus-door.js';
import { PublicLinks, uploadPath } from '../../rest/public-links.js';
import {
  CHECKSUM_ALGORITHMS,
  requireVersion,
  TUS_HEADER,
  TUS_EXTENSIONS,
  TUS_VERSION,
} from './tus-headers.js';
import { AnyAnswerCarries, Raises } from '../../rest/openapi/describing.js';
import { carries } from '../../rest/openapi/headers.js';
import { LAPSED } from '../upload-problems.js';
import { TusVersionUnsupported } from './tus.errors.js';
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
        ? { 'upload-asset': assetOf(upload) }
        : {}),
      ...concatHeader(upload, (id) => this.links.at(request.raw, uploadPath(id))),
      // What its owner said of the file is nothing to a machine that sends it.
      ...(caller.boundTo === undefined ? metadataHeader(upload) : {}),
    });
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
