import type { Audit } from '#libs/audit';
import { holdsQuota, isAssembled, type Upload, type UploadParts, type Uploads } from '#libs/catalog';
import type { Database, Page, PageRequest } from '#libs/database';
import {
  findHeld,
  type HeldReservation,
  type Holders,
  idOfAccount,
  listHeld,
  type Quotas,
  ReservationNotFound,
} from '#libs/quotas';
import type { Intake } from '../intake/intake.js';

export interface ReservationsParts {
  readonly database: Database;
  readonly uploads: Uploads;
  readonly uploadParts: UploadParts;
  readonly quotas: Quotas;
  readonly audit: Audit;
  readonly intake: Intake;
}

/** Quota that is held, and the upload that it is held for; undefined where that has ended by now. */
export interface OpenReservation extends HeldReservation {
  readonly upload: Upload | undefined;
  /** null of an upload whose bytes go past this service. */
  readonly receivedBytes: number | null;
}

/** What unfinished uploads hold of the quota, for administrators to see and to end. */
export class Reservations {
  constructor(private readonly parts: ReservationsParts) {}

  /** Newest first. @throws InvalidCursor */
  async list(request: PageRequest & Holders): Promise<Page<OpenReservation>> {
    const { database, uploads, uploadParts } = this.parts;
    const page = await listHeld(database.kysely, request);
    const ids = page.items.map(({ id }) => id);
    const found = await uploads.unfinishedAmong(database.kysely, ids);
    const byId = new Map(found.map((upload) => [upload.id, upload]));
    const apart = await uploadParts.bytesApart(database.kysely, ids);
    const items = page.items.map((held) => {
      const upload = byId.get(held.id);
      const receivedBytes = upload === undefined ? 0 : receivedOf(upload, apart.get(held.id) ?? 0);
      return { ...held, upload, receivedBytes };
    });
    return { ...page, items };
  }

  /**
   * Ends the upload that holds this quota, and frees it; its sender is told that an administrator did.
   *
   * @param holders in whose reach it must be: what lies outside is as if it were not there
   * @throws ReservationNotFound
   */
  async end(actor: string, id: string, holders: Holders, reason: string | undefined): Promise<void> {
    const { database, uploads, intake } = this.parts;
    const held = await findHeld(database.kysely, id, holders);
    if (held === undefined) throw new ReservationNotFound();
    const [upload] = await uploads.unfinishedAmong(database.kysely, [id]);
    const ended =
      upload !== undefined && holdsQuota(upload)
        ? await intake.end(id, { actor, reason })
        : await this.release(actor, held, reason);
    if (!ended) throw new ReservationNotFound();
  }

  /** Of an upload that is not there any more: what the sweep would come to find. */
  private release(actor: string, held: HeldReservation, reason: string | undefined): Promise<boolean> {
    const { database, quotas, audit } = this.parts;
    const { id, account, unit, bytes } = held;
    return database.transaction(async (tx) => {
      if (!(await quotas.release(tx, { reservation: id }))) return false;
      await audit.append(tx, {
        actor,
        action: 'reservation.released',
        subject: id,
        unit,
        facts: { person: idOfAccount(account), bytes, reason: reason ?? null },
      });
      return true;
    });
  }
}

/** @param apart bytes of pieces that are not in the upload yet */
function receivedOf(upload: Upload, apart: number): number | null {
  if (isAssembled(upload)) return upload.bytes;
  return upload.kind === 'direct' ? null : upload.offset + apart;
}
