import { soundFrames, tagBytes } from './sound-frames.js';

/** ffmpeg's name of the one reader that may open each container of recordings, for `-f`. */
const DEMUXERS = {
  mp4: 'mov',
  matroska: 'matroska',
  'mpeg-ts': 'mpegts',
  'mpeg-ps': 'mpeg',
  'mpeg-video': 'mpegvideo',
  h264: 'h264',
  hevc: 'hevc',
  avi: 'avi',
  flv: 'live_flv',
  asf: 'asf',
  mxf: 'mxf',
  ogg: 'ogg',
  mp3: 'mp3',
  adts: 'aac',
  ac3: 'ac3',
  eac3: 'eac3',
  wav: 'wav',
  w64: 'w64',
  aiff: 'aiff',
  au: 'au',
  caf: 'caf',
  flac: 'flac',
  ape: 'ape',
  wavpack: 'wv',
  amr: 'amr',
  qcp: 'qcp',
  voc: 'voc',
  dsf: 'dsf',
} as const;

export type RecordingName = keyof typeof DEMUXERS;
type ImageName = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff' | 'heic';
export type ContainerName = RecordingName | ImageName;

/** What a file is to a decoder, by its first bytes. */
export interface Container {
  readonly name: ContainerName;
  readonly kind: 'recording' | 'image';
  /** ffmpeg's name, for `-f`: no other reader may open it. Images are never given to ffmpeg. */
  readonly demuxer: string;
}

export const RECORDINGS = Object.keys(DEMUXERS) as readonly RecordingName[];

const recording = (name: RecordingName): Container => ({ name, kind: 'recording', demuxer: DEMUXERS[name] });
const image = (name: ImageName): Container => ({ name, kind: 'image', demuxer: '' });

const MP4_BOXES = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp']);
const AVIF_BRANDS = new Set(['avif', 'avis']);
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']);
/** Brands of pictures that nothing here reads, though they lie in boxes as MP4 does. */
const OTHER_BRANDS = new Set(['crx ', 'jxl ', 'jp2 ', 'jpx ', 'jpm ', 'mj2s', 'mjp2']);

/* oxlint-disable no-control-regex -- magic numbers are made of them */
/** Magic numbers: one pattern of latin1 text from the first byte on. */
const MAGIC: readonly (readonly [RegExp, Container])[] = [
  [/^\x1a\x45\xdf\xa3/, recording('matroska')],
  [/^RIFF[^]{4}AVI[ \x19]/, recording('avi')],
  [/^(?:RIFF|RF64|BW64)[^]{4}WAVE/, recording('wav')],
  [/^RIFF[^]{4}QLCM/, recording('qcp')],
  [/^RIFF[^]{4}WEBP/, image('webp')],
  [/^riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0/, recording('w64')],
  [/^FORM[^]{4}AIF[FC]/, recording('aiff')],
  [/^\.snd\0\0[^]{2}/, recording('au')],
  [/^caff\0\x01/, recording('caf')],
  [/^\0\0\x01\xba/, recording('mpeg-ps')],
  [/^\0{2,3}\x01\xb3/, recording('mpeg-video')],
  // The unit that tells how pictures are coded, or one that delimits pictures (ISO 14496-10 and 23008-2, annex B).
  [/^\0{2,3}\x01[\x07\x27\x47\x67\x09]/, recording('h264')],
  [/^\0{2,3}\x01[\x40\x46]\x01/, recording('hevc')],
  [/^FLV\x01/, recording('flv')],
  [/^\x30\x26\xb2\x75\x8e\x66\xcf\x11/, recording('asf')],
  [/^\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02/, recording('mxf')],
  [/^fLaC/, recording('flac')],
  [/^OggS\0/, recording('ogg')],
  [/^MAC [^][\x0e\x0f]/, recording('ape')],
  [/^wvpk/, recording('wavpack')],
  [/^#!AMR(?:-WB)?\n/, recording('amr')],
  [/^Creative Voice File\x1a/, recording('voc')],
  [/^DSD \x1c\0\0\0/, recording('dsf')],
  [/^\xff\xd8\xff/, image('jpeg')],
  [/^\x89PNG\r\n\x1a\n/, image('png')],
  [/^GIF8[79]a/, image('gif')],
  [/^(?:II\*\0|MM\0\*)/, image('tiff')],
];
/* oxlint-enable no-control-regex */
const BY_MARK = 64;

/** What may stand behind an ID3 tag: ffmpeg skips one in front of anything, our own readers in front of nothing. */
const TAGGED: ReadonlySet<ContainerName> = new Set(['mp3', 'adts', 'ac3', 'eac3', 'flac', 'ape', 'wavpack']);

/**
 * Recognises a container by its bytes alone; a name or a type that was sent says nothing. Playlists,
 * ffconcat scripts, SVG and every other text are not media (F30).
 *
 * @param head what `headOf` gives
 * @returns undefined for what no decoder is to be given
 */
export function recogniseContainer(head: Uint8Array): Container | undefined {
  return markedContainer(head) ?? soundAfterJunk(head);
}

/** One whose first bytes say it. */
export function markedContainer(head: Uint8Array): Container | undefined {
  const tag = tagBytes(head);
  const found = untaggedContainer(head.subarray(tag));
  return tag === 0 || (found !== undefined && TAGGED.has(found.name)) ? found : undefined;
}

/**
 * Sound in bare frames that begin only after padding, or after the end of a frame that was cut through. Whatever has
 * a mark of its own may hold such frames too, and must have been ruled out.
 */
export function soundAfterJunk(head: Uint8Array): Container | undefined {
  const name = soundFrames(head, head.byteLength);
  return name && recording(name);
}

function untaggedContainer(head: Uint8Array): Container | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(BY_MARK, head.byteLength)).toString(
    'latin1',
  );
  const box = text.slice(4, 8);
  if (box === 'ftyp') return byBrand(text.slice(8, 12), text);
  if (MP4_BOXES.has(box)) return recording('mp4');
  for (const [magic, container] of MAGIC) if (magic.test(text)) return container;
  if (isTransportStream(head)) return recording('mpeg-ts');
  const name = soundFrames(head, 0);
  return name && recording(name);
}

function byBrand(brand: string, text: string): Container | undefined {
  const compatible = text.slice(16, 48);
  if (AVIF_BRANDS.has(brand) || (brand === 'mif1' && compatible.includes('avif'))) return image('avif');
  if (HEIC_BRANDS.has(brand)) return image('heic');
  return OTHER_BRANDS.has(brand) ? undefined : recording('mp4');
}

/** Packets of 188 bytes, with 4 bytes of time before or 16 of parity after them; the first may be cut through. */
function isTransportStream(head: Uint8Array): boolean {
  const isAt = (first: number, packet: number, packets: number): boolean => {
    for (let index = 0; index < packets; index++) if (head[first + packet * index] !== 0x47) return false;
    return true;
  };
  return [188, 192, 204].some((packet) => {
    if (isAt(packet === 192 ? 4 : 0, packet, 4)) return true;
    for (let first = 0; first < packet; first++) if (isAt(first, packet, 8)) return true;
    return false;
  });
}
