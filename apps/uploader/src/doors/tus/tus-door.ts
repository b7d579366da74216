import type { FastifyRequest } from 'fastify';
import { type Asset, PartialUploadsNotReady, refuseLapsed, type Upload, type Uploads } from '#libs/catalog';
import type { Database } from '#libs/database';
import { type Caller, hasBody, InvalidRequest, mediaTypeOf } from '#libs/http';
import type { Assembly } from '../../intake/assembly.js';
import { UploadTakesPieces } from '../../intake/intake.errors.js';
import type { Intake } from '../../intake/intake.js';
import type { Exchange, UploadAnswers } from '../upload-answers.js';
import { type Creation, tusCreation } from './tus-creation.js';
import { InvalidPatchType, InvalidTusHeader } from './tus.errors.js';
import { bytesHeader, checksumHeader, PATCH_TYPE, requireVersion } from './tus-headers.js';

export interface TusDoorParts {
  readonly intake: Intake;
  readonly assembly: Assembly;
  readonly uploads: Uploads;
  readonly database: Database;
  readonly answers: UploadAnswers;
}

/** Begins uploads by tus: whole ones, pieces, and what is made of pieces. */
export class TusDoor {
  constructor(private readonly parts: TusDoorParts) {}

  /** Whether a request speaks tus, of whatever version. */
  isMeant(request: FastifyRequest): boolean {
    return request.headers['tus-resumable'] !== undefined;
  }

  /**
   * The first bytes may come with it: where their link breaks, the upload is there and its Location is told.
   *
   * @throws TusVersionUnsupported, InvalidTusHeader, InvalidRequest, and what the intake throws
   */
  async begin(exchange: Exchange): Promise<object> {
    const { caller, request, reply } = exchange;
    const { intake, answers } = this.parts;
    requireVersion(request, reply);
    const creation = tusCreation(request);
    const checksum = checksumHeader(request);
    const withBytes = mediaTypeOf(request.raw) === PATCH_TYPE;
    refuseUnread(request, checksum !== undefined && !withBytes);
    if (creation.kind === 'final') {
      if (withBytes) throw new UploadTakesPieces();
      return answers.begun(exchange, await this.concatenated(caller, creation));
    }
    const { intention } = creation;
    // tus knows no creation but 201; a client goes by the offset.
    const known = await intake.unfinished(caller, intention);
    if (known !== undefined && !withBytes) return answers.begunBefore(exchange, known);
    const instant = known === undefined ? await intake.instant(caller, intention) : undefined;
    if (instant !== undefined) return answers.begun(exchange, instant);
    const upload = known ?? (await intake.begin(caller, intention));
    if (!withBytes) return answers.begun(exchange, { upload });
    answers.locate(exchange, upload);
    const { offset, asset } = await intake.write(caller, upload.id, 0, request.raw, { checksum });
    void reply.header('upload-offset', String(offset));
    return answers.begun(exchange, { upload: { ...upload, offset }, asset });
  }

  /**
   * Takes the bytes of a PATCH from its Upload-Offset on, and says in the answer's head how far they are durable.
   *
   * @throws TusVersionUnsupported, InvalidPatchType, InvalidTusHeader, and what the intake throws
   */
  async append({ caller, request, reply }: Exchange, id: string): Promise<void> {
    const { intake } = this.parts;
    requireVersion(request, reply);
    if (mediaTypeOf(request.raw) !== PATCH_TYPE) {
      void reply.header('accept-patch', `${PATCH_TYPE}, application/json`);
      throw new InvalidPatchType();
    }
    const offset = bytesHeader(request, 'Upload-Offset');
    const checksum = checksumHeader(request);
    const upload = await intake.look(caller, id);
    refuseLapsed(upload);
    if (takesPieces(upload)) throw new UploadTakesPieces();
    if (request.headers['upload-length'] !== undefined)
      await intake.declareLength(caller, id, bytesHeader(request, 'Upload-Length'));
    const progress = await intake.write(caller, id, offset, request.raw, {
      checksum,
      isEmpty: !hasBody(request.raw),
    });
    void reply
      .status(204)
      .header('upload-offset', String(progress.offset))
      .header('upload-expires', progress.expiresAt.toUTCString());
    if (progress.asset !== undefined) void reply.header('upload-asset', progress.asset.id);
  }

  /**
   * A client whose first request succeeded while the answer was lost sends it again: the same pieces in the
   * same order are the same upload, and never a second one.
   */
  private async concatenated(
    caller: Caller,
    { intention, of }: Creation & { kind: 'final' },
  ): Promise<{ upload: Upload; asset?: Asset | undefined }> {
    const { intake, assembly, uploads, database } = this.parts;
    try {
      return await assembly.concatenate(caller, intention, of);
    } catch (error) {
      if (!(error instanceof PartialUploadsNotReady)) throw error;
      const upload = await uploads.finalOf(database.kysely, caller.subject, of);
      if (upload === undefined) throw error;
      return upload.state === 'completed' ? { upload, asset: await intake.finish(upload.id) } : { upload };
    }
  }
}

/** An upload that is put together from pieces, and takes no bytes by itself. */
export function takesPieces(upload: Upload): boolean {
  return upload.kind !== 'whole' && upload.kind !== 'partial';
}

/** Nothing that came with the request may be passed over. @throws InvalidRequest, InvalidTusHeader */
function refuseUnread({ body }: FastifyRequest, checksumOfNothing: boolean): void {
  if (body !== undefined && body !== null)
    throw new InvalidRequest(
      `With Tus-Resumable, what is said of the file stands in headers: send no JSON, or leave the header out. The first bytes of the file may come as ${PATCH_TYPE}.`,
    );
  if (checksumOfNothing) throw new InvalidTusHeader('Upload-Checksum');
}
