import type { Upload, UploadLeases, Uploads } from '#libs/catalog';
import type { Transaction } from '#libs/database';
import type { Clock } from '#libs/kernel';
import type { Checkpoint } from '#libs/storage';
import { FencedOff } from './intake.errors.js';

/** How long a lease runs without a sign of its holder. */
export const LEASE_MS = 60_000;

export interface TenureParts {
  readonly uploads: Uploads;
  readonly uploadLeases: UploadLeases;
  readonly clock: Clock;
}

export interface TenureSettings {
  /** Names this process in leases: of `presentName`, so that they are free once it is gone. */
  readonly holder: string;
  /** An upload is kept for so long after each checkpoint. */
  readonly uploadWindowMs: number;
}

/** The tenures of this process: nobody writes to an upload but under one. */
export class Tenures {
  constructor(
    private readonly parts: TenureParts,
    private readonly settings: TenureSettings,
  ) {}

  get holder(): string {
    return this.settings.holder;
  }

  /**
   * Takes an open upload into this process's hands. With `force` it is taken from whoever holds it, and that
   * holder is fenced off.
   *
   * @throws UploadLocked without `force`, while somebody holds it
   * @throws UploadNotFound, UploadExpired, UploadNotOpen
   */
  async acquire(tx: Transaction, id: string, { force = false } = {}): Promise<Tenure> {
    const { uploadLeases } = this.parts;
    const { holder } = this.settings;
    const { upload } = await uploadLeases.acquire(tx, id, { holder, ttlMs: LEASE_MS, force });
    return new Tenure(this.parts, this.settings, upload);
  }

  /**
   * For an `acquire` whose commit was lost: the upload, if it is in this process's hands now. Should another request of
   * this process have it by then, that one is fenced off.
   */
  async retake(tx: Transaction, id: string): Promise<Tenure | undefined> {
    const { lease } = await this.parts.uploads.get(tx, id);
    return lease?.holder === this.settings.holder ? this.acquire(tx, id, { force: true }) : undefined;
  }
}

/** An upload in this process's hands, from `acquire` until `release`, or until somebody takes it over. */
export class Tenure {
  constructor(
    private readonly parts: TenureParts,
    private readonly settings: TenureSettings,
    /** As it stood when it was acquired. */
    readonly upload: Upload,
  ) {}

  get fence(): string {
    return this.upload.fence;
  }

  /** Records what is durable, and prolongs lease and upload. @throws FencedOff: nothing is recorded */
  async keep(tx: Transaction, { offset, state, digest }: Checkpoint): Promise<void> {
    const { uploadLeases, clock } = this.parts;
    const kept = await uploadLeases.checkpoint(tx, this.upload.id, {
      ...this.lease,
      offset,
      storage: state,
      digest,
      ttlMs: LEASE_MS,
      expiresAt: new Date(clock.now().getTime() + this.settings.uploadWindowMs),
    });
    if (!kept) throw new FencedOff();
  }

  /** Prolongs the lease alone. False when the upload is in other hands, or not open any more. */
  renew(tx: Transaction): Promise<boolean> {
    return this.parts.uploadLeases.renew(tx, this.upload.id, { ...this.lease, ttlMs: LEASE_MS });
  }

  /**
   * Gives the upload out of this process's hands, if it is still in them. With `newFence`, what was begun behind
   * the last checkpoint never counts, even if it is carried out later.
   */
  async release(tx: Transaction, { newFence = false } = {}): Promise<void> {
    await this.parts.uploadLeases.release(tx, this.upload.id, { ...this.lease, newFence });
  }

  private get lease() {
    return { fence: this.fence, holder: this.settings.holder };
  }
}
