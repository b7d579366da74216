import { failed, input, type Input, type Outcome, SHORT, silent, sound, video, WATCHED } from './input.js';
import type { Making } from './making.js';
import { box, edited, payloadAt, u16, u32, withBox } from './mp4-edit.js';
import { AAC, beeps, clip, H264, H264_10BIT, HEVC, OPUS, picture, VP8 } from './sources.js';

const FRAGMENTED = '-movflags frag_keyframe+empty_moov+default_base_moof';
const CUT_OFF = failed(/^recording-cut-off$/);
const DAMAGED = failed(/^recording-(damaged|cut-off)$/);
const HALF = video([1.5, 5], { sync: false });
const MARRED = video([5.5, 6.1], { sync: false });

function changed(
  name: string,
  made: string,
  change: (bytes: Buffer) => Uint8Array,
  becomes: Outcome | readonly Outcome[],
  marks = {},
): Input {
  return input(
    name,
    async (at) => {
      await at.ffmpeg(made);
      await at.write(change(await at.read()));
    },
    becomes,
    marks,
  );
}

const half = (bytes: Buffer): Buffer => bytes.subarray(0, Math.floor(bytes.length / 2));

/** The same bytes whenever it is made. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

/** Noise in the middle of the file. */
function marred(length: number) {
  return (bytes: Buffer): Buffer => {
    noise(length).copy(bytes, Math.floor(bytes.length / 2));
    return bytes;
  };
}

/** Noise in the slices of the `mdat` of an MP4 with 4-byte lengths of NAL units, which stay as they are. */
function withDamagedUnits(bytes: Buffer, isOurs: (type: number, index: number) => boolean): Buffer {
  let index = 0;
  for (let at = payloadAt(bytes, 'mdat'); at + 5 < bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    const type = (bytes[at + 4] ?? 0) & 31;
    if (size < 2 || at + 4 + size > bytes.length) break;
    if ((type === 1 || type === 5) && isOurs(type, index++)) noise(size - 3).copy(bytes, at + 6);
    at += 4 + size;
  }
  return bytes;
}

/** Two pictures of another size or make, one after the other, in one elementary stream. */
async function parted(at: Making, second: string, into: string): Promise<void> {
  await at.ffmpeg(`${picture({ seconds: 4 })} ${H264} -bsf:v h264_mp4toannexb`, '1.h264');
  await at.ffmpeg(second, '2.h264');
  await at.write(Buffer.concat([await at.read('1.h264'), await at.read('2.h264')]), 'both.h264');
  await at.ffmpeg(`${beeps(8)} ${AAC}`, 'sound.m4a');
  await at.ffmpeg('-r 25 -i {both.h264} -i {sound.m4a} -map 0:v -map 1:a -c copy', 'both.mp4');
  await at.ffmpeg(`-i {both.mp4} -c copy ${into}`);
}
const LARGER = `${picture({ seconds: 4, size: '320x180' })} ${H264}`;
const OTHER = `${picture({ seconds: 4 })} ${H264} -profile:v baseline -refs 1`;
const AS_ELEMENTARY = '-bf 0';
/** Both halves play; which of the two sizes it is called is left open. */
const BOTH = [video(8, { sync: false }), video(8, { picture: [320, 180], sync: false })];

const SAMPLE_ENTRY_BOXES: readonly (readonly [string, Buffer])[] = [
  ['short-colr.mp4', box('colr', Buffer.from('nclx'), u16(1, 1, 1))],
  ['colr-of-4-bytes.mp4', box('colr', Buffer.from('nclx'))],
  ['colr-with-broken-profile.mp4', box('colr', Buffer.from('prof'), noise(20))],
  ['short-pasp.mp4', box('pasp', u32(1))],
  ['pasp-of-zero.mp4', box('pasp', u32(0, 0))],
  ['huge-pasp.mp4', box('pasp', u32(0xffff_ffff, 1))],
  ['short-clap.mp4', box('clap', u32(160, 1))],
  ['short-btrt.mp4', box('btrt', u32(1))],
  ['unknown-box.mp4', box('xyzw', noise(40))],
];

/** `sinf` of a track under the common encryption (ISO 23001-7). */
function sinf(original: string): Buffer {
  const tenc = box('tenc', u32(0), Buffer.from([0, 0, 1, 8]), noise(16));
  return box(
    'sinf',
    box('frma', Buffer.from(original)),
    box('schm', u32(0), Buffer.from('cenc'), u32(0x1_0000)),
    box('schi', tenc),
  );
}
function encrypted(bytes: Buffer, entries: Readonly<Record<string, string>>): Buffer {
  return edited(
    bytes,
    Object.fromEntries(
      Object.entries(entries).map(([plain, type]) => [
        plain,
        (payload: Buffer) => ({ type, payload: Buffer.concat([payload, sinf(plain)]) }),
      ]),
    ),
  );
}
const ENCRYPTED = failed(/encrypt|protect/);

/** AudioSpecificConfig of a type beyond 31 (ISO 14496-3 section 1.6.2.1), in place of the one that is there. */
function withObjectType(bytes: Buffer, objectType: number): Buffer {
  // DecoderSpecificInfo, whose length ffmpeg writes in four bytes.
  const at = bytes.indexOf(Buffer.from([0x05, 0x80, 0x80, 0x80]));
  const first = (0b11111 << 3) | ((objectType - 32) >> 3);
  const second = (((objectType - 32) & 7) << 5) | (3 << 1);
  bytes[at + 5] = first;
  bytes[at + 6] = second;
  return bytes;
}
const OWN_REASON = failed(/codec|format|not-supported|undecodable/);

/** What was cut off, damaged, encrypted, or changed in its middle. */
export const DAMAGED_FILES: readonly Input[] = [
  // Cut off.
  changed('cut-off.mp4', `${clip()} ${H264} ${AAC} -movflags +faststart`, half, CUT_OFF, SHORT),
  changed('cut-off-10bit.mp4', `${clip()} ${H264_10BIT} ${AAC} -movflags +faststart`, half, CUT_OFF),
  changed('cut-off-before-moov.mp4', `${clip()} ${H264} ${AAC}`, half, DAMAGED),
  changed(
    'cut-off-in-moov.mp4',
    `${clip()} ${H264} ${AAC} -movflags +faststart`,
    (bytes) => bytes.subarray(0, payloadAt(bytes, 'stsz') + 40),
    DAMAGED,
  ),
  changed('cut-off-fragmented.mp4', `${clip()} ${H264} ${AAC} ${FRAGMENTED}`, half, [HALF, CUT_OFF]),
  changed('cut-off.mov', `${clip()} ${HEVC} -tag:v hvc1 ${AAC}`, half, DAMAGED),
  changed('cut-off.mkv', `${clip()} ${H264} ${AAC}`, half, HALF, WATCHED),
  changed('cut-off.webm', `${clip()} ${VP8} ${OPUS}`, half, HALF),
  changed('cut-off.ts', `${clip()} ${H264} ${AAC}`, half, HALF),
  changed('cut-off.flv', `${clip()} ${H264} ${AAC} -ar 44100`, half, HALF),
  changed('cut-off.avi', `${clip()} -c:v mpeg4 -b:v 200k -c:a libmp3lame -b:a 48k`, half, HALF),
  changed('cut-off.wmv', `${clip()} -c:v wmv2 -b:v 200k -c:a wmav2 -ar 44100 -b:a 48k`, half, HALF),
  changed('cut-off.mpg', `${clip()} -c:v mpeg2video -b:v 200k -c:a mp2 -b:a 48k -f vob`, half, HALF),
  changed('cut-off.mp3', `${beeps(6)} -c:a libmp3lame -b:a 48k`, half, sound([2.5, 3.5])),
  changed('cut-off.wav', `${beeps(6)} -ar 16000`, half, sound([2.8, 3.2])),
  changed('cut-off.flac', `${beeps(6)} -ar 16000`, half, sound([1.5, 4.5])),
  changed('cut-off.ogg', `${beeps(6)} ${OPUS}`, half, sound([0.5, 4.5])),
  changed('cut-off.aac', `${beeps(6)} ${AAC} -f adts`, half, sound([1.5, 5])),
  changed(
    'cut-off-head.mkv',
    `${clip()} ${H264} ${AAC}`,
    (bytes) => bytes.subarray(0, 300),
    failed(/^recording-(damaged|cut-off)$|^no-picture-or-sound$/),
  ),

  // Damaged.
  changed(
    'damaged-slices.mp4',
    `${clip()} -an ${H264}`,
    (bytes) => withDamagedUnits(bytes, (type, index) => type === 1 && index > 40 && index < 60),
    silent(6),
    { ...SHORT, ...WATCHED },
  ),
  changed(
    'damaged-keyframe.mp4',
    `${clip()} -an ${H264}`,
    (bytes) => withDamagedUnits(bytes, (type, index) => type === 5 && index > 0),
    silent(6),
  ),
  changed('damaged-everywhere.mp4', `${clip()} -an ${H264}`, (bytes) => withDamagedUnits(bytes, () => true), [
    silent(6),
    DAMAGED,
  ]),
  changed(
    'damaged-unit-lengths.mp4',
    `${clip()} -an ${H264}`,
    (bytes) => {
      bytes.writeUInt32BE(0x7fff_ffff, payloadAt(bytes, 'mdat') + 20_000);
      return bytes;
    },
    silent([5.5, 6.1]),
  ),
  changed('damaged-middle.mp4', `${clip()} ${H264} ${AAC} -movflags +faststart`, marred(2000), MARRED),
  changed('damaged-middle-fragmented.mp4', `${clip()} ${H264} ${AAC} ${FRAGMENTED}`, marred(1000), [
    MARRED,
    HALF,
    DAMAGED,
  ]),
  changed('damaged-middle.mkv', `${clip()} ${H264} ${AAC}`, marred(2000), MARRED, WATCHED),
  changed('damaged-middle.webm', `${clip()} ${VP8} ${OPUS}`, marred(2000), MARRED),
  changed('damaged-middle.ts', `${clip()} ${H264} ${AAC}`, marred(2000), MARRED),
  changed(
    'lost-packets.ts',
    `${clip()} ${H264} ${AAC}`,
    (bytes) => Buffer.concat([bytes.subarray(0, 188 * 200), bytes.subarray(188 * 240)]),
    MARRED,
  ),
  changed(
    'damaged-middle.flv',
    `${clip()} ${H264} ${AAC} -ar 44100`,
    marred(500),
    video([2.5, 6.1], { sync: false }),
  ),
  changed('damaged-middle-hevc.mp4', `${clip()} ${HEVC} -tag:v hvc1 ${AAC}`, marred(2000), MARRED),
  changed('damaged-middle.mp3', `${beeps(6)} -c:a libmp3lame -b:a 48k`, marred(1000), sound([5.5, 6.2])),
  changed('damaged-middle.flac', `${beeps(6)} -ar 16000`, marred(500), sound([5, 6.1])),
  changed(
    'damaged-moov.mp4',
    `${clip()} ${H264} ${AAC}`,
    (bytes) => {
      noise(200).copy(bytes, payloadAt(bytes, 'trak') + 20);
      return bytes;
    },
    // Its second track is whole.
    [DAMAGED, sound(6)],
  ),
  changed(
    'sample-table-beyond-end.mp4',
    `${clip()} ${H264} ${AAC}`,
    (bytes) => {
      u32(0x7fff_0000).copy(bytes, payloadAt(bytes, 'stco') + 8);
      return bytes;
    },
    DAMAGED,
  ),
  changed(
    'no-such-index.avi',
    `${clip()} -c:v mpeg4 -b:v 200k -c:a libmp3lame -b:a 48k`,
    (bytes) => bytes.subarray(0, bytes.indexOf('idx1')),
    video(6),
  ),
  ...SAMPLE_ENTRY_BOXES.map(([name, made]) =>
    changed(
      name,
      `${clip({ seconds: 4 })} ${H264} ${AAC}`,
      (bytes) => withBox(bytes, 'avc1', made),
      video(4, name === 'huge-pasp.mp4' ? { picture: [160, 90] } : {}),
      name === 'short-colr.mp4' ? { ...SHORT, ...WATCHED } : {},
    ),
  ),
  changed(
    'short-colr-10bit.mp4',
    `${clip({ seconds: 4 })} ${H264_10BIT} ${AAC}`,
    (bytes) => withBox(bytes, 'avc1', box('colr', Buffer.from('nclx'), u16(1, 1, 1))),
    video(4),
  ),

  // Another sequence header in the middle.
  input(
    'size-changes.flv',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 4 })} ${H264} ${AAC} -ar 44100`, 'a.flv');
      await at.ffmpeg(
        `${clip({ seconds: 4, size: '320x180' })} ${H264} ${AAC} -ar 44100 -output_ts_offset 4`,
        'b.flv',
      );
      await at.write(Buffer.concat([await at.read('a.flv'), (await at.read('b.flv')).subarray(13)]));
    },
    BOTH,
    { ...SHORT, ...WATCHED },
  ),
  input(
    'size-changes.ts',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 4 })} ${H264} ${AAC}`, 'a.ts');
      await at.ffmpeg(`${clip({ seconds: 4, size: '320x180' })} ${H264} ${AAC} -output_ts_offset 4`, 'b.ts');
      await at.write(Buffer.concat([await at.read('a.ts'), await at.read('b.ts')]));
    },
    BOTH,
  ),
  input('size-changes.mp4', (at) => parted(at, `${LARGER} ${AS_ELEMENTARY}`, ''), BOTH, WATCHED),
  input('size-changes.mkv', (at) => parted(at, `${LARGER} ${AS_ELEMENTARY}`, ''), BOTH),
  input('size-changes-fragmented.mp4', (at) => parted(at, `${LARGER} ${AS_ELEMENTARY}`, FRAGMENTED), BOTH),
  input(
    'parameters-change.mp4',
    (at) => parted(at, `${OTHER} ${AS_ELEMENTARY}`, ''),
    video(8, { sync: false }),
  ),
  input(
    'parameters-change.ts',
    (at) => parted(at, `${OTHER} ${AS_ELEMENTARY}`, ''),
    video(8, { sync: false }),
  ),

  // Encrypted, or of a codec that nobody decodes.
  changed(
    'encrypted.mp4',
    `${clip({ seconds: 4 })} ${H264} ${AAC} -encryption_scheme cenc-aes-ctr -encryption_key 00112233445566778899aabbccddeeff -encryption_kid 0123456789abcdef0123456789abcdef`,
    (bytes) => bytes,
    ENCRYPTED,
    SHORT,
  ),
  changed(
    'encrypted-entries.mp4',
    `${clip({ seconds: 4 })} ${H264} ${AAC}`,
    (bytes) => encrypted(bytes, { avc1: 'encv', mp4a: 'enca' }),
    ENCRYPTED,
  ),
  changed(
    'encrypted-sound.m4a',
    `${beeps(4)} ${AAC}`,
    (bytes) => encrypted(bytes, { mp4a: 'enca' }),
    ENCRYPTED,
  ),
  changed(
    'encrypted-sound-beside-picture.mp4',
    `${clip({ seconds: 4 })} ${H264} ${AAC}`,
    (bytes) => encrypted(bytes, { mp4a: 'enca' }),
    [silent(4), ENCRYPTED],
  ),
  changed(
    'encrypted-picture-beside-sound.mp4',
    `${clip({ seconds: 4 })} ${H264} ${AAC}`,
    (bytes) => encrypted(bytes, { avc1: 'encv' }),
    [sound(4), ENCRYPTED],
  ),
  changed(
    'encrypted-fragmented.mp4',
    `${clip({ seconds: 4 })} ${H264} ${AAC} ${FRAGMENTED}`,
    (bytes) => encrypted(bytes, { avc1: 'encv', mp4a: 'enca' }),
    ENCRYPTED,
  ),
  changed('xhe-aac.m4a', `${beeps(4)} ${AAC}`, (bytes) => withObjectType(bytes, 42), OWN_REASON),
  changed(
    'xhe-aac-beside-picture.mp4',
    `${clip({ seconds: 4 })} ${H264} ${AAC}`,
    (bytes) => withObjectType(bytes, 42),
    [silent(4), OWN_REASON],
  ),
];
