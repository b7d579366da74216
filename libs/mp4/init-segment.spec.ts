import { describe, expect, it } from 'vitest';
import { type Box, ascii, box, boxesIn, bytesOf, fourcc, part, u16, u32, viewOf } from './boxes.js';
import { readAac, readAvc } from './codecs.js';
import { initSegment } from './init-segment.js';
import { MovieInvalid } from './mp4.errors.js';
import type { Samples } from './sample-table.js';
import { avc1, avcC, LARGER_SPS, movieOf, mp4a, PPS, SPS } from './testing/entries.js';

const AAC_LC = Uint8Array.of(0x12, 0x10);
const healthy = box('avcC', avcC([SPS], [PPS]));

function segmentOf(entries: { picture?: DataView; sound?: DataView }): Uint8Array {
  const movie = movieOf(entries);
  const timing = { delay: 0, mediaTime: 0, mediaEnd: Infinity };
  const unread = { codec: '', samples: {} as Samples, channels: undefined };
  const packaged = movie.tracks.map((track) => ({ track, timing, ...unread }));
  return initSegment(movie, packaged);
}

/** The boxes of an init segment's sample entries, by a reader that forgives nothing. */
function strictly(segment: Uint8Array): { fields: DataView; boxes: Map<string, DataView> }[] {
  const whole = (view: DataView, from = 0): Box<DataView>[] => {
    const boxes = boxesIn(view, from);
    const bytes = boxes.reduce((sum, { payload }) => sum + payload.byteLength + 8, from);
    if (bytes !== view.byteLength) throw new Error('bytes that are no box');
    return boxes;
  };
  const inside = (boxes: Box<DataView>[], ...path: string[]): Box<DataView>[] =>
    path.reduce(
      (now, type) => now.flatMap((found) => (found.type === type ? whole(found.payload) : [])),
      boxes,
    );
  const stbl = inside(whole(viewOf(segment)), 'moov', 'trak', 'mdia', 'minf', 'stbl');
  return stbl
    .filter(({ type }) => type === 'stsd')
    .map(({ payload }) => {
      const [entry, ...more] = whole(payload, 8);
      if (entry === undefined || more.length > 0 || payload.getUint32(4) !== 1) throw new Error('entries');
      const fields = entry.type === 'avc1' ? 78 : 28;
      const boxes = new Map(
        whole(entry.payload, fields).map(({ type, payload: content }) => [type, content]),
      );
      for (const [type, content] of boxes) checkBox(type, content);
      if (entry.type === 'avc1' ? !boxes.has('avcC') : !boxes.has('esds'))
        throw new Error('no configuration');
      return { fields: part(entry.payload, 0, fields), boxes };
    });
}

function checkBox(type: string, content: DataView): void {
  if (type === 'pasp') {
    if (content.byteLength !== 8 || content.getUint32(0) === 0 || content.getUint32(4) === 0)
      throw new Error('pasp');
  } else if (type === 'colr') {
    if (content.byteLength !== 11 || fourcc(content, 0) !== 'nclx' || (content.getUint8(10) & 0x7f) !== 0)
      throw new Error('colr');
  } else if (type === 'avcC') checkRecord(content);
  else if (type === 'esds') checkEsds(content);
  else throw new Error(`a box ${type}`);
}

function checkRecord(record: DataView): void {
  let at = 5;
  for (const mask of [31, 255]) {
    const count = record.getUint8(at++) & mask;
    if (count === 0) throw new Error('no parameter set');
    for (let set = 0; set < count; set++) {
      const length = record.getUint16(at);
      if ((record.getUint8(at + 2) & 0x9f) !== (mask === 31 ? 7 : 8)) throw new Error('no parameter set');
      at += 2 + length;
    }
  }
  const profile = record.getUint8(1);
  const rest = [100, 110, 122, 144].includes(profile) ? 4 : 0;
  if (at + rest !== record.byteLength || record.getUint8(0) !== 1) throw new Error('avcC');
  if ((record.getUint8(4) & 0xfc) !== 0xfc || (record.getUint8(4) & 3) === 2) throw new Error('avcC');
}

function checkEsds(esds: DataView): void {
  const nested = [3, 4, 5].reduce(
    ({ view, at }, tag) => {
      if (view.getUint8(at) !== tag || view.getUint8(at + 1) > 127) throw new Error('esds');
      const content = part(view, at + 2, view.getUint8(at + 1));
      return { view: content, at: tag === 3 ? 3 : 13 };
    },
    { view: esds, at: 4 },
  );
  if (nested.view.byteLength < 2) throw new Error('esds');
}

const colr = (...content: Uint8Array[]) => box('colr', ...content);
const pictureBoxes = (...boxes: Uint8Array[]) => {
  const [entry] = strictly(segmentOf({ picture: avc1(healthy, ...boxes) }));
  return [...(entry?.boxes ?? [])]
    .filter(([type]) => type !== 'avcC')
    .map(([type, view]) => [type, bytesOf(view)]);
};

describe('what an init segment says has been read', () => {
  const nclx = Buffer.concat([ascii('nclx'), u16(9, 16, 9), Uint8Array.of(0x80)]);

  it('colours as numbers, of QuickTime too; no profile, and nothing damaged', () => {
    expect(pictureBoxes(colr(nclx))).toEqual([['colr', new Uint8Array(nclx)]]);
    const plain = Buffer.concat([ascii('nclx'), u16(1, 1, 1), Uint8Array.of(0)]);
    expect(pictureBoxes(colr(ascii('nclc'), u16(1, 1, 1)))).toEqual([['colr', new Uint8Array(plain)]]);
    expect(pictureBoxes(colr(ascii('nclx'), u16(1, 1, 1)))).toEqual([]);
    expect(pictureBoxes(colr(ascii('prof'), new Uint8Array(500)))).toEqual([]);
    expect(pictureBoxes(colr(ascii('nclx'), u16(1, 400, 1), Uint8Array.of(0)))).toEqual([]);
    expect(pictureBoxes(colr())).toEqual([]);
  });

  it('a shape of pixels that they can have', () => {
    expect(pictureBoxes(box('pasp', u32(4, 3)))).toEqual([['pasp', u32(4, 3)]]);
    for (const wrong of [u32(0, 1), u32(1, 0), u32(1, 1), u32(0xffffffff, 1), u32(4), u16(4)])
      expect(pictureBoxes(box('pasp', wrong))).toEqual([]);
  });

  it('no other box, no name, and the size that the parameter set says', () => {
    expect(pictureBoxes(box('uuid', ascii('PATIENT')), box('mdcv', u32(1)), box('btrt', u32(1)))).toEqual([]);
    const entry = avc1(healthy);
    entry.setUint16(24, 9999);
    const segment = segmentOf({ picture: entry });
    expect(Buffer.from(segment).includes('PATIENT')).toBe(false);
    const [{ fields } = { fields: entry }] = strictly(segment);
    expect([fields.getUint16(24), fields.getUint16(26)]).toEqual([320, 180]);
  });

  it('the parameter sets once, and nothing behind them', () => {
    const padded = Buffer.concat([SPS, Buffer.alloc(3)]);
    const record = Buffer.concat([avcC([padded, SPS], [PPS, PPS]), ascii('junk')]);
    const [entry] = strictly(segmentOf({ picture: avc1(box('avcC', record)) }));
    expect(bytesOf(entry?.boxes.get('avcC') ?? viewOf(new Uint8Array()))).toEqual(
      new Uint8Array(avcC([SPS], [PPS])),
    );
  });

  it('a level that the size has', () => {
    expect(readAvc(avc1(healthy)).codec).toBe('avc1.42c00c');
    const low = Buffer.from(LARGER_SPS);
    low[3] = 10;
    expect(readAvc(avc1(box('avcC', avcC([low], [PPS])))).codec).toBe('avc1.42c016');
  });
});

describe('a configuration that decoders need, and is damaged, is refused', () => {
  const cases: [string, Uint8Array][] = [
    ['another version', Uint8Array.of(2, ...avcC([SPS], [PPS]).subarray(1))],
    ['lengths of three bytes', avcC([SPS], [PPS], 3)],
    ['no sequence parameter set', avcC([], [PPS])],
    ['no picture parameter set', avcC([SPS], [])],
    ['two sizes', avcC([SPS, LARGER_SPS], [PPS])],
    ['an SPS that is cut off', avcC([SPS.subarray(0, 12)], [PPS])],
    ['an SPS without bytes', avcC([SPS.subarray(0, 0)], [PPS])],
    ['a PPS in place of the SPS', avcC([PPS], [PPS])],
    ['the forbidden bit', avcC([Uint8Array.of(0xe7, ...SPS.subarray(1))], [PPS])],
    ['a PPS of another SPS', avcC([SPS], [Buffer.from('685380', 'hex')])],
    ['an SPS that is too long', avcC([Buffer.concat([SPS, Buffer.alloc(5000, 1)])], [PPS])],
    ['more sets than bytes', Uint8Array.of(1, 66, 192, 12, 255, 0xff, 0, 4, 1, 2, 3, 4)],
  ];

  it.each(cases)('%s', (_, record) => {
    expect(() => readAvc(avc1(box('avcC', record)))).toThrow();
  });

  it.each<[string, string, object]>([
    ['AAC-LC', '1210', { channels: 2, sampleRate: 44100, independent: true, codec: 'mp4a.40.2' }],
    [
      'AAC-LC with what is behind it',
      '121056e500aabb',
      { specific: Uint8Array.of(0x12, 0x10, 0x56, 0xe5, 0) },
    ],
    [
      'HE-AAC, said at once',
      '2b11880000',
      { objectType: 5, sampleRate: 24000, channels: 2, independent: true },
    ],
    ['HE-AAC v2', 'eb098800', { objectType: 29, channels: 2 }],
    ['a list of channels', '1200', { channels: 0 }],
    ['packets of 960 values', '1214', { frameLength: 960 }],
    ['a layer over another stream', '12120000', { independent: false }],
    ['a rate in so many words', '178056220800', { sampleRate: 0 }],
  ])('%s', (_, specific, expected) => {
    expect(readAac(mp4a(Buffer.from(specific, 'hex')))).toMatchObject(expected);
  });

  it('a configuration of sound that is cut off', () => {
    expect(() => readAac(mp4a(Uint8Array.of(0x12)))).toThrow(MovieInvalid);
  });
});

it('F32 entries changed at random make an init segment that a strict reader takes, or none', () => {
  let seed = 11;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed >>> 8) % below;
  };
  const changed = (view: DataView): DataView => {
    const bytes = bytesOf(view).slice();
    for (let change = 0; change <= random(3); change++) {
      const at = random(3) === 0 ? random(bytes.byteLength) : 78 + random(Math.max(1, bytes.byteLength - 78));
      bytes[at % bytes.byteLength] = [0, 255, 127, 1, random(256)][random(5)] ?? 0;
    }
    return viewOf(random(8) === 0 ? bytes.slice(0, random(bytes.byteLength)) : bytes);
  };
  const nclx = colr(ascii('nclx'), u16(1, 1, 1), Uint8Array.of(0));
  const picture = avc1(healthy, box('pasp', u32(1, 1)), nclx);
  const sound = mp4a(AAC_LC);
  const ends = { taken: 0, refused: 0 };
  for (let round = 0; round < 4000; round++) {
    let segment: Uint8Array;
    try {
      segment = segmentOf({ picture: changed(picture), sound: random(2) === 0 ? sound : changed(sound) });
      ends.taken++;
    } catch (error) {
      if (!(error instanceof MovieInvalid) && !(error instanceof RangeError)) throw error;
      ends.refused++;
      continue;
    }
    expect(() => strictly(segment)).not.toThrow();
  }
  expect(Math.min(ends.taken, ends.refused)).toBeGreaterThan(200);
});
