import { describe, expect, it } from 'vitest';
import { readAvcRecord } from './avc-configuration.js';
import { u32, viewOf } from './boxes.js';
import { PassingPictures, PictureCheck } from './picture-check.js';
import { avcC, LARGER_SPS, PPS, SPS } from './testing/entries.js';

const record = readAvcRecord(viewOf(avcC([SPS], [PPS])));

const units = (...all: readonly Uint8Array[]) =>
  Buffer.concat(all.flatMap((unit) => [u32(unit.byteLength), unit]));
/** Slices that begin at macroblock 0: of kind I in a keyframe, of kind P elsewhere, with PPS 0. */
const IDR = Buffer.concat([Buffer.from('658884', 'hex'), Buffer.alloc(300, 0x5a)]);
const OTHER = Buffer.concat([Buffer.from('419a', 'hex'), Buffer.alloc(200, 0x5a)]);
const SEI = Buffer.from('0605ffff', 'hex');

const WITHOUT_VUI = Buffer.from('6742c00cda05067e74', 'hex');

const healthy: [string, Uint8Array, boolean][] = [
  ['a keyframe', units(IDR), true],
  ['parameter sets once more', units(SPS, PPS, SEI, IDR), true],
  ['with zeros behind them', units(Buffer.concat([SPS, Buffer.alloc(2)]), PPS, IDR), true],
  ['several slices', units(SEI, OTHER, OTHER), false],
  ['another text on how to show it', units(WITHOUT_VUI, PPS, IDR), true],
];

const damaged: [string, Uint8Array, boolean][] = [
  ['another size', units(LARGER_SPS, PPS, IDR), true],
  ['another PPS', units(Buffer.from('68de0fc8', 'hex'), IDR), true],
  ['a damaged SPS', units(SPS.subarray(0, 9), IDR), true],
  ['a keyframe that is none', units(OTHER), true],
  ['a length of nothing', Buffer.concat([units(IDR), u32(0)]), true],
  ['a length that leaves the sample', Buffer.concat([units(IDR), u32(9), Buffer.alloc(8)]), true],
  ['a length that is cut off', Buffer.concat([units(IDR), Buffer.alloc(3)]), true],
  ['the forbidden bit', units(Buffer.from('e58884', 'hex')), true],
  ['a slice of a PPS that nobody knows', units(Buffer.from('41993f', 'hex')), false],
  ['a slice of no kind', units(Buffer.from('4182ff', 'hex')), false],
  ['a slice outside the picture', units(Buffer.from('41000000ffff', 'hex')), false],
  ['a keyframe of kind P', units(Buffer.from('659a5a', 'hex')), true],
  ['partitioned slices', units(Buffer.from('429a5a', 'hex')), false],
  ['no picture', units(SEI), false],
  ['zeros', Buffer.alloc(400), false],
];

function checked(sample: Uint8Array, keyframe: boolean, step: number): void {
  const check = new PictureCheck(record);
  check.begin(sample.byteLength);
  for (let at = 0; at < sample.byteLength; at += step) check.take(sample.subarray(at, at + step));
  check.end(keyframe);
}

describe.each([1, 7, 4096])('a sample in parts of %i bytes', (step) => {
  it.each(healthy)('%s is taken', (_, sample, keyframe) => {
    expect(() => checked(sample, keyframe, step)).not.toThrow();
  });
  it.each(damaged)('%s is refused', (_, sample, keyframe) => {
    expect(() => checked(sample, keyframe, step)).toThrow(expect.objectContaining({ code: 'movie-invalid' }));
  });
});

it('finds samples in what goes by, and says where one is none', () => {
  const [first, second] = [units(SPS, PPS, IDR), units(OTHER)];
  const sound = Buffer.alloc(50, 1);
  const file = Buffer.concat([sound, first, sound, second]);
  for (const step of [1, 13, 5000]) {
    for (const shift of [0, 1]) {
      const passing = new PassingPictures(record);
      passing.expect(50, first.byteLength);
      passing.expect(100 + first.byteLength + shift, second.byteLength);
      const run = () => {
        for (let at = 0; at < file.byteLength; at += step) passing.pass(at, file.subarray(at, at + step));
      };
      if (shift === 0) expect(run).not.toThrow();
      else expect(run).toThrow(expect.objectContaining({ code: 'movie-invalid' }));
    }
  }
});
