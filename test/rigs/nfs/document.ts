import { Random } from '../../model/random.js';

/** Document n of a row: each of another length, and telling which it is. */
export function documentOf(n: number): Buffer {
  return Buffer.concat([Buffer.from(`${n}\n`), new Random(n).bytes(1_000 + ((n * 7_919) % 60_000))]);
}
