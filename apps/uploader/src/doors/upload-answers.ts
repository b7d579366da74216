import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Asset, Upload } from '#libs/catalog';
import type { Caller } from '#libs/http';
import { uploadPath } from '../rest/public-links.js';
import { type uploadView, viewOfUpload } from '../rest/upload-view.js';

/** A request, who sends it, and its answer. */
export interface Exchange {
  readonly caller: Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What an upload that has begun is answered with, by tus and by JSON alike. */
export class UploadAnswers {
  /** Says where the upload is gone on with, and until when. */
  locate({ reply }: Exchange, upload: Upload): void {
    void reply
      .header('location', uploadPath(upload.id))
      .header('upload-expires', upload.expiresAt.toUTCString());
  }

  /** The same of one that was begun before: from which byte on it is gone on with. */
  begunBefore(exchange: Exchange, upload: Upload): z.input<typeof uploadView> {
    this.locate(exchange, upload);
    void exchange.reply.header('upload-offset', String(upload.offset));
    return viewOfUpload(upload);
  }

  /** The same, and the upload itself: a completed one where its asset is there already. */
  begun(
    exchange: Exchange,
    { upload, asset }: { upload: Upload; asset?: Asset | undefined },
  ): z.input<typeof uploadView> {
    this.locate(exchange, upload);
    if (asset === undefined) return viewOfUpload(upload);
    // What it replaces may be served still, and be of another length.
    const offset = upload.bytes ?? asset.bytes;
    void exchange.reply.header('upload-offset', String(offset)).header('upload-asset', asset.id);
    return viewOfUpload({ ...upload, offset, state: 'completed' });
  }
}
