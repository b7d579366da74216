import { createHash, randomBytes } from 'node:crypto';

export const MIB = 1024 * 1024;

/** A file of whole MiB that looks like a PDF: a first chunk, and the same noise again and again. */
export class BenchFile {
  private readonly first = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(MIB - 9)]);
  private readonly noise = randomBytes(MIB);
  private readonly digests = new Map<number, string>();

  *chunks(from: number, to: number): Generator<Buffer> {
    for (let at = from; at < to; at += MIB) yield at === 0 ? this.first : this.noise;
  }

  /** Of the first so many bytes; computed once, before anything is measured. */
  sha256(bytes: number): string {
    const known = this.digests.get(bytes);
    if (known !== undefined) return known;
    const hash = createHash('sha256');
    for (const chunk of this.chunks(0, bytes)) hash.update(chunk);
    const digest = hash.digest('hex');
    this.digests.set(bytes, digest);
    return digest;
  }
}
