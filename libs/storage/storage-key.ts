import { InvalidStorageKey } from './storage.errors.js';

declare const storageKey: unique symbol;

/** A key that has been parsed: what holds one needs no further check against traversal. */
export type StorageKey = string & { readonly [storageKey]: true };

const SEGMENTS = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
const MAX_BYTES = 512;

/**
 * Parses a key: segments of `[A-Za-z0-9][A-Za-z0-9._-]*` joined by `/`, 512 bytes at most. Nothing is
 * normalised; what does not fit is refused.
 *
 * @throws InvalidStorageKey
 */
export function parseStorageKey(text: string): StorageKey {
  if (!isStorageKey(text)) throw new InvalidStorageKey();
  return text;
}

/** Whether a name that a backend found is a key; what it keeps for itself is not. */
export function isStorageKey(text: string): text is StorageKey {
  return text.length <= MAX_BYTES && SEGMENTS.test(text);
}

/** Whether a key is that of a control document, the only kind that is ever replaced. */
export function isControl(key: StorageKey): boolean {
  return key.startsWith('control/');
}
