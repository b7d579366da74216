import { z } from 'zod';
import { StorageFault } from '../storage.errors.js';
import type { ResumableState } from '../storage.js';
import { parseStorageKey, unfinishedName } from '../keys.js';

const MIB = 1024 * 1024;
export const CHECKPOINT_BYTES = 64 * MIB;

/** What parts a server takes. */
export interface PartSizes {
  readonly partBytes: number;
  readonly maxParts: number;
}

/** The most that S3 takes as one part. */
const LARGEST_PART = 5 * 1024 * MIB;

/**
 * The size of the parts of an object: half of all part numbers must do, because each new writer of an
 * unfinished upload leaves some unused.
 */
export function partBytesFor(sizes: PartSizes, bytes: number | undefined): number {
  const least = Math.ceil((bytes ?? 0) / Math.floor(sizes.maxParts / 2));
  return Math.max(sizes.partBytes, Math.ceil(least / MIB) * MIB);
}

/**
 * The size of the part with this number, which begins `offset` bytes behind the first. Parts are of one size
 * while the numbers suffice for it. They grow where a length was not declared and turns out large, or where
 * new writers have left many numbers unused, so that the last number is never passed (F17): without a length
 * 15 GiB come in parts of 8 MiB, 200 GiB end with parts of some 190 MiB.
 */
export function nextPartBytes(
  { maxParts }: PartSizes,
  object: { partBytes: number; declared?: number | undefined; offset: number; number: number },
): number {
  const { partBytes, declared, offset, number } = object;
  const left = Math.max(1, maxParts - number + 1);
  const least = declared === undefined ? (4 * offset) / left : (2 * (declared - offset)) / left;
  return Math.min(LARGEST_PART, Math.max(partBytes, Math.ceil(least / MIB) * MIB));
}

const OWN_NAME = /^\.(?:tail|segment)-[a-z0-9]+$/;

const stateSchema = z.object({
  v: z.literal(1),
  upload: z.string(),
  key: z.string(),
  /** Marks the object as the work of this upload. */
  token: z.string(),
  /** The multipart upload; none where all fits into one request. */
  id: z.string().optional(),
  /** The object that it is for; the one under the final key where this is missing. */
  segment: z.string().regex(OWN_NAME).optional(),
  /** Objects that hold what earlier writers stored: the first `bytes` bytes of each count. */
  frozen: z.array(z.object({ name: z.string().regex(OWN_NAME), bytes: z.int().positive() })),
  declared: z.int().nonnegative().optional(),
  partBytes: z.int().positive(),
  bytes: z.int().nonnegative(),
  parts: z.array(z.tuple([z.int(), z.string()])),
  /** The number that the next part gets. */
  next: z.int().positive(),
  /** What is too little for a part, as an object of its own. */
  tail: z.object({ name: z.string().regex(OWN_NAME), bytes: z.int().positive() }).optional(),
  /** A tail that the one above replaced; removed when this state has come back, for then it was kept. */
  outdated: z.string().optional(),
  fence: z.string().optional(),
  /** No part of this fence can still be on its way. */
  settled: z.boolean(),
});
export type State = z.output<typeof stateSchema>;

export function parsed(state: ResumableState): State {
  const result = stateSchema.safeParse(state);
  if (!result.success) {
    throw new StorageFault('The state of the unfinished upload can not be read.', { cause: result.error });
  }
  parseStorageKey(result.data.key);
  return result.data;
}

/** Where the parts of an upload are collected; undefined where it needs none. */
export function multipartOf(state: State): { name: string; id: string } | undefined {
  if (state.id === undefined) return undefined;
  const name = state.segment === undefined ? state.key : unfinishedName(state.upload, state.segment);
  return { name, id: state.id };
}
