import { readSamples, type Samples } from '../sample-table.js';

/** A track's tables by their numbers, of 32 bits each: version and flags, then what the box says. */
export type Tables = Readonly<Record<string, readonly number[]>>;

export function samplesOf(tables: Tables): Samples {
  const boxes = Object.entries(tables).map(([type, numbers]) => {
    const payload = new DataView(new ArrayBuffer(numbers.length * 4));
    for (const [index, number] of numbers.entries()) payload.setUint32(index * 4, number);
    return { type, payload };
  });
  return readSamples(boxes, 1_000_000);
}
