import { isAssembled, type Upload } from '#libs/catalog';
import { BlockSha256, ResumableSha256 } from '#libs/digest';

/** What is kept of the running digests of an upload, exactly at its offset. */
export interface KeptDigests {
  /** Of all bytes. */
  readonly digest: Uint8Array;
  /** Of its blocks; null where nobody needs it, or where it is not known of the beginning. */
  readonly blocks: Uint8Array | null;
}

/**
 * The digests that run beside an upload's bytes: the file's own SHA-256, and, of an upload that another machine may go on
 * with, that of its blocks, by which that machine proves that it has the same file. Their states go through storage as
 * one, which it does not read.
 */
export class FileDigest {
  private constructor(
    private readonly whole: ResumableSha256,
    private readonly blocks: BlockSha256 | undefined,
  ) {}

  static of(upload: Upload): FileDigest {
    return new FileDigest(ResumableSha256.resume(upload.digest ?? undefined), blocksOf(upload));
  }

  update(chunk: Uint8Array): void {
    this.whole.update(chunk);
    this.blocks?.update(chunk);
  }

  state(): Uint8Array {
    const whole = this.whole.state();
    return this.blocks === undefined ? whole : Buffer.concat([whole, this.blocks.state()]);
  }
}

const WHOLE_BYTES = new ResumableSha256().state().length;

/** What `FileDigest.state`, or the state of a file's SHA-256 alone, consists of. */
export function keptDigests(state: Uint8Array): KeptDigests {
  const blocks = state.subarray(WHOLE_BYTES);
  return { digest: state.subarray(0, WHOLE_BYTES), blocks: blocks.length === 0 ? null : blocks };
}

/**
 * The digest of what came of an upload by its blocks.
 *
 * @returns undefined where it is not known: nobody goes on with such an upload elsewhere, or some of it was taken in by
 *   a release that did not keep it
 */
export function blocksOf(upload: Upload): BlockSha256 | undefined {
  // A form can't be gone on with, and a piece, or what is put together of pieces, is not the file as its owner has it.
  if (upload.door === 'form' || isAssembled(upload)) return undefined;
  if (upload.kind !== 'whole' && upload.kind !== 'parts') return undefined;
  const digest = BlockSha256.resume(upload.blocks ?? undefined);
  return digest.bytes === upload.offset ? digest : undefined;
}
