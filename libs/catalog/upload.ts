import type { Insertable, Selectable } from 'kysely';
import { json, type Schema, type UploadState } from '#libs/database';
import { newId } from '#libs/kernel';
import { UploadEndedByAdministrator, UploadExpired, UploadTerminated } from './catalog.errors.js';

type Row = Selectable<Schema['uploads']>;

/** What every upload has, of whatever kind. */
interface UploadFacts {
  readonly id: string;
  /** The asset that it becomes. */
  readonly assetId: string;
  readonly owner: string;
  readonly unit: string;
  /** On which quota is reserved. */
  readonly account: string;
  readonly courseId: string | null;
  readonly fileName: string;
  readonly title: string | null;
  /** null until the length is known. */
  readonly bytes: number | null;
  /** What is reserved for it; once it has ended, what was. */
  readonly reservedBytes: number;
  readonly declaredSha256: string | null;
  /** Bytes that are durable. */
  readonly offset: number;
  readonly state: UploadState;
  /** By which door it began: of uploads in parts their kind. */
  readonly door: string;
  /** What the storage remembers of it; null before its first checkpoint. */
  readonly storage: Readonly<Record<string, unknown>> | null;
  /** The running digest's state at `offset`. */
  readonly digest: Uint8Array | null;
  readonly fence: string;
  readonly lease: { readonly holder: string; readonly until: Date } | null;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly metadata: Readonly<Record<string, string>>;
  readonly failure: { readonly reason: string } | null;
  /** When its client tidied it up, although it was an asset by then; else null. */
  readonly terminatedAt: Date | null;
}

/** Its bytes come in order, and it becomes an asset. */
interface WholeUpload extends UploadFacts {
  readonly kind: 'whole';
}

/** Its bytes come in order, and it becomes a piece of a final upload, never an asset by itself. */
interface PartialUpload extends UploadFacts {
  readonly kind: 'partial';
}

/** It is made of partial uploads. */
interface FinalUpload extends UploadFacts {
  readonly kind: 'final';
  /** The ids of those that it is made of, in order. */
  readonly partials: readonly string[];
}

interface InParts extends UploadFacts {
  readonly bytes: number;
  /** The size of its numbered parts, but for the last. */
  readonly partBytes: number;
  /** Since when they are being put together: none is added any more. */
  readonly assemblingAt: Date | null;
}

/** It comes in numbered parts, in any order. */
export interface PartsUpload extends InParts {
  readonly kind: 'parts';
}

/** Its numbered parts go past this service, straight to the storage. */
export interface DirectUpload extends InParts {
  readonly kind: 'direct';
}

/** A file on its way. */
export type Upload = WholeUpload | PartialUpload | FinalUpload | PartsUpload | DirectUpload;

/** The doors whose uploads come in order. */
export type Door = 'tus' | 'form' | 'ietf';

interface InOrderPlan {
  readonly door: Door;
  readonly bytes: number | null;
}

interface FinalPlan {
  readonly door: Door;
  readonly bytes: number;
  readonly partials: readonly string[];
}

interface InPartsPlan {
  readonly bytes: number;
  readonly partBytes: number;
}

/** How the bytes of a new upload will come: what each kind begins with. */
export type UploadPlan =
  | ({ readonly kind: 'whole' } & InOrderPlan)
  | ({ readonly kind: 'partial' } & InOrderPlan)
  | ({ readonly kind: 'final' } & FinalPlan)
  | ({ readonly kind: 'parts' } & InPartsPlan)
  | ({ readonly kind: 'direct' } & InPartsPlan);

export type NewUpload = UploadPlan & {
  readonly id?: string | undefined;
  readonly assetId?: string | undefined;
  readonly owner: string;
  readonly unit: string;
  readonly account: string;
  readonly courseId?: string | undefined;
  readonly fileName: string;
  readonly title?: string | undefined;
  /** `bytes`, or 0 where they are not known, unless said. */
  readonly reservedBytes?: number | undefined;
  readonly declaredSha256?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly expiresAt: Date;
  /** Now, unless said. */
  readonly createdAt?: Date | undefined;
};

/** Whether it came to nothing: it was given up, or its time ran out. */
export function hasLapsed({ state }: Pick<Upload, 'state'>): boolean {
  return state === 'abandoned' || state === 'expired';
}

/** The reason with which an administrator gives up an upload of somebody else's. */
export const ENDED_BY_ADMINISTRATOR = 'ended-by-administrator';

/** Whether an administrator ended it. */
export function wasDismissed({ failure }: Pick<Upload, 'failure'>): boolean {
  return failure?.reason === ENDED_BY_ADMINISTRATOR;
}

/** What tells how an upload ended. */
type Ending = Pick<Upload, 'state' | 'failure' | 'terminatedAt'>;

/** What whoever asks for an upload that came to nothing, or was tidied up, is told; undefined for every other. */
export function endOf(
  upload: Ending,
): UploadExpired | UploadEndedByAdministrator | UploadTerminated | undefined {
  const { state, terminatedAt } = upload;
  if (terminatedAt !== null) return new UploadTerminated();
  if (state !== 'abandoned' && state !== 'expired') return undefined;
  return wasDismissed(upload) ? new UploadEndedByAdministrator() : new UploadExpired(state);
}

/** @throws UploadExpired when it was given up, or its time ran out; UploadEndedByAdministrator; UploadTerminated */
export function refuseLapsed(upload: Ending): void {
  const end = endOf(upload);
  if (end !== undefined) throw end;
}

/** Whether quota is held for it: until it has ended, or a final upload has taken it over. */
export function holdsQuota({ state, kind }: Pick<Upload, 'state' | 'kind'>): boolean {
  return state === 'open' || (state === 'finishing' && kind !== 'partial');
}

/** Whether its pieces are being put together, or were: its bytes come from storage, and from no sender. */
export function isAssembled(upload: Upload): boolean {
  switch (upload.kind) {
    case 'whole':
    case 'partial':
      return false;
    case 'final':
      return true;
    case 'parts':
    case 'direct':
      return upload.assemblingAt !== null;
  }
}

/** How an upload is kept; what tells the kinds apart is written here and read in `toUpload`, nowhere else. */
export function toRow(upload: NewUpload, fence: string): Insertable<Schema['uploads']> {
  return {
    id: upload.id ?? newId('upl'),
    assetId: upload.assetId ?? newId('ast'),
    owner: upload.owner,
    unit: upload.unit,
    account: upload.account,
    courseId: upload.courseId ?? null,
    kind: null,
    fileName: upload.fileName,
    title: upload.title ?? null,
    contentType: null,
    bytes: upload.bytes,
    reservedBytes: upload.reservedBytes ?? upload.bytes ?? 0,
    declaredSha256: upload.declaredSha256 ?? null,
    door: upload.kind === 'parts' || upload.kind === 'direct' ? upload.kind : upload.door,
    storage: null,
    digest: null,
    fence,
    leaseHolder: null,
    leaseUntil: null,
    expiresAt: upload.expiresAt,
    createdAt: upload.createdAt,
    discardedAt: null,
    metadata: json(upload.metadata ?? {}),
    failure: null,
    concat: upload.kind === 'partial' || upload.kind === 'final' ? upload.kind : null,
    concatOf: upload.kind === 'final' ? [...upload.partials] : null,
    partBytes: upload.kind === 'parts' || upload.kind === 'direct' ? upload.partBytes : null,
    assemblingAt: upload.kind === 'final' ? (upload.createdAt ?? new Date()) : null,
  };
}

export function toUpload(row: Row): Upload {
  const { offsetBytes, leaseHolder, leaseUntil } = row;
  const facts: UploadFacts = {
    id: row.id,
    assetId: row.assetId,
    owner: row.owner,
    unit: row.unit,
    account: row.account,
    courseId: row.courseId,
    fileName: row.fileName,
    title: row.title,
    bytes: row.bytes,
    reservedBytes: row.reservedBytes,
    declaredSha256: row.declaredSha256,
    offset: offsetBytes,
    state: row.state,
    door: row.door,
    storage: row.storage,
    digest: row.digest,
    fence: row.fence,
    lease: leaseHolder === null || leaseUntil === null ? null : { holder: leaseHolder, until: leaseUntil },
    expiresAt: row.expiresAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    metadata: row.metadata,
    failure: row.failure,
    terminatedAt: row.terminatedAt,
  };
  const { concat, concatOf, bytes, partBytes, assemblingAt } = row;
  if (concat === 'final') return { kind: 'final', ...facts, partials: concatOf ?? [] };
  if (concat === 'partial') return { kind: 'partial', ...facts };
  if (bytes === null || partBytes === null) return { kind: 'whole', ...facts };
  return { kind: row.door === 'direct' ? 'direct' : 'parts', ...facts, bytes, partBytes, assemblingAt };
}
