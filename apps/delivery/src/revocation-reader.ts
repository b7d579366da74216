import type { RevocationReader } from '#libs/signing';
import {
  bytesOf,
  ofDocument,
  type ObjectOpener,
  type OpenObject,
  REVOCATIONS,
  StorageFault,
} from '#libs/storage';

const LARGEST_BYTES = 64 * 1024 * 1024;
/** What tells one version of the document from every other one. */
const HEAD_BYTES = 64;

/**
 * Reads the revocation list's document from storage. It is opened anew each time, since only an open sees on NFS what
 * another client has replaced; but one of the same length, time and version as the last is not read again past its
 * first bytes, and the same buffer is given. A long one that is read every few seconds would else be memory that
 * nothing makes V8 collect.
 */
export function revocationReader(storage: ObjectOpener): RevocationReader {
  let last: { readonly document: Buffer; readonly modifiedAt: number } | undefined;
  const read = async (open: OpenObject, signal: AbortSignal): Promise<Buffer> => {
    if (open.bytes > LARGEST_BYTES) throw new StorageFault('The revocation list is too large.');
    const modifiedAt = open.modifiedAt.getTime();
    if (last !== undefined && last.modifiedAt === modifiedAt && last.document.length === open.bytes) {
      const head = await bytesOf(open, 0, Math.min(HEAD_BYTES, open.bytes), { signal });
      if (head.equals(last.document.subarray(0, head.length))) return last.document;
    }
    const document = await bytesOf(open, 0, open.bytes, { signal });
    last = { document, modifiedAt };
    return document;
  };
  return (signal) => ofDocument(storage, REVOCATIONS, (open) => read(open, signal), { signal });
}
