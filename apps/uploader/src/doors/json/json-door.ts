import type { DirectUploads } from '../../intake/direct-uploads.js';
import type { Intake } from '../../intake/intake.js';
import { viewOfUpload } from '../../rest/upload-view.js';
import { expectedVersion } from '../../rest/if-match.js';
import type { Exchange, UploadAnswers } from '../upload-answers.js';
import { checked } from '../description.js';
import { intentionOf, lateHash } from './new-upload.js';

/** Begins what is described in plain JSON; its bytes come by tus, in numbered parts, or straight to the bucket. */
export class JsonDoor {
  constructor(
    private readonly intake: Intake,
    private readonly direct: DirectUploads,
    private readonly answers: UploadAnswers,
  ) {}

  /** @throws InvalidRequest, and what the intake throws: nothing is left behind */
  async begin(exchange: Exchange): Promise<object> {
    const { caller, request, reply } = exchange;
    const intention = {
      ...intentionOf(request.body),
      ofVersion: expectedVersion(request.headers['if-match']),
    };
    if (intention.kind === 'direct') this.direct.requirePossible(intention);
    const known = await this.intake.unfinished(caller, intention);
    if (known !== undefined) {
      void reply.status(200);
      return this.answers.begunBefore(exchange, known);
    }
    const instant = await this.intake.instant(caller, intention);
    if (instant !== undefined) {
      void reply.status(200);
      return this.answers.begun(exchange, instant);
    }
    const upload = await this.intake.begin(caller, intention);
    if (upload.kind === 'direct') await this.direct.open(upload);
    return this.answers.begun(exchange, { upload });
  }

  /**
   * Takes a SHA-256 that is known only now: the upload as it stands then, or is already an asset.
   *
   * @throws InvalidRequest, and what the intake throws
   */
  async declare({ caller, request, reply }: Exchange, id: string): Promise<object> {
    const { sha256 } = checked(lateHash, request.body ?? {}, 'What is said of an upload is its sha256.');
    const { upload, asset } = await this.intake.declareSha256(caller, id, sha256);
    if (asset !== undefined) void reply.header('upload-asset', asset.id);
    return viewOfUpload(upload);
  }
}
