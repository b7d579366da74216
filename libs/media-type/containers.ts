/** ffmpeg's name of the one reader that may open each container of recordings, for `-f`. */
const DEMUXERS = {
  mp4: 'mov',
  matroska: 'matroska',
  'mpeg-ts': 'mpegts',
  'mpeg-ps': 'mpeg',
  avi: 'avi',
  flv: 'live_flv',
  asf: 'asf',
  ogg: 'ogg',
  mp3: 'mp3',
  adts: 'aac',
  wav: 'wav',
  flac: 'flac',
} as const;

type RecordingName = keyof typeof DEMUXERS;
type ImageName = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff' | 'heic';
export type ContainerName = RecordingName | ImageName;

/** What a file is to a decoder, by its first bytes. */
export interface Container {
  readonly name: ContainerName;
  readonly kind: 'recording' | 'image';
  /** ffmpeg's name, for `-f`: no other reader may open it. Images are never given to ffmpeg. */
  readonly demuxer: string;
}

/** How many bytes from the start `recogniseContainer` wants to see. */
export const CONTAINER_BYTES = 2048;

const recording = (name: RecordingName): Container => ({ name, kind: 'recording', demuxer: DEMUXERS[name] });
const image = (name: ImageName): Container => ({ name, kind: 'image', demuxer: '' });

const MP4 = recording('mp4');
const MP4_BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp']);
const AVIF_BRANDS = new Set(['avif', 'avis']);
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'mif1', 'msf1']);

/** Magic numbers: latin1 text at an offset. */
const MAGIC: readonly (readonly [number, string, Container])[] = [
  [0, '\x1a\x45\xdf\xa3', recording('matroska')],
  [8, 'AVI ', recording('avi')],
  [8, 'WAVE', recording('wav')],
  [8, 'WEBP', image('webp')],
  [0, '\x00\x00\x01\xba', recording('mpeg-ps')],
  [0, 'FLV\x01', recording('flv')],
  [0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11', recording('asf')],
  [0, 'fLaC', recording('flac')],
  [0, 'OggS', recording('ogg')],
  [0, 'ID3', recording('mp3')],
  [0, '\xff\xd8\xff', image('jpeg')],
  [0, '\x89PNG\r\n\x1a\n', image('png')],
  [0, 'GIF87a', image('gif')],
  [0, 'GIF89a', image('gif')],
  [0, 'II*\0', image('tiff')],
  [0, 'MM\0*', image('tiff')],
];
const RIFF: ReadonlySet<ContainerName> = new Set(['avi', 'wav', 'webp']);

/**
 * Recognises a container by its bytes alone; a name or a type that was sent says nothing. Playlists,
 * ffconcat scripts, SVG and every other text are not media (F30).
 *
 * @returns undefined for what no decoder is to be given
 */
export function recogniseContainer(head: Uint8Array): Container | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  const isoBox = text.slice(4, 8);
  if (isoBox === 'ftyp') return byBrand(text.slice(8, 12), text);
  if (MP4_BOXES.has(isoBox)) return MP4;
  for (const [offset, magic, container] of MAGIC) {
    if (!text.startsWith(magic, offset)) continue;
    if (RIFF.has(container.name) && !text.startsWith('RIFF')) continue;
    return container;
  }
  if (isTransportStream(head, 188, 0) || isTransportStream(head, 192, 4)) return recording('mpeg-ts');
  return audioFrames(head);
}

function byBrand(brand: string, text: string): Container {
  const compatible = text.slice(16, 48);
  if (AVIF_BRANDS.has(brand) || (brand === 'mif1' && compatible.includes('avif'))) return image('avif');
  if (HEIC_BRANDS.has(brand)) return image('heic');
  return MP4;
}

function isTransportStream(head: Uint8Array, packet: number, offset: number): boolean {
  if (head.byteLength < offset + packet * 3 + 1) return false;
  return [0, 1, 2, 3].every((index) => head[offset + packet * index] === 0x47);
}

/** MPEG audio without a container: the sync word of two layers' frame headers. */
function audioFrames(head: Uint8Array): Container | undefined {
  const [first, second = 0, third = 0] = head;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  const layer = (second >> 1) & 3;
  if (layer === 0) return (second & 0xf6) === 0xf0 ? recording('adts') : undefined;
  const isHeader = (second & 0x18) !== 0x08 && (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c;
  return isHeader ? recording('mp3') : undefined;
}
