import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Upload } from '#libs/catalog';
import { ResumableSha256 } from '#libs/digest';
import { blocksOf, FileDigest, keptDigests } from './file-digest.js';

const begun = { kind: 'whole', door: 'tus', offset: 0, digest: null, blocks: null } as unknown as Upload;
const at = (offset: number, kept: object, more: object = {}) =>
  ({ ...begun, ...kept, offset, ...more }) as Upload;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('FileDigest', () => {
  const bytes = randomBytes(100_000);

  it('goes on where its states were kept, in the middle of a block', () => {
    const first = FileDigest.of(begun);
    first.update(bytes.subarray(0, 70_001));
    const kept = keptDigests(first.state());
    const second = FileDigest.of(at(70_001, kept));
    second.update(bytes.subarray(70_001));
    const { digest, blocks } = keptDigests(second.state());
    expect(ResumableSha256.resume(digest).hex()).toBe(sha256(bytes));
    const ofBlocks = blocksOf(at(100_000, { digest, blocks }))?.hex();
    expect(ofBlocks).toBe(sha256(createHash('sha256').update(bytes).digest()));
  });

  it('knows nothing of blocks where a release that does not keep them took some in, and all else still holds', () => {
    const first = FileDigest.of(begun);
    first.update(bytes.subarray(0, 50_000));
    const { blocks } = keptDigests(first.state());
    const older = new ResumableSha256();
    older.update(bytes.subarray(0, 60_000));
    for (const known of [blocks, null]) {
      const upload = at(60_000, { digest: older.state(), blocks: known });
      expect(blocksOf(upload)).toBeUndefined();
      const digest = FileDigest.of(upload);
      digest.update(bytes.subarray(60_000));
      const kept = keptDigests(digest.state());
      expect([ResumableSha256.resume(kept.digest).hex(), kept.blocks]).toEqual([sha256(bytes), null]);
    }
  });

  it.each([
    ['a form', { door: 'form' }],
    ['a piece', { kind: 'partial' }],
    ['what is put together', { kind: 'final' }],
    ['parts that are being put together', { kind: 'parts', assemblingAt: new Date() }],
    ['a direct upload', { kind: 'direct', assemblingAt: null }],
  ])('hashes %s once', (_, more) => {
    const digest = FileDigest.of(at(0, {}, more));
    digest.update(bytes);
    expect(keptDigests(digest.state()).blocks).toBeNull();
  });
});
