import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Caller, CurrentCaller, Takes, Scopes } from '#libs/http';
import { Assembly } from '../../intake/assembly.js';
import { type DirectStatus, DirectUploads } from '../../intake/direct-uploads.js';
import { Intake } from '../../intake/intake.js';
import { NoSuchPart } from '../../intake/intake.errors.js';
import { NumberedParts, type PartsStatus } from '../../intake/numbered-parts.js';
import { uploadView, viewOfUpload } from '../../rest/upload-view.js';
import { contentDigestOf, parseContentDigest } from '../content-digest.js';
import { PartsMissing, UploadNotFound } from '#libs/catalog';
import { StorageUnavailable } from '#libs/storage';
import { InvalidContentDigest } from '../content-digest.errors.js';
import { UploadIsDirect } from '../../intake/direct.errors.js';
import {
  ChecksumMismatch,
  PartAlreadyWritten,
  PartLengthMismatch,
  UploadWithoutParts,
} from '../../intake/intake.errors.js';
import { BYTES, Raises, BodyOf } from '../../rest/openapi/describing.js';
import { carries } from '../../rest/openapi/headers.js';
import { ENDING, TAKING } from '../upload-problems.js';

const partView = z
  .object({
    number: z.int(),
    bytes: z.int(),
    sha256: z
      .string()
      .nullable()
      .describe(
        'null of a part that was written straight into the file and came without Content-Digest, or that went straight to the bucket',
      ),
  })
  .meta({ id: 'UploadPart', examples: [{ number: 1, bytes: 8_388_608, sha256: null }] });

const partsView = z
  .object({
    bytes: z.int().describe('Of the whole file'),
    partBytes: z.int().describe('Of every part but the last'),
    count: z.int(),
    stored: z.array(partView),
    missing: z.array(z.int()).describe('The numbers of the parts that have not come yet'),
    expiresAt: z.iso.datetime(),
  })
  .meta({
    id: 'UploadParts',
    examples: [
      {
        bytes: 20_000_000,
        partBytes: 8_388_608,
        count: 3,
        stored: [{ number: 1, bytes: 8_388_608, sha256: null }],
        missing: [2, 3],
        expiresAt: '2026-12-01T08:00:00.000Z',
      },
    ],
  });

/**
 * Uploads in numbered parts, for scripts and mini-programs on poor links: every part may be sent as often as
 * need be, in any order, several at once. Begin one with `POST /v1/uploads` and `partBytes`.
 */
@ApiTags('uploads')
@ApiBearerAuth()
@Scopes('upload', 'continue')
@Controller('v1/uploads/:id')
export class PartsController {
  constructor(
    @Inject(NumberedParts) private readonly parts: NumberedParts,
    @Inject(Assembly) private readonly assembly: Assembly,
    @Inject(Intake) private readonly intake: Intake,
    @Inject(DirectUploads) private readonly direct: DirectUploads,
  ) {}

  @Get('parts')
  @ApiOperation({
    operationId: 'listUploadParts',
    summary: 'Which parts of an upload are there, and which are missing',
  })
  @Raises(new UploadNotFound(), new UploadWithoutParts(), new StorageUnavailable())
  @ApiResponse({ status: 200, description: 'The parts', standardSchema: partsView })
  async list(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    const { upload, count, stored, missing } = await this.status(caller, id);
    return {
      bytes: upload.bytes,
      partBytes: upload.partBytes,
      count,
      // A machine that goes on with the upload learns nothing of its bytes.
      stored: stored.map(({ number, bytes, sha256 }) => ({
        number,
        bytes,
        sha256: caller.boundTo === undefined ? sha256 : null,
      })),
      missing: [...missing],
      expiresAt: upload.expiresAt.toISOString(),
    } satisfies z.input<typeof partsView>;
  }

  @Put('parts/:number')
  @Takes('*/*')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'putUploadPart',
    summary: 'Stores one part, from 1 on; again as often as need be',
  })
  @Raises(
    ...TAKING,
    new NoSuchPart(12),
    new InvalidContentDigest(),
    new PartLengthMismatch(8_388_608),
    new PartAlreadyWritten(),
    new UploadIsDirect(),
    new UploadWithoutParts(),
    new ChecksumMismatch(),
  )
  @ApiHeader({
    name: 'Content-Digest',
    required: false,
    description: 'RFC 9530, sha-256 or sha-512: verified, and a part that is there already is not sent twice',
  })
  @BodyOf({ 'application/octet-stream': BYTES })
  @ApiResponse({
    status: 204,
    description: 'Durable; Content-Digest, where it is known, says what is stored',
    headers: carries('Content-Digest'),
  })
  async put(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('number') number: string,
    @Headers('content-digest') digest: string | undefined,
    @Headers('content-length') contentLength: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (!/^[1-9][0-9]{0,5}$/.test(number)) throw new NoSuchPart(0);
    const { sha256 } = await this.parts.put(caller, id, Number(number), {
      body: request.raw,
      contentLength: contentLength === undefined ? undefined : Number(contentLength),
      ...parseContentDigest(digest, Number.POSITIVE_INFINITY),
    });
    if (sha256 !== null) void reply.header('content-digest', contentDigestOf(sha256));
  }

  @Post('complete')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'completeUpload',
    summary: 'Makes the asset of the parts, when all are there; again as often as need be',
  })
  @Raises(...ENDING, new PartsMissing([3, 4]), new UploadWithoutParts())
  @ApiResponse({
    status: 200,
    description: 'The asset is there',
    standardSchema: uploadView,
    headers: carries('Upload-Asset'),
  })
  @ApiResponse({
    status: 202,
    description: 'All is there; ask again for the outcome',
    standardSchema: uploadView,
  })
  async complete(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { kind } = await this.intake.look(caller, id);
    const asset = await (kind === 'direct' ? this.direct : this.assembly).complete(caller, id);
    if (asset === undefined) void reply.status(202);
    else void reply.header('upload-asset', asset.id);
    const upload = await this.intake.look(caller, id);
    return viewOfUpload(caller.boundTo === undefined ? upload : { ...upload, fileName: '' });
  }

  private async status(caller: Caller, id: string): Promise<PartsStatus | UnreadStatus> {
    const { kind } = await this.intake.look(caller, id);
    if (kind !== 'direct') return this.parts.status(caller, id);
    const status = await this.direct.status(caller, id);
    return { ...status, stored: status.stored.map((part) => ({ ...part, sha256: null })) };
  }
}

/** Of parts that have not been read here nothing is known but their length. */
type UnreadStatus = Omit<DirectStatus, 'stored'> & {
  readonly stored: readonly { number: number; bytes: number; sha256: null }[];
};
