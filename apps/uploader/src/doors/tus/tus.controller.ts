import {
  Controller,
  Delete,
  Get,
  Head,
  HttpCode,
  Inject,
  Options,
  Param,
  Patch,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
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
import {
  type Asset,
  PartialUploadsNotReady,
  refuseLapsed,
  type Upload,
  UploadNotOpen,
  Uploads,
} from '#libs/catalog';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Public } from '#libs/http';
import { Assembly } from '../../intake/assembly.js';
import { DirectUploads } from '../../intake/direct-uploads.js';
import { page } from '../../rest/page.js';
import { Intake } from '../../intake/intake.js';
import { UploadTakesPieces } from '../../intake/intake.errors.js';
import { UploadLinks, uploadPath } from '../../rest/upload-links.js';
import { uploadView, viewOfUpload } from '../../rest/upload-view.js';
import { InvalidPatchType, InvalidTusHeader } from './tus.errors.js';
import { type Creation, jsonCreation, newUpload, tusCreation } from './tus-creation.js';
import {
  bytesHeader,
  CHECKSUM_ALGORITHMS,
  checksumHeader,
  PATCH_TYPE,
  requireVersion,
  TUS_EXTENSIONS,
  TUS_VERSION,
} from './tus-headers.js';
import { Idempotent } from '../../rest/idempotency.interceptor.js';

/** Uploads by tus 1.0.0 (and their creation by plain JSON, for those who want to read the reservation). */
@ApiTags('uploads')
@ApiBearerAuth()
@Controller('v1/uploads')
export class TusController {
  constructor(
    @Inject(Intake) private readonly intake: Intake,
    @Inject(Assembly) private readonly assembly: Assembly,
    @Inject(DirectUploads) private readonly direct: DirectUploads,
    @Inject(Uploads) private readonly uploads: Uploads,
    @Inject(Database) private readonly database: Database,
    @Inject(UploadLinks) private readonly links: UploadLinks,
  ) {}

  @Public()
  @Options()
  @HttpCode(204)
  @ApiOperation({ summary: 'What of tus is spoken here' })
  options(@Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.headers({
      'tus-resumable': TUS_VERSION,
      'tus-version': TUS_VERSION,
      'tus-extension': this.extensions().join(','),
      'tus-checksum-algorithm': CHECKSUM_ALGORITHMS.join(','),
      'tus-max-size': String(this.intake.maxFileBytes),
    });
  }

  @Post()
  @HttpCode(201)
  @Idempotent()
  @ApiOperation({ summary: 'Begins an upload: reserves quota and gives its address' })
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
    description: 'The unit stores a file of this sha256 and length already: Upload-Asset is there at once',
    standardSchema: uploadView,
  })
  @ApiResponse({ status: 413, description: 'Larger than one file may be' })
  @ApiResponse({ status: 507, description: 'The quota or the storage is full' })
  async create(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const isTus = request.headers['tus-resumable'] !== undefined;
    if (isTus) requireVersion(request, reply);
    const creation = isTus ? tusCreation(request) : jsonCreation(request.body);
    const checksum = isTus ? checksumHeader(request) : undefined;
    const withBytes = isTus && request.headers['content-type'] === PATCH_TYPE;
    if (creation.kind === 'final') {
      if (withBytes) throw new InvalidTusHeader('Upload-Concat');
      const made = await this.concatenated(caller, creation);
      return this.created(request, reply, made);
    }
    const { intention } = creation;
    if (intention.kind === 'direct') this.direct.requirePossible(intention);
    const instant = await this.intake.instant(caller, intention);
    if (instant !== undefined) {
      // tus knows no creation but 201; a client goes by the offset.
      if (!isTus) void reply.status(200);
      return this.created(request, reply, instant);
    }
    const upload = await this.intake.begin(caller, intention);
    if (upload.kind === 'direct') await this.direct.open(upload);
    if (!withBytes) return this.created(request, reply, { upload });
    this.locate(request, reply, upload);
    const { offset, asset } = await this.intake.write(caller, upload.id, 0, request.raw, { checksum });
    void reply.header('upload-offset', String(offset));
    return this.created(request, reply, { upload: { ...upload, offset }, asset });
  }

  @Get()
  @ApiOperation({ summary: 'The unfinished uploads of the caller' })
  @ApiResponse({
    status: 200,
    standardSchema: z.object({ items: z.array(uploadView), nextCursor: z.string().nullable() }),
  })
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

  @Head(':id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Where an upload stands; a connection that still holds it is stopped' })
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
      ...concatHeader(upload),
      ...metadataHeader(upload),
    });
  }

  @Get(':id')
  @ApiOperation({ summary: 'An upload as JSON' })
  @ApiResponse({ status: 200, standardSchema: uploadView })
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    return viewOfUpload(await this.intake.look(caller, id));
  }

  @Patch(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes bytes from Upload-Offset on' })
  @ApiHeader({ name: 'Upload-Offset', required: true })
  @ApiHeader({
    name: 'Upload-Checksum',
    required: false,
    description: 'sha1, sha256, crc32 or crc32c of this body, 64 MiB at most: all of it counts, or nothing',
  })
  @ApiHeader({
    name: 'Upload-Length',
    required: false,
    description: 'Once, for an upload that began with Upload-Defer-Length: 1',
  })
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiResponse({ status: 204, description: 'Upload-Offset says how far the bytes are durable' })
  @ApiResponse({ status: 403, description: 'A final upload, or one in numbered parts' })
  @ApiResponse({ status: 409, description: 'Another offset' })
  @ApiResponse({ status: 460, description: 'Not the bytes that Upload-Checksum belongs to; none is kept' })
  async patch(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    requireVersion(request, reply);
    if (request.headers['content-type'] !== PATCH_TYPE) throw new InvalidPatchType();
    const offset = bytesHeader(request, 'Upload-Offset');
    const checksum = checksumHeader(request);
    const upload = await this.intake.look(caller, id);
    refuseLapsed(upload);
    if (takesPieces(upload)) throw new UploadTakesPieces();
    if (request.headers['upload-length'] !== undefined)
      await this.intake.declareLength(caller, id, bytesHeader(request, 'Upload-Length'));
    const progress = await this.intake.write(caller, id, offset, request.raw, { checksum });
    void reply
      .header('upload-offset', String(progress.offset))
      .header('upload-expires', progress.expiresAt.toUTCString());
    if (progress.asset !== undefined) void reply.header('upload-asset', progress.asset.id);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Gives an upload up and frees its quota' })
  async terminate(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    requireVersion(request, reply);
    const upload = await this.intake.look(caller, id);
    refuseLapsed(upload);
    const isUsed = upload.kind === 'partial' && upload.state === 'finishing';
    if (upload.state === 'completed' || isUsed) throw new UploadNotOpen(upload.state);
    await this.intake.giveUp(caller, id, 'terminated');
  }

  /**
   * A client whose first request succeeded while the answer was lost sends it again: the same pieces in the
   * same order are the same upload, and never a second one.
   */
  private async concatenated(
    caller: Caller,
    { intention, of }: Creation & { kind: 'final' },
  ): Promise<{ upload: Upload; asset?: Asset | undefined }> {
    try {
      return await this.assembly.concatenate(caller, intention, of);
    } catch (error) {
      if (!(error instanceof PartialUploadsNotReady)) throw error;
      const upload = await this.uploads.finalOf(this.database.kysely, caller.subject, of);
      if (upload === undefined) throw error;
      return upload.state === 'completed'
        ? { upload, asset: await this.intake.finish(upload.id) }
        : { upload };
    }
  }

  private locate(request: FastifyRequest, reply: FastifyReply, upload: Upload): void {
    void reply
      .header('location', this.links.to(request.raw, upload.id))
      .header('upload-expires', upload.expiresAt.toUTCString());
  }

  private created(
    request: FastifyRequest,
    reply: FastifyReply,
    { upload, asset }: { upload: Upload; asset?: Asset | undefined },
  ): z.input<typeof uploadView> {
    this.locate(request, reply, upload);
    if (asset === undefined) return viewOfUpload(upload);
    void reply.header('upload-offset', String(asset.bytes)).header('upload-asset', asset.id);
    return viewOfUpload({ ...upload, offset: asset.bytes, state: 'completed' });
  }

  private extensions(): readonly string[] {
    return this.intake.takesUploads ? TUS_EXTENSIONS : [];
  }
}

/** An upload that is put together from pieces, and takes no bytes by itself. */
function takesPieces(upload: Upload): boolean {
  return upload.kind !== 'whole' && upload.kind !== 'partial';
}

function concatHeader(upload: Upload): Record<string, string> {
  if (upload.kind === 'partial') return { 'upload-concat': 'partial' };
  if (upload.kind !== 'final') return {};
  return { 'upload-concat': `final;${upload.partials.map(uploadPath).join(' ')}` };
}

function metadataHeader(upload: Upload): Record<string, string> {
  const pairs = Object.entries(upload.metadata).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  );
  return pairs.length === 0 ? {} : { 'upload-metadata': pairs.join(',') };
}
