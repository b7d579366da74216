/** Castagnoli's polynomial (RFC 3720 appendix B.4), bits reversed. zlib has only the one of RFC 1952. */
const POLYNOMIAL = 0x82f63b78;

/** Eight tables of 256: the remainders of a byte that is followed by 0 to 7 others. */
const TABLES = tables();

/** CRC-32C of `bytes`, going on from the CRC-32C of what came before them. */
export function crc32c(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  let at = 0;
  for (; at + 8 <= bytes.length; at += 8) {
    const low = crc ^ word(bytes, at);
    const high = word(bytes, at + 4);
    crc = entry(7, low) ^ entry(6, low >>> 8) ^ entry(5, low >>> 16) ^ entry(4, low >>> 24);
    crc ^= entry(3, high) ^ entry(2, high >>> 8) ^ entry(1, high >>> 16) ^ entry(0, high >>> 24);
  }
  for (; at < bytes.length; at += 1) crc = (crc >>> 8) ^ entry(0, crc ^ (bytes[at] ?? 0));
  return ~crc >>> 0;
}

function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

function entry(table: number, byte: number): number {
  return TABLES[table * 256 + (byte & 0xff)] ?? 0;
}

function tables(): Int32Array {
  const made = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    made[byte] = crc;
  }
  for (let at = 256; at < made.length; at += 1) {
    const shorter = made[at - 256] ?? 0;
    made[at] = (shorter >>> 8) ^ (made[shorter & 0xff] ?? 0);
  }
  return made;
}
