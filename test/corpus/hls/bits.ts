/** Reads bits, the highest first, over RBSP bytes (ISO 14496-10 section 7.2). */
class Bits {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const byte = this.bytes[this.at >> 3];
      if (byte === undefined) throw new Error('the bits end too early');
      value = value * 2 + ((byte >> (7 - (this.at & 7))) & 1);
      this.at += 1;
    }
    return value;
  }

  /** Exp-Golomb, unsigned. */
  ue(): number {
    let zeros = 0;
    while (this.read(1) === 0) if (++zeros > 32) throw new Error('no such number');
    return 2 ** zeros - 1 + this.read(zeros);
  }

  /** Exp-Golomb, signed. */
  se(): number {
    const value = this.ue();
    return value % 2 === 0 ? -value / 2 : (value + 1) / 2;
  }
}

/** The size that an H.264 sequence parameter set gives its pictures, cropped. */
export function sizeOfSps(unit: Uint8Array): { width: number; height: number } {
  const bits = new Bits(unescaped(unit.subarray(1)));
  const profile = bits.read(8);
  bits.read(16);
  bits.ue();
  let chroma = 1;
  if ([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134].includes(profile)) {
    chroma = bits.ue();
    if (chroma === 3) bits.read(1);
    bits.ue();
    bits.ue();
    bits.read(1);
    if (bits.read(1) === 1)
      for (let i = 0; i < (chroma === 3 ? 12 : 8); i++)
        if (bits.read(1) === 1) skipScaling(bits, i < 6 ? 16 : 64);
  }
  bits.ue();
  const order = bits.ue();
  if (order === 0) bits.ue();
  else if (order === 1) {
    bits.read(1);
    bits.se();
    bits.se();
    for (let left = bits.ue(); left > 0; left--) bits.se();
  }
  bits.ue();
  bits.read(1);
  const across = bits.ue() + 1;
  const down = bits.ue() + 1;
  const isFrames = bits.read(1);
  if (isFrames === 0) bits.read(1);
  bits.read(1);
  const size = { width: across * 16, height: down * 16 * (2 - isFrames) };
  if (bits.read(1) === 0) return size;
  const [left, right, top, bottom] = [bits.ue(), bits.ue(), bits.ue(), bits.ue()];
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * (2 - isFrames);
  return { width: size.width - (left + right) * unitX, height: size.height - (top + bottom) * unitY };
}

function skipScaling(bits: Bits, count: number): void {
  let last = 8;
  let next = 8;
  for (let i = 0; i < count; i++) {
    if (next !== 0) next = (last + bits.se() + 256) % 256;
    last = next === 0 ? last : next;
  }
}

/** Without the bytes that keep start codes from appearing. */
function unescaped(bytes: Uint8Array): Uint8Array {
  const kept: number[] = [];
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    kept.push(byte);
  }
  return Uint8Array.from(kept);
}
