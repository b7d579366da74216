import type { DirectUploads } from '../../intake/direct-uploads.js';
import type { Intake } from '../../intake/intake.js';
import type { Exchange, UploadAnswers } from '../upload-answers.js';
import { intentionOf } from './new-upload.js';

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
    const intention = intentionOf(request.body);
    if (intention.kind === 'direct') this.direct.requirePossible(intention);
    const instant = await this.intake.instant(caller, intention);
    if (instant !== undefined) {
      void reply.status(200);
      return this.answers.begun(exchange, instant);
    }
    const upload = await this.intake.begin(caller, intention);
    if (upload.kind === 'direct') await this.direct.open(upload);
    return this.answers.begun(exchange, { upload });
  }
}
