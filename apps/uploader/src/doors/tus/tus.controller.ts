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
import { type Upload, UploadExpired, UploadNotOpen, Uploads } from '#libs/catalog';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, InvalidRequest, Public } from '#libs/http';
import { page } from '../../page.js';
import { Intake, type Intention } from '../../intake.js';
import { UploadLinks } from '../../upload-links.js';
import { InvalidPatchType } from './tus.errors.js';
import {
  bytesHeader,
  parseMetadata,
  PATCH_TYPE,
  requireVersion,
  TUS_EXTENSIONS,
  TUS_VERSION,
} from './tus-headers.js';
import { plainText } from '../../plain-text.js';
import { Idempotent } from '../../idempotency.interceptor.js';

const newUpload = z
  .object({
    fileName: z.string().min(1).max(1024),
    bytes: z.int().nonnegative(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
      .optional(),
    courseId: z.string().max(64).optional(),
    title: plainText(1, 200).optional(),
  })
  .meta({ id: 'NewUpload' });

const uploadView = z
  .object({
    id: z.string(),
    asset: z.string(),
    fileName: z.string(),
    bytes: z.int().nullable(),
    offset: z.int(),
    state: z.enum(['open', 'finishing', 'completed', 'abandoned', 'expired']),
    reservedBytes: z.int(),
    expiresAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Upload' });

/** Uploads by tus 1.0.0 (and their creation by plain JSON, for those who want to read the reservation). */
@ApiTags('uploads')
@ApiBearerAuth()
@Controller('v1/uploads')
export class TusController {
  constructor(
    @Inject(Intake) private readonly intake: Intake,
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
      'tus-extension': TUS_EXTENSIONS.join(','),
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
  @ApiResponse({ status: 413, description: 'Larger than one file may be' })
  @ApiResponse({ status: 507, description: 'The quota or the storage is full' })
  async create(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const isTus = request.headers['tus-resumable'] !== undefined;
    const upload = await this.intake.begin(
      caller,
      isTus ? this.tusIntention(request, reply) : jsonIntention(request.body),
    );
    void reply
      .header('location', this.links.to(request, upload.id))
      .header('upload-expires', upload.expiresAt.toUTCString());
    if (isTus && request.headers['content-type'] === PATCH_TYPE) {
      const progress = await this.intake.write(caller, upload.id, 0, request.raw);
      void reply.header('upload-offset', String(progress.offset));
      return viewOf({
        ...upload,
        offset: progress.offset,
        state: progress.asset === undefined ? 'open' : 'completed',
      });
    }
    return viewOf(upload);
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
    return { items: found.items.map(viewOf), nextCursor: found.nextCursor ?? null };
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
    const upload = await this.intake.stand(caller, id);
    refuseEnded(upload);
    void reply.headers({
      'upload-offset': String(upload.offset),
      'upload-expires': upload.expiresAt.toUTCString(),
      'cache-control': 'no-store',
      ...(upload.bytes === null ? { 'upload-defer-length': '1' } : { 'upload-length': String(upload.bytes) }),
      ...metadataHeader(upload),
    });
  }

  @Get(':id')
  @ApiOperation({ summary: 'An upload as JSON' })
  @ApiResponse({ status: 200, standardSchema: uploadView })
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    return viewOf(await this.intake.look(caller, id));
  }

  @Patch(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes bytes from Upload-Offset on' })
  @ApiHeader({ name: 'Upload-Offset', required: true })
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiResponse({ status: 204, description: 'Upload-Offset says how far the bytes are durable' })
  @ApiResponse({ status: 409, description: 'Another offset' })
  async patch(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    requireVersion(request, reply);
    if (request.headers['content-type'] !== PATCH_TYPE) throw new InvalidPatchType();
    const offset = bytesHeader(request, 'Upload-Offset');
    refuseEnded(await this.intake.look(caller, id));
    const progress = await this.intake.write(caller, id, offset, request.raw);
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
    refuseEnded(upload);
    if (upload.state === 'completed') throw new UploadNotOpen(upload.state);
    await this.intake.interrupt(id);
    await this.intake.abandon(id, 'terminated');
  }

  private tusIntention(request: FastifyRequest, reply: FastifyReply): Intention {
    requireVersion(request, reply);
    const bytes = bytesHeader(request, 'Upload-Length');
    const metadata = parseMetadata(request.headers['upload-metadata'] as string | undefined);
    const { filename, name, title, courseId, sha256 } = metadata;
    return jsonIntention(
      {
        fileName: filename ?? name ?? 'unnamed',
        bytes,
        ...(title ? { title } : {}),
        ...(courseId ? { courseId } : {}),
        ...(sha256 ? { sha256 } : {}),
      },
      metadata,
    );
  }
}

function jsonIntention(body: unknown, metadata?: Record<string, string>): Intention {
  const parsed = newUpload.safeParse(body ?? {});
  if (!parsed.success) {
    throw new InvalidRequest(
      'An upload begins with a fileName and its length in bytes.',
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    );
  }
  const { fileName, bytes, sha256, courseId, title } = parsed.data;
  return {
    door: 'tus',
    fileName,
    bytes,
    ...(sha256 === undefined ? {} : { sha256: sha256.toLowerCase() }),
    ...(courseId === undefined ? {} : { courseId }),
    ...(title === undefined ? {} : { title }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** tus: an upload that is over by time or by will is 410, so that a client begins anew. */
function refuseEnded(upload: Upload): void {
  if (upload.state === 'expired' || upload.state === 'abandoned') throw new UploadExpired();
}

function metadataHeader(upload: Upload): Record<string, string> {
  const pairs = Object.entries(upload.metadata).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  );
  return pairs.length === 0 ? {} : { 'upload-metadata': pairs.join(',') };
}

function viewOf(upload: Upload): z.input<typeof uploadView> {
  return {
    id: upload.id,
    asset: upload.assetId,
    fileName: upload.fileName,
    bytes: upload.bytes,
    offset: upload.offset,
    state: upload.state,
    reservedBytes: upload.reservedBytes,
    expiresAt: upload.expiresAt.toISOString(),
    createdAt: upload.createdAt.toISOString(),
  };
}
