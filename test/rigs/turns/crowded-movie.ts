/** What a track claims of its samples; the media is so many bytes of nothing. */
export interface Crowd {
  readonly samples: number;
  readonly sampleBytes?: number;
  /** Of a second, which each sample lasts. */
  readonly timescale?: number;
  readonly ticks?: number;
  /** A picture unless told: the four characters of a sound's sample entry. */
  readonly sound?: string;
  /** How often the edit list shows all of it; no list unless told. */
  readonly edits?: number;
  /** All samples as one fragment, whose index is a few bytes. */
  readonly isFragmented?: boolean;
  /** Makes files differ that are alike else. */
  readonly mark?: string;
}

const H264 = Buffer.from(
  '000000000000000100000000000000000000000000000000004000400048000000480000000000000001154c61766335392e33372e' +
    '313030206c696278323634000000000000000000000018ffff0000002d617663430142c00affe100166742c00ada109b01100000030' +
    '0100000030320f1226a01000468ce0fc8',
  'hex',
);
const MATRIX = longs(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
/** A chunk is no larger, as of writers that interleave. */
const CHUNK_SAMPLES = 4096;

/**
 * An MP4 of one track with as many samples as one likes, of which the index says little: one size and one duration for
 * all of them. A picture is H.264 by its sample entry, and no decoder makes anything of it.
 */
export function crowdedMovie(crowd: Crowd): Buffer {
  const {
    samples,
    sampleBytes = 1,
    timescale = 90_000,
    ticks = 1,
    sound,
    edits,
    isFragmented = false,
  } = crowd;
  const ftyp = box('ftyp', text('isom'), longs(0), text('isomiso2mp41'));
  const mark = box('free', text(crowd.mark ?? ''));
  const mdat = box('mdat', Buffer.alloc(samples * sampleBytes, 0x21));
  const mediaAt = ftyp.length + mark.length + 8;
  const listed = isFragmented ? 0 : samples;
  const chunks = Math.ceil(listed / CHUNK_SAMPLES);
  const duration = listed * ticks;
  const entry =
    sound === undefined
      ? box('avc1', H264)
      : box(sound, longs(0), shorts(0, 1), longs(0, 0), shorts(1, 8, 0, 0, 8000, 0));
  const stbl = box(
    'stbl',
    full('stsd', longs(1), entry),
    full('stts', ...(listed === 0 ? [longs(0)] : [longs(1, listed, ticks)])),
    full('stsc', ...(chunks === 0 ? [longs(0)] : [longs(1, 1, CHUNK_SAMPLES, 1)])),
    full('stsz', longs(sampleBytes, listed)),
    full(
      'stco',
      longs(chunks, ...Array.from({ length: chunks }, (_, n) => mediaAt + n * CHUNK_SAMPLES * sampleBytes)),
    ),
  );
  const dinf = box('dinf', full('dref', longs(1), box('url ', longs(1))));
  const head = sound === undefined ? box('vmhd', longs(1, 0, 0)) : full('smhd', longs(0));
  const mdia = box(
    'mdia',
    full('mdhd', longs(0, 0, timescale, duration), shorts(0x55c4, 0)),
    full('hdlr', longs(0), text(sound === undefined ? 'vide' : 'soun'), longs(0, 0, 0), text('\0')),
    box('minf', head, dinf, stbl),
  );
  const tkhd = box('tkhd', longs(3, 0, 0, 1, 0, duration, 0, 0, 0, 0), MATRIX, longs(64 << 16, 64 << 16));
  const list = Array.from({ length: edits ?? 0 }, () => longs(duration, 0, 0x10000));
  const edts = edits === undefined ? [] : [box('edts', full('elst', longs(edits), ...list))];
  const mvhd = full(
    'mvhd',
    longs(0, 0, timescale, duration, 0x10000, 0x1000000, 0, 0),
    MATRIX,
    longs(0, 0, 0, 0, 0, 0, 2),
  );
  const mvex = isFragmented ? [box('mvex', full('trex', longs(1, 1, ticks, sampleBytes, 0)))] : [];
  const moov = box('moov', mvhd, box('trak', tkhd, ...edts, mdia), ...mvex);
  if (!isFragmented) return Buffer.concat([ftyp, mark, mdat, moov]);
  const traf = (at: number) =>
    box('traf', box('tfhd', longs(0x020000, 1)), full('tfdt', longs(0)), box('trun', longs(1, samples, at)));
  const moof = (at: number) => box('moof', full('mfhd', longs(1)), traf(at));
  return Buffer.concat([ftyp, mark, moov, moof(moof(0).length + 8), mdat]);
}

function box(type: string, ...content: Buffer[]): Buffer {
  const payload = Buffer.concat(content);
  return Buffer.concat([longs(payload.length + 8), text(type), payload]);
}

function full(type: string, ...content: Buffer[]): Buffer {
  return box(type, longs(0), ...content);
}

function longs(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) out.writeUInt32BE(value >>> 0, index * 4);
  return out;
}

function shorts(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) out.writeUInt16BE(value, index * 2);
  return out;
}

function text(characters: string): Buffer {
  return Buffer.from(characters, 'latin1');
}
