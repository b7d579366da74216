import { isAssembled, type Upload } from '#libs/catalog';
import { ResumableSha256 } from '#libs/digest';

/** The SHA-256 that runs beside an upload's bytes, from where it was kept on. */
export function digestOf(upload: Upload): ResumableSha256 {
  return ResumableSha256.resume(upload.digest ?? undefined);
}

/**
 * The SHA-256 of what came of an upload, 64 lower-case digits: whoever has the same file finds it over as many of its
 * first bytes.
 *
 * @returns undefined where nobody goes on with such an upload elsewhere
 */
export function sha256SoFar(upload: Upload): string | undefined {
  // A form can't be gone on with, and a piece, or what is put together of pieces, is not the file as its owner has it.
  if (upload.door === 'form' || isAssembled(upload)) return undefined;
  if (upload.kind !== 'whole' && upload.kind !== 'parts') return undefined;
  const digest = digestOf(upload);
  return digest.bytes === upload.offset ? digest.hex() : undefined;
}
