import { BitReader } from './bit-reader.js';
import { bytesOf, part, u32 } from './boxes.js';
import { MovieInvalid } from './mp4.errors.js';

/** What `esds` says of its AAC stream (ISO/IEC 14496-14 and 14496-3). */
export interface AacConfiguration {
  /** RFC 6381, such as `mp4a.40.2`. */
  readonly codec: string;
  /** 2 is AAC-LC, 5 HE-AAC, 29 HE-AAC v2; undefined where the stream is not MPEG-4 AAC. */
  readonly objectType: number | undefined;
  /** 0 where only a list of its channels (PCE) says how many. */
  readonly channels: number;
  /** Of what is decoded before it is made finer (SBR); 0 where it is none that AAC has a number for. */
  readonly sampleRate: number;
  /** Values in a packet and channel: 1024, or 960 for broadcasts. */
  readonly frameLength: number;
  /** Whether it stands by itself, and is no layer over another stream. */
  readonly independent: boolean;
  /** The AudioSpecificConfig, as far as it was read; what follows it is left out. */
  readonly specific: Uint8Array;
}

const MPEG4_AUDIO = 0x40;
const SAMPLE_RATES = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
];
const CHANNELS = [0, 1, 2, 3, 4, 5, 6, 8];
/** AAC-LC and its kin, whose configuration goes on as that of AAC-LC does. */
const GENERAL = new Set([1, 2, 3, 4, 6, 7, 17, 19, 20, 21, 22, 23]);
const HE = 5;
const HE_V2 = 29;

/** Reads the payload of `esds`. @throws MovieInvalid or RangeError where it is damaged */
export function readEsds(esds: DataView): AacConfiguration {
  const decoder = descriptor(esds, 4, [3, 4]);
  const indication = decoder.getUint8(0);
  if (indication !== MPEG4_AUDIO) {
    const codec = `mp4a.${indication.toString(16)}`;
    const specific = new Uint8Array();
    const unknown = { channels: 0, sampleRate: 0, frameLength: 0, independent: false, specific };
    return { codec, objectType: undefined, ...unknown };
  }
  return readAudioSpecific(bytesOf(descriptor(decoder, 13, [5])));
}

/** Reads an AudioSpecificConfig (ISO/IEC 14496-3 section 1.6.2.1). @throws MovieInvalid where it is cut off */
function readAudioSpecific(bytes: Uint8Array): AacConfiguration {
  const bits = new BitReader(bytes);
  const objectType = readObjectType(bits);
  const sampleRate = readRate(bits);
  const layout = bits.read(4);
  let core = objectType;
  if (objectType === HE || objectType === HE_V2) {
    readRate(bits);
    core = readObjectType(bits);
  }
  let frameLength = 1024;
  let independent = true;
  if (GENERAL.has(core)) {
    if (bits.flag()) frameLength = 960;
    independent = !bits.flag();
    const hasMore = bits.flag();
    if (hasMore) independent = false;
    if (independent && layout !== 0) skipExtension(bits, core === objectType);
  } else independent = false;
  const channels = objectType === HE_V2 ? 2 : (CHANNELS[layout] ?? 0);
  const specific = upTo(bytes, bits.position);
  const codec = `mp4a.40.${objectType}`;
  return { codec, objectType, channels, sampleRate, frameLength, independent, specific };
}

function readObjectType(bits: BitReader): number {
  const type = bits.read(5);
  return type === 31 ? 32 + bits.read(6) : type;
}

function readRate(bits: BitReader): number {
  const index = bits.read(4);
  // A rate in so many words, which Chromium refuses.
  if (index === 15) bits.read(24);
  return SAMPLE_RATES[index] ?? 0;
}

const HAS_SBR = 0x2b7;
const HAS_PS = 0x548;

/** What says of a stream of AAC-LC that it can be made finer: readers that do not know it stop before. */
function skipExtension(bits: BitReader, mayHaveOne: boolean): void {
  const from = bits.position;
  try {
    if (!mayHaveOne || bits.read(11) !== HAS_SBR || readObjectType(bits) !== HE) {
      bits.position = from;
      return;
    }
    if (bits.flag()) readRate(bits);
    const after = bits.position;
    if (bits.left < 12 || bits.read(11) !== HAS_PS) bits.position = after;
    else bits.flag();
  } catch {
    bits.position = from;
  }
}

function upTo(bytes: Uint8Array, position: number): Uint8Array {
  const whole = bytes.slice(0, Math.ceil(position / 8));
  const last = whole.byteLength - 1;
  if ((position & 7) !== 0) whole[last] = (whole[last] ?? 0) & (0xff00 >> (position & 7)) & 0xff;
  return whole;
}

/** The payload of `esds` for what was read. @throws MovieInvalid where that is not MPEG-4 AAC */
export function esdsOf({ objectType, specific }: AacConfiguration): Uint8Array {
  if (objectType === undefined) throw new MovieInvalid('the sound is not AAC');
  const decoderSpecific = tagged(5, specific);
  // Audio stream, not upstream; how much is buffered and the rates are not said.
  const decoder = tagged(4, Uint8Array.of(MPEG4_AUDIO, 0x15, 0, 0, 0), u32(0, 0), decoderSpecific);
  return concat(u32(0), tagged(3, Uint8Array.of(0, 0, 0), decoder, tagged(6, Uint8Array.of(2))));
}

/** A descriptor (ISO/IEC 14496-1 section 8.3.3); what is written here has less than 128 bytes. */
function tagged(tag: number, ...content: Uint8Array[]): Uint8Array {
  const payload = concat(...content);
  if (payload.byteLength > 127) throw new MovieInvalid('a configuration of sound is too long');
  return concat(Uint8Array.of(tag, payload.byteLength), payload);
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const bytes of parts) {
    out.set(bytes, at);
    at += bytes.byteLength;
  }
  return out;
}

/** Follows the nested descriptors of `tags` (ISO/IEC 14496-1 section 7.2.6) to the last one's payload. */
function descriptor(view: DataView, from: number, tags: readonly number[]): DataView {
  let inside = view;
  let offset = from;
  for (const [depth, tag] of tags.entries()) {
    for (;;) {
      const found = inside.getUint8(offset++);
      let length = 0;
      for (let i = 0; i < 4; i++) {
        const byte = inside.getUint8(offset++);
        length = length * 128 + (byte & 127);
        if (byte < 128) break;
      }
      if (found === tag) {
        inside = part(inside, offset, Math.min(length, inside.byteLength - offset));
        break;
      }
      offset += length;
    }
    offset = depth === 0 && tag === 3 ? esDescriptorFields(inside) : 0;
  }
  return inside;
}

function esDescriptorFields(view: DataView): number {
  const flags = view.getUint8(2);
  let size = 3;
  if ((flags & 0x80) !== 0) size += 2;
  if ((flags & 0x40) !== 0) size += 1 + view.getUint8(size);
  if ((flags & 0x20) !== 0) size += 2;
  return size;
}
