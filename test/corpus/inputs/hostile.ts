import { deflateSync, crc32 } from 'node:zlib';
import {
  attachment,
  failed,
  image,
  input,
  type Input,
  type Refused,
  REFUSED,
  silent,
  SHORT,
  sound,
  video,
} from './input.js';
import { box, edited, payloadAt, u32 } from './mp4-edit.js';
import { AAC, beeps, clip, H264, picture } from './sources.js';

const NOT_EMPTY: Refused = { state: 'refused', status: 400 };
const ANY_FAILURE = failed(/^(?!internal$|took-too-long$)/);
const FTYP = box('ftyp', Buffer.from('isom'), u32(512), Buffer.from('isomavc1'));

function text(
  name: string,
  content: string,
  becomes: Input['becomes'][number] | Input['becomes'],
  marks = {},
): Input {
  return input(name, (at) => at.write(content), becomes, marks);
}

function bytes(
  name: string,
  content: Uint8Array,
  becomes: Input['becomes'][number] | Input['becomes'],
  marks = {},
): Input {
  return input(name, (at) => at.write(content), becomes, marks);
}

/** A PNG that claims to be so large and has a few bytes. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
  };
  const head = Buffer.concat([u32(width, height), Buffer.from([8, 2, 0, 0, 0])]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** What is no recording, whatever its name says, and what claims more than there is. */
export const HOSTILE: readonly Input[] = [
  text(
    'playlist.mp4',
    '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
    REFUSED,
    SHORT,
  ),
  text('playlist.m3u8', '#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:1/secret\n', REFUSED),
  text('concat.mkv', "ffconcat version 1.0\nfile '/etc/passwd'\n", REFUSED),
  text(
    'session.mov',
    'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n',
    REFUSED,
  ),
  text(
    'dash.mp4',
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>file:///etc/</BaseURL></MPD>',
    REFUSED,
  ),
  text('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', REFUSED),
  text('page.html', '<!doctype html><script>alert(1)</script>', REFUSED),
  bytes('program.exe', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(600), Buffer.from('PE\0\0')]), REFUSED),
  bytes(
    'program.mp4',
    Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(600)]),
    REFUSED,
  ),
  bytes('empty.mp4', Buffer.alloc(0), NOT_EMPTY, SHORT),
  bytes('one-byte.mp4', Buffer.from([0xff]), REFUSED),
  text('one-byte.txt', 'x', attachment(/^text\/plain/)),
  bytes('zeros.mp4', Buffer.alloc(5000), REFUSED),
  bytes('only-ftyp.mp4', FTYP, ANY_FAILURE),
  bytes(
    'moov-without-tracks.mp4',
    Buffer.concat([FTYP, box('moov', box('mvhd', u32(0, 0, 0, 1000, 1000), Buffer.alloc(80)))]),
    ANY_FAILURE,
  ),
  input(
    'box-of-16-exabytes.mp4',
    (at) =>
      at.write(
        Buffer.concat([FTYP, u32(1), Buffer.from('mdat'), u32(0xffff_ffff, 0xffff_ffff), Buffer.alloc(400)]),
      ),
    ANY_FAILURE,
  ),
  input(
    'boxes-in-boxes.mp4',
    (at) => {
      let nested: Buffer = Buffer.alloc(0);
      for (let depth = 0; depth < 5000; depth++) nested = box(depth % 2 === 0 ? 'trak' : 'moov', nested);
      return at.write(Buffer.concat([FTYP, nested]));
    },
    ANY_FAILURE,
  ),
  input(
    'a-hundred-million-samples.mp4',
    async (at) => {
      await at.ffmpeg(`${picture({ seconds: 2 })} ${H264}`);
      const made = edited(await at.read(), {
        stsz: () => u32(0, 1, 100_000_000),
        stts: () => u32(0, 1, 100_000_000, 1),
      });
      await at.write(made);
    },
    ANY_FAILURE,
  ),
  input(
    'claims-100000-pixels.mp4',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 3 })} ${H264} ${AAC}`);
      const made = await at.read();
      // Width and height of the sample entry.
      Buffer.from([0xff, 0xff, 0xff, 0xff]).copy(made, payloadAt(made, 'avc1') + 24);
      await at.write(made);
    },
    [video(3), failed(/^picture-too-large$|^recording-damaged$/)],
  ),
  input(
    'other-file.mov',
    async (at) => {
      await at.ffmpeg(`${picture({ seconds: 2 })} ${H264}`);
      // Its samples lie in another file, it says.
      await at.write(
        edited(await at.read(), {
          dref: () => Buffer.concat([u32(0, 1), box('url ', u32(0), Buffer.from('file:///etc/passwd\0'))]),
        }),
      );
    },
    [silent(2), ANY_FAILURE],
  ),
  bytes('bomb.png', png(60_000, 60_000), failed(/^picture-(too-large|damaged)$/)),
  bytes('cut-off.png', png(300, 200), [failed(/^picture-damaged$/), image(/^image\/png/)]),
  bytes(
    'matroska-that-claims.mkv',
    Buffer.concat([
      Buffer.from(
        '1a45dfa3a3428681014 2f7810142f2810442f381084282886d6174726f736b6142878104428581021853806701ffffffffffffff'.replaceAll(
          ' ',
          '',
        ),
        'hex',
      ),
      Buffer.alloc(500, 0xff),
    ]),
    ANY_FAILURE,
  ),
  input(
    'subtitles-only.mkv',
    async (at) => {
      await at.write('1\n00:00:00,000 --> 00:00:01,000\nhi\n', 'in.srt');
      await at.ffmpeg('-i {in.srt} -c:s srt');
    },
    failed(/^no-picture-or-sound$/),
  ),
  input(
    'zip.mp4',
    (at) =>
      at.write(
        Buffer.concat([
          Buffer.from('PK\x03\x04\x14\0', 'latin1'),
          Buffer.alloc(100),
          Buffer.from('PK\x05\x06', 'latin1'),
          Buffer.alloc(18),
        ]),
      ),
    [attachment(/^application\/zip/), REFUSED],
  ),
  input(
    'jpeg.mp4',
    async (at) => {
      await at.ffmpeg('-f lavfi -i testsrc2=s=320x180 -frames:v 1', 'in.jpg');
      await at.write(await at.read('in.jpg'));
    },
    image(/^image\/jpeg/),
  ),
  input(
    'sound.mp4.txt',
    async (at) => {
      await at.ffmpeg(`${beeps(2)} ${AAC}`, 'in.m4a');
      await at.write(await at.read('in.m4a'));
    },
    sound(2),
  ),
  input(
    'wrong-name.avi',
    async (at) => {
      await at.ffmpeg(`${clip({ seconds: 3 })} ${H264} ${AAC}`, 'in.mkv');
      await at.write(await at.read('in.mkv'));
    },
    video(3),
  ),
];
