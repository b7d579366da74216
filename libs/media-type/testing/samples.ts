import { aac, type ClipFolder, h264, testPicture, testSound } from '../../mp4/testing/clips.js';
import type { RecordingName } from '../containers.js';

type Bytes = () => Uint8Array;
type Sample = readonly [fileName: string, container: RecordingName, made: readonly string[] | Bytes];

const small = testPicture(1, '64x64');
const picture = [...small, ...h264];
const sound = testSound(1);
const spoken = [...sound, '-ac', '1', '-ar', '8000'];

/** Recordings of every container: what to tell ffmpeg to make one, or bytes for which it has no encoder. */
export const SAMPLES: readonly Sample[] = [
  ['a.mp4', 'mp4', picture],
  ['a.mov', 'mp4', picture],
  ['a.m4a', 'mp4', [...sound, ...aac]],
  ['a.3gp', 'mp4', [...testPicture(1, '176x144'), '-c:v', 'h263']],
  ['a.mkv', 'matroska', picture],
  ['a.webm', 'matroska', [...sound, '-c:a', 'libopus']],
  ['a.ts', 'mpeg-ts', picture],
  ['a.m2ts', 'mpeg-ts', picture],
  ['a.avi', 'avi', [...small, '-c:v', 'mpeg4']],
  ['a.mpg', 'mpeg-ps', [...small, '-c:v', 'mpeg2video', '-f', 'vob']],
  ['one.mpg', 'mpeg-ps', [...small, '-c:v', 'mpeg1video', '-f', 'mpeg']],
  ['a.m1v', 'mpeg-video', [...small, '-c:v', 'mpeg1video', '-f', 'mpeg1video']],
  ['a.m2v', 'mpeg-video', [...small, '-c:v', 'mpeg2video', '-f', 'mpeg2video']],
  ['a.h264', 'h264', picture],
  ['a.hevc', 'hevc', [...small, '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none']],
  ['a.mxf', 'mxf', [...small, '-c:v', 'mpeg2video']],
  ['a.flv', 'flv', picture],
  ['a.wmv', 'asf', [...small, '-c:v', 'wmv2']],
  ['a.wma', 'asf', [...sound, '-c:a', 'wmav2']],
  ['a.mp3', 'mp3', sound],
  ['bare.mp3', 'mp3', [...sound, '-id3v2_version', '0', '-write_xing', '0']],
  ['low.mp3', 'mp3', [...spoken, '-b:a', '16k', '-id3v2_version', '0']],
  ['a.mp2', 'mp3', sound],
  ['a.aac', 'adts', [...sound, ...aac]],
  ['tagged.aac', 'adts', [...sound, ...aac, '-write_id3v2', '1', '-metadata', 'title=x']],
  ['a.ac3', 'ac3', sound],
  ['at44100.ac3', 'ac3', [...sound, '-ar', '44100']],
  ['a.eac3', 'eac3', sound],
  ['a.wav', 'wav', sound],
  ['rf64.wav', 'wav', [...sound, '-rf64', 'always']],
  ['phone.wav', 'wav', [...spoken, '-c:a', 'pcm_alaw']],
  ['double.wav', 'wav', [...sound, '-c:a', 'pcm_f64le']],
  ['a.w64', 'w64', sound],
  ['a.aiff', 'aiff', sound],
  ['wide.aiff', 'aiff', [...sound, '-c:a', 'pcm_s32be']],
  ['a.aifc', 'aiff', [...sound, '-c:a', 'pcm_f32be', '-f', 'aiff']],
  ['a.au', 'au', sound],
  ['a.caf', 'caf', sound],
  ['alac.caf', 'caf', [...sound, '-c:a', 'alac']],
  ['a.flac', 'flac', sound],
  ['a.wv', 'wavpack', sound],
  ['a.voc', 'voc', [...spoken, '-c:a', 'pcm_u8']],
  ['a.ogg', 'ogg', [...sound, '-c:a', 'libopus']],
  ['a.oga', 'ogg', [...sound, '-c:a', 'flac']],
  ['a.amr', 'amr', () => spokenFrames('#!AMR\n', 0x3c, 32)],
  ['wide.amr', 'amr', () => spokenFrames('#!AMR-WB\n', 0x44, 61)],
  ['a.qcp', 'qcp', qcelp],
  ['a.dsf', 'dsf', dsd],
  ['a.ape', 'ape', monkeysAudio],
];

/** The path of a sample in such a folder. */
export async function makeSample(clips: ClipFolder, [fileName, , made]: Sample): Promise<string> {
  return typeof made === 'function' ? clips.write(fileName, made()) : clips.make(fileName, ...made);
}

/** An ID3 tag of so many bytes, as players write one with a cover. */
export function tag(bytes: number): Uint8Array {
  const size = [21, 14, 7, 0].map((shift) => (bytes >> shift) & 0x7f);
  return Buffer.concat([Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, ...size]), Buffer.alloc(bytes)]);
}

function spokenFrames(mark: string, header: number, bytes: number): Uint8Array {
  const frame = Buffer.from(Array.from({ length: bytes }, (_, index) => (index === 0 ? header : index * 5)));
  return Buffer.concat([Buffer.from(mark, 'latin1'), ...Array.from({ length: 50 }, () => frame)]);
}

/** Chunks of RIFF and their like: a name, the bytes' number, the bytes. */
function chunk(name: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(content.byteLength, 4);
  return Buffer.concat([head, content]);
}

/** RFC 3625. */
function qcelp(): Uint8Array {
  const format = Buffer.alloc(150);
  format.set([1, 0, ...Buffer.from('416d7f5e15b1d011ba9100805fb4b97e', 'hex'), 2, 0]);
  format.write('Qcelp 13K', 20, 'latin1');
  for (const [index, value] of [13_000, 35, 160, 8000, 16, 5].entries())
    format.writeUInt16LE(value, 100 + index * 2);
  // How many bytes a frame of each rate has.
  format.set([34, 4, 16, 3, 7, 2, 3, 1], 114);
  const frame = Buffer.from(Array.from({ length: 35 }, (_, index) => (index === 0 ? 4 : index * 7)));
  const frames = Buffer.concat(Array.from({ length: 50 }, () => frame));
  const body = Buffer.concat([
    Buffer.from('QLCM'),
    chunk('fmt ', format),
    chunk('vrat', Buffer.from([8, 0, 0, 0, 50, 0, 0, 0])),
    chunk('data', frames),
  ]);
  return chunk('RIFF', body);
}

/** One block of silence by DSD, 2.8 MHz. */
function dsd(): Uint8Array {
  const samples = Buffer.alloc(4 * 4096, 0x69);
  const [file, format, data] = [Buffer.alloc(28), Buffer.alloc(52), Buffer.alloc(12)];
  file.write('DSD ');
  file[4] = 28;
  file.writeUInt32LE(92 + samples.byteLength, 12);
  format.write('fmt ');
  format[4] = 52;
  for (const [index, value] of [1, 0, 1, 1, 2_822_400, 1, samples.byteLength * 8, 0, 4096].entries())
    format.writeUInt32LE(value, 12 + index * 4);
  data.write('data');
  data.writeUInt32LE(12 + samples.byteLength, 4);
  return Buffer.concat([file, format, data, samples]);
}

/** One frame that is marked as silence, version 3.99. */
function monkeysAudio(): Uint8Array {
  const [about, format, frame] = [Buffer.alloc(52), Buffer.alloc(24), Buffer.alloc(28)];
  about.write('MAC ');
  about.writeUInt16LE(3990, 4);
  for (const [index, value] of [52, 24, 4, 0, 24].entries()) about.writeUInt32LE(value, 8 + index * 4);
  format.writeUInt16LE(2000, 0);
  for (const [index, value] of [73_728, 20_000, 1].entries()) format.writeUInt32LE(value, 4 + index * 4);
  format.writeUInt16LE(16, 16);
  format.writeUInt16LE(2, 18);
  format.writeUInt32LE(44_100, 20);
  // Where the frame begins; then its sum, whose first bit says that flags follow.
  for (const [index, value] of [80, 0x8000_0000, 3].entries()) frame.writeUInt32LE(value, index * 4);
  return Buffer.concat([about, format, frame]);
}
