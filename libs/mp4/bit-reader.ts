import { MovieInvalid } from './mp4.errors.js';

/** Reads bits and Exp-Golomb codes (ITU-T H.264 section 9.1). Reading past the end throws MovieInvalid. */
export class BitReader {
  position: number;

  constructor(
    private readonly bytes: Uint8Array,
    from = 0,
  ) {
    this.position = from;
  }

  get left(): number {
    return this.bytes.byteLength * 8 - this.position;
  }

  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const byte = this.bytes[this.position >> 3];
      if (byte === undefined) throw new MovieInvalid('a codec configuration is cut off');
      value = value * 2 + ((byte >> (7 - (this.position & 7))) & 1);
      this.position++;
    }
    return value;
  }

  flag(): boolean {
    return this.read(1) === 1;
  }

  /** An unsigned code. @throws MovieInvalid past `most` */
  golomb(most = 2 ** 32 - 2): number {
    let zeros = 0;
    while (this.read(1) === 0) {
      if (++zeros > 32) throw new MovieInvalid('a codec configuration is damaged');
    }
    const value = 2 ** zeros - 1 + this.read(zeros);
    if (value > most) throw new MovieInvalid('a codec configuration is damaged');
    return value;
  }

  /** A signed code. @throws MovieInvalid outside `least` to `most` */
  signed(least = -(2 ** 31) + 1, most = 2 ** 31 - 1): number {
    const code = this.golomb();
    const value = code % 2 === 1 ? (code + 1) / 2 : -code / 2;
    if (value < least || value > most) throw new MovieInvalid('a codec configuration is damaged');
    return value;
  }
}
