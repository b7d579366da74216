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
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  assetOf,
  type Asset,
  refuseLapsed,
  type Upload,
  UploadLocked,
  UploadNotFound,
  UploadNotOpen,
} from '#libs/catalog';
import { type Caller, CurrentCaller, mediaTypeOf, Public, Takes, Scopes } from '#libs/http';
import { Idempotent } from '../../rest/idempotency.interceptor.js';
import { Intake } from '../../intake/intake.js';
import { DigestMismatch, OffsetMismatch, UnsupportedMedia } from '../../intake/intake.errors.js';
import type { Intention } from '../../intake/upload-beginning.js';
import type { Progress, WholeGo } from '../../intake/upload-writer.js';
import { AssetViews } from '../../rest/asset-views.js';
import { expectedVersion } from '../../rest/if-match.js';
import { PublicLinks } from '../../rest/public-links.js';
import { assetView } from '../../rest/views.js';
import { uploadView, viewOfUpload } from '../../rest/upload-view.js';
import { described } from '../description.js';
import {
  CompletedUpload,
  InconsistentLength,
  InvalidAppendType,
  InvalidUploadField,
  MismatchingOffset,
} from './ietf.errors.js';
import { Interim } from './interim.js';
import { type Interop, interopOf } from './interop.js';
import {
  contentChecksum,
  fileNameOf,
  lengthSaid,
  PARTIAL_UPLOAD,
  representationSha256,
  type UploadFields,
  uploadFields,
} from './upload-fields.js';
import { StorageUnavailable } from '#libs/storage';
import { InvalidContentDigest } from '../content-digest.errors.js';
import { CHECKSUMMED_BODY_BYTES } from '../../intake/body-checksum.js';
import { ChecksumMismatch, ChecksummedBodyTooLong, LengthAlreadyKnown } from '../../intake/intake.errors.js';
import { AnyAnswerCarries, BYTES, Raises, BodyOf } from '../../rest/openapi/describing.js';
import { carries } from '../../rest/openapi/headers.js';
import { BEGINNING, LAPSED, TAKING } from '../upload-problems.js';

/** Uploads of this door are found here; the tus door has a place of its own. */
const RESUMABLE_UPLOADS = 'v1/resumable-uploads';

const description = z.object({
  title: described.title,
  courseId: described.courseId,
  externalId: described.externalId,
  replaces: described.replaces,
});
/** What is refused of a transfer by the draft. */
const DRAFT = [
  new InconsistentLength(),
  new InvalidContentDigest(),
  new ChecksumMismatch(),
  new ChecksummedBodyTooLong(CHECKSUMMED_BODY_BYTES),
];
const VERSION = 'Upload-Draft-Interop-Version';
const STANDING = {
  status: 204,
  description: 'Where it stands',
  headers: carries('Upload-Offset', 'Upload-Complete', 'Upload-Length', 'Upload-Limit', 'Upload-Asset'),
};
const PROGRESS_MS = 5_000;

/** One request that brings bytes. */
interface Transfer {
  readonly caller: Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly fields: UploadFields;
  readonly interim: Interim;
  readonly checksum: WholeGo | undefined;
}

/**
 * Uploads by the IETF's Resumable Uploads for HTTP (draft-ietf-httpbis-resumable-upload, in the iterations that
 * `INTEROPS` names), over the same intake as every door. Every answer says by which iteration it is, and every one to
 * bytes Upload-Complete: ?0 where the route does not say ?1 (`draftFields`).
 */
@ApiTags('resumable-uploads')
@ApiBearerAuth()
@Scopes('upload')
@Controller(RESUMABLE_UPLOADS)
export class IetfController {
  constructor(
    @Inject(Intake) private readonly intake: Intake,
    @Inject(AssetViews) private readonly views: AssetViews,
    @Inject(PublicLinks) private readonly links: PublicLinks,
  ) {}

  @Public()
  @Options()
  @HttpCode(204)
  @ApiOperation({
    operationId: 'getResumableUploadOptions',
    summary: 'Says that uploads can be resumed here, and within which limits',
  })
  @ApiResponse({
    status: 204,
    description: 'The type that PATCH takes, and the limits',
    headers: carries('Accept-Patch', 'Upload-Limit', VERSION),
  })
  options(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.headers({ 'accept-patch': PARTIAL_UPLOAD, 'upload-limit': this.limit(request) });
  }

  @Post()
  @Takes('*/*')
  @Idempotent()
  @ApiOperation({
    operationId: 'createResumableUpload',
    summary: 'Begins an upload, with all of the file, its beginning, or nothing yet',
  })
  @ApiHeader({ name: 'Upload-Complete', required: true })
  @ApiHeader({ name: 'Upload-Length', required: false })
  @ApiHeader({ name: 'Content-Digest', required: false })
  @ApiHeader({
    name: 'Content-Disposition',
    required: false,
    description: 'The name of the file: inline; filename="…"',
  })
  @ApiHeader({ name: 'Repr-Digest', required: false, description: 'sha-256 of the whole file (RFC 9530)' })
  @BodyOf({ 'application/octet-stream': BYTES })
  @AnyAnswerCarries('Upload-Limit', 'Upload-Offset', 'Upload-Complete', 'Location', VERSION)
  @Raises(...BEGINNING, ...TAKING, ...DRAFT, new InvalidUploadField('Upload-Complete'))
  @ApiResponse({
    status: 200,
    description: 'Complete: the asset',
    standardSchema: assetView,
    headers: carries('Location', 'Upload-Limit', 'Upload-Offset', 'Upload-Complete', 'Upload-Asset'),
  })
  @ApiResponse({
    status: 201,
    description: 'To be gone on with at Location',
    standardSchema: uploadView,
    headers: carries('Location', 'Upload-Limit', 'Upload-Offset', 'Upload-Complete'),
  })
  async create(
    @CurrentCaller() caller: Caller,
    @Query({ schema: description }) query: z.output<typeof description>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    void reply.header('upload-limit', this.limit(request));
    const fields = uploadFields(request.raw);
    if (fields.complete === undefined) throw new InvalidUploadField('Upload-Complete');
    const sha256 = representationSha256(request.headers);
    // What can't be read of the request is refused before quota is held for it.
    const checksum = contentChecksum(request.headers, fields);
    const intention: Intention = {
      kind: 'whole',
      door: 'ietf',
      fileName: fileNameOf(request.headers),
      bytes: lengthSaid(fields, 0) ?? null,
      ...query,
      ofVersion: expectedVersion(request.headers['if-match']),
      sha256,
    };
    // Of one that was begun before, its bytes are refused with the offset to go on from.
    const known = await this.intake.unfinished(caller, intention);
    const upload = known ?? (await this.intake.begin(caller, intention));
    const path = `/${RESUMABLE_UPLOADS}/${upload.id}`;
    const limit = this.limit(request, upload);
    void reply.headers({ location: path, 'upload-limit': limit });
    const interim = new Interim(request.raw, reply.raw);
    interim.announce(this.links.at(request.raw, path), limit);
    const taken = await this.take({ caller, request, reply, fields, interim, checksum }, upload, 0);
    if (taken.asset !== undefined) return this.whole(taken.asset, reply);
    void reply.status(201);
    return viewOfUpload({ ...upload, offset: taken.offset });
  }

  @Head(':id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'getResumableUploadOffset',
    summary: 'Where an upload stands; a connection that still holds it is stopped',
  })
  @AnyAnswerCarries(VERSION)
  @Raises(new UploadNotFound(), ...LAPSED, new UploadLocked(), new StorageUnavailable())
  @ApiResponse(STANDING)
  async head(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const upload = await this.stand(caller, id, request, reply);
    void reply.headers({
      'cache-control': 'no-store',
      'upload-offset': String(upload.offset),
      'upload-complete': upload.state === 'completed' ? '?1' : '?0',
      ...(upload.bytes === null ? {} : { 'upload-length': String(upload.bytes) }),
      ...(upload.state === 'completed' ? { 'upload-asset': assetOf(upload) } : {}),
    });
  }

  // After HEAD, which Fastify would answer by this route.
  @Get(':id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'getResumableUpload', summary: 'As HEAD: where an upload stands' })
  @AnyAnswerCarries(VERSION)
  @Raises(new UploadNotFound(), ...LAPSED, new UploadLocked(), new StorageUnavailable())
  @ApiResponse(STANDING)
  get(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    return this.head(caller, id, request, reply);
  }

  @Patch(':id')
  @Takes('*/*')
  @HttpCode(200)
  @ApiOperation({ operationId: 'appendToResumableUpload', summary: 'Takes bytes from Upload-Offset on' })
  @ApiHeader({ name: 'Upload-Offset', required: true })
  @ApiHeader({ name: 'Upload-Complete', required: true })
  @ApiHeader({ name: 'Upload-Length', required: false })
  @ApiHeader({ name: 'Content-Digest', required: false })
  @BodyOf({ [PARTIAL_UPLOAD]: BYTES })
  @AnyAnswerCarries('Upload-Limit', 'Upload-Offset', 'Upload-Complete', 'Accept-Patch', VERSION)
  @Raises(
    ...TAKING,
    ...DRAFT,
    new InvalidUploadField('Upload-Offset'),
    new MismatchingOffset(67_108_864, 0),
    new CompletedUpload(),
    new LengthAlreadyKnown(),
    new InvalidAppendType(),
  )
  @ApiResponse({
    status: 200,
    description: 'Complete: the asset',
    standardSchema: assetView,
    headers: carries('Upload-Limit', 'Upload-Offset', 'Upload-Complete', 'Upload-Asset'),
  })
  @ApiResponse({
    status: 204,
    description: 'Durable up to Upload-Offset',
    headers: carries('Upload-Limit', 'Upload-Offset', 'Upload-Complete'),
  })
  async append(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object | undefined> {
    void reply.header('upload-limit', this.limit(request));
    if (mediaTypeOf(request.raw) !== PARTIAL_UPLOAD) {
      void reply.header('accept-patch', PARTIAL_UPLOAD);
      throw new InvalidAppendType();
    }
    const fields = uploadFields(request.raw);
    const { offset } = fields;
    if (offset === undefined) throw new InvalidUploadField('Upload-Offset');
    if (fields.complete === undefined) throw new InvalidUploadField('Upload-Complete');
    const checksum = contentChecksum(request.headers, fields);
    const upload = await this.stand(caller, id, request, reply);
    void reply.header('upload-offset', String(upload.offset));
    if (upload.state !== 'open') return this.repeated(upload, fields, interopOf(request.raw), reply);
    if (offset !== upload.offset) throw mismatch(reply, upload.offset, offset);
    await this.agree(caller, upload, lengthSaid(fields, offset));
    const interim = new Interim(request.raw, reply.raw);
    const taken = await this.take({ caller, request, reply, fields, interim, checksum }, upload, offset);
    if (taken.asset !== undefined) return this.whole(taken.asset, reply);
    void reply.status(204);
    return undefined;
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'cancelResumableUpload',
    summary: 'Ends an upload: its quota is free; what is an asset already stays one',
  })
  @AnyAnswerCarries(VERSION)
  @Raises(
    new UploadNotFound(),
    ...LAPSED,
    new UploadNotOpen('finishing'),
    new UploadLocked(),
    new StorageUnavailable(),
  )
  @ApiResponse({ status: 204, description: 'It is gone: what is asked of it later is answered with 410' })
  async cancel(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.own(caller, id);
    await this.intake.terminate(caller, id, 'cancelled');
  }

  /** Pours the body in; with the end in it the upload becomes an asset. */
  private async take(
    transfer: Transfer,
    upload: Upload,
    offset: number,
  ): Promise<{ offset: number; asset: Asset | undefined }> {
    const { caller, request, reply, fields, interim, checksum } = transfer;
    const { id } = upload;
    const now = async () => (await this.intake.look(caller, id)).offset;
    const rest = interim.follow(now, offset, PROGRESS_MS);
    try {
      const progress = await this.intake.write(caller, id, offset, request.raw, { checksum });
      const asset = await this.closed(caller, id, fields, progress);
      void reply.header('upload-offset', String(progress.offset));
      return { offset: progress.offset, asset };
    } catch (error) {
      if (error instanceof OffsetMismatch) throw mismatch(reply, Number(error.facts['offset']), offset);
      await this.tellOffset(caller, id, reply);
      // All of it came: the answer is about what came, and sending it again would not help.
      if (error instanceof UnsupportedMedia || error instanceof DigestMismatch)
        void reply.header('upload-complete', '?1');
      throw error;
    } finally {
      rest();
    }
  }

  /** The asset, where this request brought the end of the file. */
  private async closed(
    caller: Caller,
    id: string,
    { complete }: UploadFields,
    progress: Progress,
  ): Promise<Asset | undefined> {
    if (progress.asset !== undefined || complete !== true) return progress.asset;
    const { bytes } = await this.intake.look(caller, id);
    if (bytes !== null && bytes !== progress.offset) throw new InconsistentLength();
    return this.intake.finishAt(id, progress.offset);
  }

  /** Holds what is said of the length against what is known, and has quota reserved for what is new. */
  private async agree(caller: Caller, upload: Upload, said: number | undefined): Promise<void> {
    if (said === undefined || said === upload.bytes) return;
    if (upload.bytes !== null || said < upload.offset) throw new InconsistentLength();
    await this.intake.declareLength(caller, upload.id, said);
  }

  /** A client that did not get the answer to its last request may ask for it again; more bytes it may not send. */
  private async repeated(
    upload: Upload,
    fields: UploadFields,
    interop: Interop,
    reply: FastifyReply,
  ): Promise<object> {
    const { contentBytes, complete, offset = 0 } = fields;
    const isElsewhere = offset !== upload.offset;
    if (isElsewhere && !interop.knowsCompleted) throw mismatch(reply, upload.offset, offset);
    if (contentBytes !== 0) throw new InconsistentLength();
    if (interop.knowsCompleted && (isElsewhere || complete !== true)) throw new CompletedUpload();
    return this.whole(await this.intake.finish(upload.id), reply);
  }

  private async whole(asset: Asset, reply: FastifyReply): Promise<object> {
    void reply.status(200).headers({ 'upload-complete': '?1', 'upload-asset': asset.id });
    return this.views.of(asset);
  }

  /** Where the upload stands, once nobody writes to it any more. */
  private async stand(
    caller: Caller,
    id: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Upload> {
    await this.own(caller, id);
    const upload = await this.intake.stand(caller, id);
    refuseLapsed(upload);
    void reply.header('upload-limit', this.limit(request, upload));
    return upload;
  }

  private async own(caller: Caller, id: string): Promise<Upload> {
    const upload = await this.intake.look(caller, id);
    if (upload.door !== 'ietf') throw new UploadNotFound();
    refuseLapsed(upload);
    return upload;
  }

  /** Who is refused may go on from where the upload stands, without asking for it. */
  private async tellOffset(caller: Caller, id: string, reply: FastifyReply): Promise<void> {
    const { state, offset } = await this.intake.look(caller, id);
    if (state === 'open') void reply.header('upload-offset', String(offset));
    else void reply.removeHeader('upload-offset');
  }

  private limit({ raw }: FastifyRequest, upload?: Upload): string {
    const size = `max-size=${this.intake.maxFileBytes}, min-size=1`;
    if (upload === undefined) return size;
    const seconds = Math.max(0, Math.floor((upload.expiresAt.getTime() - Date.now()) / 1000));
    return `${size}, ${interopOf(raw).lifetime}=${seconds}`;
  }
}

function mismatch(reply: FastifyReply, expected: number, provided: number): MismatchingOffset {
  void reply.header('upload-offset', String(expected));
  return new MismatchingOffset(expected, provided);
}
