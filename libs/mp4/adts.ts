import { MovieInvalid } from './mp4.errors.js';

const HEADER = 7;

/**
 * Watches AAC in ADTS frames go by (ISO/IEC 13818-7 section 6.2), as MPEG-TS holds it: each frame says its rate and
 * channels anew, where one file has place for one of them.
 */
export class AdtsFrames {
  private readonly header = new Uint8Array(HEADER);
  private filled = 0;
  private unread = 0;
  private first: number | undefined;

  /** @throws MovieInvalid where kind, rate or channels are not those of the first frame, or no frame follows */
  take(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.byteLength; ) {
      if (this.unread > 0) {
        const some = Math.min(this.unread, bytes.byteLength - at);
        this.unread -= some;
        at += some;
        continue;
      }
      const some = bytes.subarray(at, at + HEADER - this.filled);
      this.header.set(some, this.filled);
      this.filled += some.byteLength;
      at += some.byteLength;
      if (this.filled < HEADER) continue;
      this.filled = 0;
      this.unread = this.frameBytes() - HEADER;
    }
  }

  private frameBytes(): number {
    const [sync = 0, version = 0, kind = 0, lengthTop = 0, length = 0, lengthEnd = 0] = this.header;
    const bytes = ((lengthTop & 3) << 11) | (length << 3) | (lengthEnd >> 5);
    if (sync !== 0xff || (version & 0xf6) !== 0xf0 || bytes < HEADER)
      throw new MovieInvalid('there is no frame of sound where one should be');
    // Version and profile, rate and channels; not the private bit between them, nor whether there is a checksum.
    const said = ((version & 8) << 16) | ((kind & 0xfd) << 8) | (lengthTop & 0xc0);
    this.first ??= said;
    if (said !== this.first) throw new MovieInvalid('the parameters of the sound change on the way');
    return bytes;
  }
}
