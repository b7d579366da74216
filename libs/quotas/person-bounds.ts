import type { Transaction } from '#libs/database';
import type { Account } from './accounts.js';
import { countHeld } from './held-reservations.js';
import { TooManyBytesReserved, TooManyOpenUploads } from './quotas.errors.js';

/** What uploads of one person that are not finished may hold at once, whatever room their units have. */
export interface PersonBounds {
  readonly openUploads: number;
  readonly reservedBytes: number;
}

/** What an upload wants: a place among the open ones, or none more, and bytes. */
interface Wish {
  readonly uploads: 0 | 1;
  readonly bytes: number;
}

/**
 * Whether one more upload, or more bytes of one, is within the bounds of the person. Nobody can change meanwhile what
 * is counted: every reservation of an account is made and ended under the account's lock, which the caller holds.
 *
 * @throws TooManyOpenUploads, TooManyBytesReserved
 */
export async function requireWithinBounds(
  tx: Transaction,
  person: Account,
  bounds: PersonBounds,
  wish: Wish,
): Promise<void> {
  const { uploads, bytes } = wish;
  const { id, reservedBytes: reserved } = person;
  if (uploads > 0) {
    const open = await countHeld(tx, { account: id });
    if (open + uploads > bounds.openUploads)
      throw new TooManyOpenUploads({ limit: bounds.openUploads, open });
  }
  if (bytes > 0 && reserved + bytes > bounds.reservedBytes)
    throw new TooManyBytesReserved({ limit: bounds.reservedBytes, reserved, requested: bytes });
}
