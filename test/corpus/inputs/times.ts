import { failed, input, type Input, SHORT, silent, sound, video, WATCHED } from './input.js';
import type { Making } from './making.js';
import { edited, payloadAt, u32 } from './mp4-edit.js';
import { AAC, beeps, clip, H264, H264_10BIT, OPUS, picture, VP8 } from './sources.js';

const FLV = `${H264} ${AAC} -ar 44100`;
const FRAGMENTED = '-movflags frag_keyframe+empty_moov+default_base_moof';

/** Two recordings in one file, each made with a clock of its own. */
async function joined(at: Making, name: string, parts: readonly string[], head = 0): Promise<void> {
  const bytes: Buffer[] = [];
  for (const [i, part] of parts.entries()) {
    await at.ffmpeg(part, `${i}-${name}`);
    const made = await at.read(`${i}-${name}`);
    bytes.push(i === 0 ? made : made.subarray(head));
  }
  await at.write(Buffer.concat(bytes));
}

/** The length in mdhd, in each track: ISO 14496-12 section 8.4.2, version 0. */
function mdhdSays(bytes: Buffer, duration: number): Buffer {
  return edited(bytes, {
    mdhd: (payload) => {
      u32(duration).copy(payload, 16);
      return payload;
    },
  });
}

const FLV_HEAD = 13;

/** Clocks that do not begin at zero or do not go on, and lengths that are unknown or wrong. */
export const TIMES: readonly Input[] = [
  input(
    'negative-start.mp4',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 8 })} ${H264} ${AAC}`, 'whole.mp4');
      await at.ffmpeg('-ss 1.3 -i {whole.mp4} -c copy');
    },
    video(6.7),
    WATCHED,
  ),
  input(
    'negative-start-10bit.mp4',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 8 })} ${H264_10BIT} ${AAC}`, 'whole.mp4');
      await at.ffmpeg('-ss 1.3 -i {whole.mp4} -c copy');
    },
    video(6.7),
  ),
  input(
    'edit-of-the-middle.mp4',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 8 })} ${H264} -bf 0 ${AAC}`);
      await at.write(editOf(await at.read(), 2, 4));
    },
    video(4),
  ),
  input(
    'two-edits.mp4',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 8 })} ${H264} -bf 0 ${AAC}`);
      await at.write(editOf(await at.read(), 0, 2, [4, 2]));
    },
    video(4),
  ),
  input(
    'edit-begins-empty.mp4',
    `-itsoffset 0.5 ${picture({ seconds: 4.5 })} ${beeps(5)} ${H264} ${AAC}`,
    video(5, { sync: false }),
  ),
  input(
    'clock-at-25h.flv',
    `${clip({ seconds: 4 })} ${FLV} -output_ts_offset 90100 -flvflags no_duration_filesize`,
    video(4),
    { ...SHORT, ...WATCHED },
  ),
  input('clock-at-25h.ts', `${clip({ seconds: 4 })} ${H264} ${AAC} -output_ts_offset 90000`, video(4)),
  input('clock-at-25h.mkv', `${clip({ seconds: 4 })} ${H264} ${AAC} -output_ts_offset 90100`, video(4)),
  input('clock-at-25h.webm', `${clip({ seconds: 4 })} ${VP8} ${OPUS} -output_ts_offset 90100`, video(4)),
  input(
    'clock-at-25h-fragmented.mp4',
    `${clip({ seconds: 4 })} ${H264} ${AAC} -output_ts_offset 90100 ${FRAGMENTED}`,
    video(4),
  ),
  input('clock-turns-over.ts', `${clip({ seconds: 6 })} ${H264} ${AAC} -output_ts_offset 95441`, video(6)),
  input(
    'recorder-restarted.ts',
    (at) =>
      joined(at, 'part.ts', [
        `${clip({ seconds: 3 })} ${H264} ${AAC} -output_ts_offset 500`,
        `${clip({ seconds: 3 })} ${H264} ${AAC}`,
      ]),
    video(6),
    WATCHED,
  ),
  input(
    'recorder-restarted-mpeg2.ts',
    (at) =>
      joined(at, 'part.ts', [
        `${clip({ seconds: 3 })} -c:v mpeg2video -b:v 120k -c:a mp2 -b:a 48k -output_ts_offset 500`,
        `${clip({ seconds: 3 })} -c:v mpeg2video -b:v 120k -c:a mp2 -b:a 48k`,
      ]),
    video(6),
  ),
  input(
    'recorder-restarted.mpg',
    (at) =>
      joined(at, 'part.mpg', [
        `${clip({ seconds: 3 })} -c:v mpeg2video -b:v 120k -c:a mp2 -b:a 48k -f vob`,
        `${clip({ seconds: 3 })} -c:v mpeg2video -b:v 120k -c:a mp2 -b:a 48k -f vob`,
      ]),
    video(6),
  ),
  input(
    'recorder-restarted.flv',
    (at) =>
      joined(
        at,
        'part.flv',
        [
          `${clip({ seconds: 3 })} ${FLV} -output_ts_offset 500 -flvflags no_duration_filesize`,
          `${clip({ seconds: 3 })} ${FLV} -flvflags no_duration_filesize`,
        ],
        FLV_HEAD,
      ),
    video(6),
  ),
  input(
    'clock-jumps-an-hour.ts',
    (at) =>
      joined(at, 'part.ts', [
        `${clip({ seconds: 3 })} ${H264} ${AAC}`,
        `${clip({ seconds: 3 })} ${H264} ${AAC} -output_ts_offset 3600`,
      ]),
    video(6),
  ),
  input(
    'clock-jumps-an-hour.flv',
    (at) =>
      joined(
        at,
        'part.flv',
        [
          `${clip({ seconds: 3 })} ${FLV} -flvflags no_duration_filesize`,
          `${clip({ seconds: 3 })} ${FLV} -output_ts_offset 3600 -flvflags no_duration_filesize`,
        ],
        FLV_HEAD,
      ),
    video(6),
  ),

  input(
    'duration-unknown.mp4',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 4 })} ${H264} ${AAC} ${FRAGMENTED}`);
      await at.write(mdhdSays(await at.read(), 0xffff_ffff));
    },
    video(4),
    { ...SHORT, ...WATCHED },
  ),
  input(
    'duration-unknown-10bit.mp4',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 4 })} ${H264_10BIT} ${AAC} ${FRAGMENTED}`);
      await at.write(mdhdSays(await at.read(), 0xffff_ffff));
    },
    video(4),
  ),
  input(
    'duration-unknown-whole.mp4',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 4 })} ${H264} ${AAC}`);
      await at.write(mdhdSays(await at.read(), 0xffff_ffff));
    },
    video(4),
  ),
  input(
    'duration-zero.mp4',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 4 })} ${H264} ${AAC}`);
      await at.write(mdhdSays(await at.read(), 0));
    },
    video(4),
  ),
  input(
    'duration-of-10h.mp4',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 4 })} ${H264} ${AAC}`);
      const bytes = await at.read();
      // mvhd's length, in its own timescale of 1000.
      u32(36_000_000).copy(bytes, payloadAt(bytes, 'mvhd') + 16);
      await at.write(bytes);
    },
    video(4),
  ),
  input(
    'duration-of-10h.webm',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 4 })} ${VP8} ${OPUS}`);
      const bytes = await at.read();
      // Duration, a double of 8 bytes in milliseconds (RFC 9559 section 5.1.2.11).
      bytes.writeDoubleBE(36_000_000, bytes.indexOf(Buffer.from([0x44, 0x89, 0x88])) + 3);
      await at.write(bytes);
    },
    video(4),
  ),
  input('no-duration.webm', `${clip({ seconds: 4 })} ${VP8} ${OPUS} -live 1 -f webm`, video(4), WATCHED),
  input('no-duration-h264.mkv', `${clip({ seconds: 4 })} ${H264} ${OPUS} -live 1 -f matroska`, video(4)),
  input(
    'no-duration-vp9-silent.webm',
    `${clip({ seconds: 4 })} -an -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 150k -live 1`,
    silent(4),
  ),
  input('no-duration.flv', `${clip({ seconds: 4 })} ${FLV} -flvflags no_duration_filesize`, video(4)),
  input(
    'no-duration-fragmented.mp4',
    `${clip({ seconds: 4 })} ${H264} ${AAC} -movflags empty_moov+default_base_moof+frag_keyframe+skip_trailer`,
    video(4),
  ),
  input(
    'no-duration.ogg',
    async (at) => {
      await at.ffmpeg(`${beeps(3)} ${OPUS}`);
      // Without its last page, which tells the end.
      const bytes = await at.read();
      await at.write(bytes.subarray(0, bytes.lastIndexOf('OggS')));
    },
    sound([1.5, 3.1]),
  ),
  input('no-samples.mp4', `${clip({ seconds: 1 })} ${H264} ${AAC} -t 0 ${FRAGMENTED}`, [
    failed(/no-picture|damaged|cut-off|not-media/),
  ]),
];

/** An edit list of both tracks: parts of the recording, by their beginning and length in seconds. */
function editOf(
  bytes: Buffer,
  from: number,
  seconds: number,
  ...more: readonly (readonly [number, number])[]
): Buffer {
  const edits = [[from, seconds] as const, ...more];
  // Of each track its timescale, in the order of the tracks.
  const scales: number[] = [];
  edited(bytes, {
    mdhd: (payload) => {
      scales.push(payload.readUInt32BE(12));
      return payload;
    },
  });
  let track = 0;
  return edited(bytes, {
    mvhd: (payload) => {
      u32(edits.reduce((sum, [, seconds]) => sum + seconds * 1000, 0)).copy(payload, 16);
      return payload;
    },
    elst: (payload) => {
      // What is skipped of the sound already is what the encoder put before it.
      const skipped = Math.max(0, payload.readInt32BE(12));
      const scale = scales[track++] ?? 1;
      const entries = edits.map(([from, seconds]) => u32(seconds * 1000, skipped + from * scale, 0x1_0000));
      return Buffer.concat([u32(0, edits.length), ...entries]);
    },
  });
}
