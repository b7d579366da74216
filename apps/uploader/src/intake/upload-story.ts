import type { Upload } from '#libs/catalog';
import { DomainError } from '#libs/kernel';
import { ConnectionLost } from './intake.errors.js';
import type { UploadMetrics } from '../uploader-metrics.js';

export interface UploadStoryParts {
  readonly metrics: UploadMetrics;
}

/** What becomes of each upload, for whoever runs the service: told once for each event, whatever the door. */
export class UploadStory {
  constructor(private readonly parts: UploadStoryParts) {}

  /** Its quota is reserved, and it is there. */
  begun(upload: Upload): void {
    if (upload.kind !== 'partial') this.parts.metrics.begun(upload.door);
  }

  /** A known caller was refused, with this error: before there was an upload, or by one that there is. */
  refused(error: unknown): void {
    if (error instanceof DomainError && !(error instanceof ConnectionLost))
      this.parts.metrics.refused(error.code);
  }

  /** Bytes of it are durable that were not before. */
  received({ door }: Pick<Upload, 'door'>, bytes: number): void {
    if (bytes > 0) this.parts.metrics.received(door, bytes);
  }

  /** Some of its bytes are being received until the function that this returns is called. */
  receiving(): () => void {
    return this.parts.metrics.receive();
  }

  /** It has become an asset. */
  finished({ door, createdAt }: Upload): void {
    this.parts.metrics.finished(door, Math.max(0, Date.now() - createdAt.getTime()) / 1000);
  }

  /** It has ended without an asset. @param reason the code of what it was refused with, or how else it ended */
  ended(_upload: Pick<Upload, 'id' | 'assetId'>, reason: string): void {
    this.parts.metrics.ended(reason);
  }
}
