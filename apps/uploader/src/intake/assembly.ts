import { Readable } from 'node:stream';
import {
  type Asset,
  type Door,
  PartialUploadsNotReady,
  refuseLapsed,
  type StoredPart,
  type Upload,
  type UploadPart,
  type UploadParts,
  type Uploads,
} from '#libs/catalog';
import { type Database, isGone } from '#libs/database';
import type { Caller, Logger } from '#libs/http';
import type { Clock } from '#libs/kernel';
import type { Quotas } from '#libs/quotas';
import { type ByteSource, parseStorageKey, type Storage } from '#libs/storage';
import type { Intake } from './intake.js';
import { FencedOff, UploadWithoutParts } from './intake.errors.js';
import { LastingWork } from './lasting-work.js';
import type { Pieces } from './pieces.js';
import { LEASE_MS } from './tenure.js';
import type { FileDescription } from './upload-beginning.js';

/** So many interrupted assemblies a sweep takes up at once. */
const AT_ONCE = 2;
const LEFTOVER_MS = 60_000;

export interface AssemblyParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploads: Uploads;
  readonly uploadParts: UploadParts;
  readonly quotas: Quotas;
  readonly intake: Intake;
  readonly pieces: Pieces;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Makes one upload of its pieces, numbered parts or partial uploads: they are poured in order through the one
 * intake, from where the upload stands. A crash on the way loses nothing: the pour goes on from its last
 * checkpoint.
 */
export class Assembly {
  private readonly assemblies = new LastingWork(
    (id) => this.assemble(id),
    (upload, error) => this.parts.logger.warn({ err: error, upload }, 'an assembly failed'),
  );

  constructor(private readonly parts: AssemblyParts) {}

  /**
   * Says that all parts have been sent, and makes the asset of them. Idempotent: a second call waits for the
   * first, or gives its asset.
   *
   * @returns undefined when it takes longer than 20 s, or another replica goes on with it: ask again
   * @throws PartsMissing, UploadExpired, and what Intake.finish throws
   */
  async complete(caller: Caller, id: string): Promise<Asset | undefined> {
    const { intake } = this.parts;
    const upload = await intake.look(caller, id);
    if (upload.kind !== 'parts') throw new UploadWithoutParts();
    refuseLapsed(upload);
    // Whoever sends a part that is there already holds nobody up.
    if (upload.state === 'open' && (await this.close(id))) await intake.interrupt(caller, id);
    return this.outcome(id);
  }

  /**
   * Makes one upload of partial ones, in this order: their quota becomes its quota, and they can't be used
   * again. The asset is there at once, or soon (see `complete`).
   *
   * @throws UploadNotFound, PartialUploadsNotReady, and what Intake.begin throws: the partial ones stay as they are
   */
  async concatenate(
    caller: Caller,
    file: FileDescription & { readonly door: Door },
    ids: readonly string[],
  ): Promise<{ upload: Upload; asset?: Asset | undefined }> {
    const { intake, pieces, quotas, uploadParts } = this.parts;
    if (ids.length === 0 || new Set(ids).size !== ids.length) throw new PartialUploadsNotReady();
    // Before any of them is touched.
    await intake.lookAll(caller, ids);
    const published: StoredPart[] = [];
    for (const id of ids) {
      await intake.interrupt(caller, id);
      const piece = await pieces.publish(await intake.look(caller, id));
      if (piece !== undefined) published.push({ ...piece, number: published.length + 1 });
    }
    const bytes = published.reduce((sum, piece) => sum + piece.bytes, 0);
    const upload = await intake.begin(
      caller,
      { ...file, kind: 'final', bytes, partials: ids },
      {
        first: async (tx) => {
          await uploadParts.use(tx, caller.subject, ids);
          for (const id of ids) await quotas.release(tx, { reservation: id });
        },
        last: (tx, { id }) => uploadParts.add(tx, id, published),
      },
    );
    return { upload, asset: await this.outcome(upload.id) };
  }

  /** Goes on with assemblies that a crash or a fault interrupted, and removes pieces that nobody needs. */
  async sweep(signal: AbortSignal): Promise<void> {
    const { database, uploads, uploadParts, pieces, clock } = this.parts;
    const limit = Math.max(0, AT_ONCE - this.assemblies.size);
    for (const id of await uploadParts.unassembled(database.kysely, { limit })) {
      if (signal.aborted) return;
      this.assemblies.begin(id);
    }
    const olderThan = new Date(clock.now().getTime() - LEFTOVER_MS);
    for (const id of await uploadParts.leftovers(database.kysely, { olderThan, limit: 100 })) {
      if (signal.aborted) return;
      await pieces.remove(await uploads.get(database.kysely, id));
    }
  }

  /** From now on no part is taken; whether somebody is still sending one. @throws PartsMissing */
  private async close(id: string): Promise<boolean> {
    const { database, uploads, uploadParts } = this.parts;
    try {
      return await database.transaction((tx) => uploadParts.assemble(tx, id), { lostCommit: 'repeat' });
    } catch (error) {
      // Another call may have come to the end meanwhile.
      const { state } = await uploads.get(database.kysely, id);
      if (state !== 'finishing' && state !== 'completed') throw error;
      return false;
    }
  }

  /** The asset that comes of an upload whose pieces are all there, if it comes soon. */
  private async outcome(id: string): Promise<Asset | undefined> {
    const { database, uploads } = this.parts;
    const { lease } = await uploads.get(database.kysely, id);
    if (!this.assemblies.has(id) && (await this.isInHands(lease))) return undefined;
    try {
      return await this.assemblies.soon(id);
    } catch (error) {
      if (!(error instanceof FencedOff)) throw error;
      // Overtaken by another replica, stopped with this one, or given up.
      refuseLapsed(await uploads.get(database.kysely, id));
      return undefined;
    }
  }

  /** Whether another replica is at it: one that is there, and has given a sign within half a lease. */
  private async isInHands(lease: Upload['lease']): Promise<boolean> {
    if (lease === null || lease.until.getTime() <= Date.now() + LEASE_MS / 2) return false;
    return !(await isGone(this.parts.database.kysely, lease.holder));
  }

  private async assemble(id: string): Promise<Asset> {
    const { database, uploads, uploadParts, intake, logger } = this.parts;
    const pieces = await uploadParts.list(database.kysely, id);
    const asset = await intake
      .assemble(id, (offset) => Readable.from(this.bytesOf(pieces, offset)))
      .catch(async (error: unknown) => {
        // Another replica may have come to the end first, and taken away what this one read.
        const { state } = await uploads.get(database.kysely, id);
        if (state !== 'finishing' && state !== 'completed') throw error;
        return intake.finish(id);
      });
    await this.parts.pieces
      .remove(await uploads.get(database.kysely, id))
      .catch((error: unknown) => logger.warn({ err: error, upload: id }, 'pieces could not be removed yet'));
    return asset;
  }

  /** The bytes of all pieces from an offset on. */
  private async *bytesOf(pieces: readonly UploadPart[], offset: number): ByteSource {
    let skip = offset;
    for (const piece of pieces) {
      if (skip >= piece.bytes) {
        skip -= piece.bytes;
        continue;
      }
      if (piece.key === null) throw new Error('a part that has been written is not in its upload');
      const object = await this.parts.storage.open(parseStorageKey(piece.key));
      try {
        yield* object.read({ start: skip, end: piece.bytes - 1 });
      } finally {
        await object.close();
      }
      skip = 0;
    }
  }
}
