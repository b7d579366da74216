import { image, input, type Input, failed, SHORT, silent, video, WATCHED } from './input.js';
import { turned } from './mp4-edit.js';
import { AAC, beeps, clip, H264, H264_10BIT, HEVC, OPUS, picture, VP8 } from './sources.js';

const HDR10 = '-color_primaries bt2020 -colorspace bt2020nc -color_trc smpte2084';
const HEVC_HDR = HEVC.replace('yuv420p', 'yuv420p10le');

function upright(
  name: string,
  made: string,
  degrees: 90 | 180 | 270,
  becomes: Input['becomes'],
  marks = {},
): Input {
  return input(
    name,
    async (at) => {
      await at.ffmpeg(made);
      await at.write(turned(await at.read(), degrees));
    },
    becomes,
    marks,
  );
}

/** Pictures of odd sizes, shapes, rates and colours. */
export const PICTURES: readonly Input[] = [
  input(
    '1x1.mp4',
    `${clip({ size: '2x2', filter: 'format=yuv444p,crop=1:1' })} ${H264} -pix_fmt yuv444p ${AAC}`,
    [video(6, { picture: [1, 1], sync: false }), failed(/picture-too-small/)],
  ),
  input('2x2.mp4', `${clip({ size: '2x2' })} ${H264} ${AAC}`, [
    video(6, { picture: [2, 2], sync: false }),
    failed(/picture-too-small/),
  ]),
  input('16x16.mp4', `${clip({ size: '16x16' })} ${H264} ${AAC}`, video(6, { picture: [16, 16] })),
  input(
    'odd-161x91.mp4',
    `${clip({ size: '161x91' })} ${H264} -pix_fmt yuv444p ${AAC}`,
    video(6, { picture: [161, 91] }),
  ),
  input('odd-161x91.webm', `${clip({ size: '161x91' })} ${VP8} ${OPUS}`, video(6, { picture: [161, 91] })),
  input('odd-cropped.mp4', `${clip({ size: '162x94' })} ${H264} ${AAC}`, video(6, { picture: [162, 94] })),
  input(
    'anamorphic.mp4',
    `${clip({ size: '120x96', filter: 'setsar=2/1' })} ${H264} ${AAC}`,
    video(6, { picture: [240, 96] }),
    WATCHED,
  ),
  input(
    'anamorphic.mkv',
    `${clip({ size: '180x144', filter: 'setsar=64/45' })} ${H264} ${AAC}`,
    video(6, { picture: [256, 144] }),
  ),
  input(
    'anamorphic.ts',
    `${clip({ size: '180x144', filter: 'setsar=64/45' })} ${H264} ${AAC}`,
    video(6, { picture: [256, 144] }),
  ),
  input(
    'anamorphic.mpg',
    `${clip({ size: '176x144', filter: 'setdar=16/9' })} -c:v mpeg2video -b:v 200k -c:a mp2 -b:a 48k -f vob`,
    video(6, { picture: [256, 144] }),
  ),
  input('very-wide.mp4', `${clip({ size: '960x32' })} ${H264} ${AAC}`, video(6, { picture: [960, 32] })),
  input('very-tall.webm', `${clip({ size: '32x640' })} ${VP8} ${OPUS}`, video(6, { picture: [32, 640] })),
  upright('upright.mp4', `${clip()} ${H264} ${AAC}`, 90, [video(6, { picture: [90, 160] })], {
    ...SHORT,
    ...WATCHED,
  }),
  upright('upright-270.mov', `${clip()} ${H264} ${AAC}`, 270, [video(6, { picture: [90, 160] })]),
  upright('upside-down.mp4', `${clip()} ${H264} ${AAC}`, 180, [video(6)]),
  upright(
    'upright-hevc.mov',
    `${clip()} ${HEVC} -tag:v hvc1 ${AAC}`,
    90,
    [video(6, { picture: [90, 160] })],
    WATCHED,
  ),
  upright('upright-10bit.mp4', `${clip()} ${H264_10BIT} ${AAC}`, 270, [video(6, { picture: [90, 160] })]),
  upright('upright-anamorphic.mp4', `${clip({ size: '120x96', filter: 'setsar=2/1' })} ${H264} ${AAC}`, 90, [
    video(6, { picture: [96, 240] }),
  ]),
  input(
    'hd-720.mp4',
    `${clip({ seconds: 4, size: '1280x720', rate: 10 })} ${H264} -crf 44 ${AAC}`,
    video(4, { picture: [1280, 720] }),
    WATCHED,
  ),
  input(
    'hd-1080-hevc.mov',
    `${clip({ seconds: 2, size: '1920x1080', rate: 5 })} ${HEVC} -crf 48 -tag:v hvc1 ${AAC}`,
    video(2, { picture: [1920, 1080] }),
  ),
  input(
    '4k.mp4',
    `${clip({ seconds: 2, size: '3840x2160', rate: 5 })} ${H264} -crf 50 ${AAC}`,
    video(2, { picture: [3840, 2160] }),
  ),

  // Rates.
  input(
    'vfr.mp4',
    `${clip({ filter: "select='not(mod(n,3))+between(mod(t,2),0.9,1.3)'" })} -vsync vfr ${H264} ${AAC}`,
    video(6),
    WATCHED,
  ),
  input(
    'vfr.mkv',
    `${clip({ filter: "select='not(mod(n,3))+between(mod(t,2),0.9,1.3)'" })} -vsync vfr ${H264} ${AAC}`,
    video(6),
  ),
  input(
    'vfr.webm',
    `${clip({ filter: "select='not(mod(n,5))+between(mod(t,2),0.9,1.3)'" })} -vsync vfr ${VP8} ${OPUS}`,
    video(6),
  ),
  input(
    'vfr-hevc.mov',
    `${clip({ rate: 30, filter: "select='not(mod(n,4))+between(mod(t,2),0.9,1.3)'" })} -vsync vfr ${HEVC} -tag:v hvc1 ${AAC}`,
    video(6),
  ),
  input('slides-1fps.mp4', `${clip({ seconds: 12, rate: 1 })} ${H264} -g 4 ${AAC}`, video(12), WATCHED),
  input('slides-1fps.mkv', `${clip({ seconds: 12, rate: 1 })} ${H264} -g 4 ${AAC}`, video(12)),
  input(
    'slides-one-in-5s.mp4',
    `${clip({ seconds: 20, rate: '1/5' })} ${H264} -g 1 ${AAC}`,
    video(20, { sync: false }),
  ),
  input(
    'slides-one-in-5s.webm',
    `${clip({ seconds: 20, rate: '1/5' })} ${VP8} ${OPUS}`,
    video(20, { sync: false }),
  ),
  input('15fps.flv', `${clip({ rate: 15 })} ${H264} ${AAC} -ar 44100`, video(6)),
  input('120fps.mp4', `${clip({ seconds: 3, rate: 120 })} ${H264} ${AAC}`, video(3)),
  input('60fps-hevc.mov', `${clip({ seconds: 3, rate: 60 })} ${HEVC} -tag:v hvc1 ${AAC}`, video(3)),
  input('film-23.976.mp4', `${clip({ rate: '24000/1001' })} ${H264} ${AAC}`, video(6)),
  input('ntsc-29.97.mkv', `${clip({ rate: '30000/1001' })} ${H264} ${AAC}`, video(6)),
  input('ntsc-29.97.ts', `${clip({ rate: '30000/1001' })} ${H264} ${AAC}`, video(6)),
  input(
    'ntsc-29.97.mpg',
    `${clip({ rate: '30000/1001' })} -c:v mpeg2video -b:v 200k -c:a mp2 -b:a 48k -f vob`,
    video(6),
  ),
  input(
    'interlaced.mp4',
    `${clip({ size: '180x144', rate: 50, filter: 'interlace' })} ${H264} -flags +ildct+ilme -x264-params tff=1 ${AAC}`,
    video(6, { picture: [180, 144] }),
  ),
  input(
    'interlaced.mpg',
    `${clip({ size: '176x144', rate: 50, filter: 'interlace' })} -c:v mpeg2video -b:v 150k -flags +ildct+ilme -top 1 -c:a mp2 -b:a 48k -f vob`,
    video(6, { picture: [176, 144] }),
  ),
  input(
    'interlaced.ts',
    `${clip({ size: '176x144', rate: 50, filter: 'interlace' })} -c:v mpeg2video -b:v 150k -flags +ildct+ilme -top 1 -c:a mp2 -b:a 48k`,
    video(6, { picture: [176, 144] }),
  ),

  // Colours.
  input(
    'pq-complete.mp4',
    `${clip({ seconds: 3 })} ${HEVC_HDR} ${HDR10} -x265-params log-level=none:hdr10=1:master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1):max-cll=1000,400 -tag:v hvc1 ${AAC}`,
    video(3),
  ),
  input(
    'pq-transfer-only.mp4',
    `${clip({ seconds: 3 })} ${HEVC_HDR} -color_trc smpte2084 -tag:v hvc1 ${AAC}`,
    video(3),
    { ...SHORT, ...WATCHED },
  ),
  input(
    'pq-transfer-only.mkv',
    `${clip({ seconds: 3 })} ${H264_10BIT} -color_trc smpte2084 ${AAC}`,
    video(3),
  ),
  input(
    'pq.webm',
    `${clip({ seconds: 3 })} -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 150k -pix_fmt yuv420p10le -profile:v 2 ${HDR10} ${OPUS}`,
    video(3),
  ),
  input(
    'hlg-complete.mov',
    `${clip({ seconds: 3 })} ${HEVC_HDR} ${HDR10.replace('smpte2084', 'arib-std-b67')} -tag:v hvc1 ${AAC}`,
    video(3),
  ),
  input(
    'hlg-transfer-only.mkv',
    `${clip({ seconds: 3 })} ${HEVC_HDR} -color_trc arib-std-b67 ${AAC}`,
    video(3),
  ),
  input('gray.mp4', `${clip({ seconds: 3 })} ${H264} -pix_fmt gray ${AAC}`, video(3)),

  // Which picture, and pictures alone.
  input(
    'two-pictures.mkv',
    `${picture({ seconds: 4 })} ${beeps(4)} ${picture({ seconds: 4, size: '96x96' })} -map 0 -map 1 -map 2 ${H264} ${AAC}`,
    video(4),
  ),
  input(
    'two-pictures.mp4',
    `${picture({ seconds: 4 })} ${beeps(4)} ${picture({ seconds: 4, size: '96x96' })} -map 0 -map 1 -map 2 ${H264} ${AAC}`,
    video(4),
  ),
  input(
    'cover-before-picture.mp4',
    `-f lavfi -i testsrc2=s=64x64:d=0.04:r=25 ${clip({ seconds: 4 })} -map 1 -map 2 -map 0 -c:v:1 mjpeg -disposition:v:1 attached_pic -c:v:0 libx264 -preset veryfast -pix_fmt yuv420p -crf 34 -g 50 ${AAC}`,
    video(4),
  ),
  input('no-sound.mp4', `${picture()} ${H264}`, silent(6), WATCHED),
  input('no-sound.mkv', `${picture()} ${H264}`, silent(6)),
  input('no-sound.ts', `${picture()} ${H264}`, silent(6)),
  input('no-sound.flv', `${picture()} ${H264}`, silent(6)),
  input('no-sound.webm', `${picture()} ${VP8}`, silent(6)),
  input('silent-151-frames.mp4', `${picture({ seconds: 10 })} -frames:v 151 ${H264_10BIT}`, silent(6.04), {
    ...SHORT,
    ...WATCHED,
  }),
  input('silent-151-frames-8bit.mp4', `${picture({ seconds: 10 })} -frames:v 151 ${H264}`, silent(6.04)),
  input('silent-one-frame.mp4', `${picture({ seconds: 1 })} -frames:v 1 ${H264}`, silent(0.04)),

  // Images.
  input('slide.jpg', '-f lavfi -i testsrc2=s=320x180 -frames:v 1', image(/^image\/jpeg/)),
  input('slide.png', '-f lavfi -i testsrc2=s=320x180 -frames:v 1', image(/^image\/png/)),
  input(
    'slide-16bit.png',
    '-f lavfi -i testsrc2=s=320x180 -frames:v 1 -pix_fmt rgb48be',
    image(/^image\/png/),
  ),
  input('slide.webp', '-f lavfi -i testsrc2=s=320x180 -frames:v 1', image(/^image\/webp/)),
  input('slide.tiff', '-f lavfi -i testsrc2=s=320x180 -frames:v 1', image(/^image\/tiff/)),
  input('moving.gif', '-f lavfi -i testsrc2=s=64x64:d=1:r=5', image(/^image\/gif/)),
];
