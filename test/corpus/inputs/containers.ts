import { failed, input, type Input, REFUSED, SHORT, silent, video, WATCHED } from './input.js';
import { AAC, clip, H264, H264_10BIT, HEVC, OPUS, VP8 } from './sources.js';

const FRAGMENTED = '-movflags frag_keyframe+empty_moov+default_base_moof';
const CLIP = clip();
const SHORTER = clip({ seconds: 3 });
const PLAYED = video(6);

/** Each container with the codecs that are found in it. */
export const CONTAINERS: readonly Input[] = [
  // Served as they are.
  input('h264-aac.mp4', `${CLIP} ${H264} ${AAC} -movflags +faststart`, PLAYED, { ...SHORT, ...WATCHED }),
  input('h264-aac-moov-last.mp4', `${CLIP} ${H264} ${AAC}`, PLAYED),
  input('h264-aac.mov', `${CLIP} ${H264} ${AAC}`, PLAYED),
  input('h264-aac.m4v', `${CLIP} ${H264} ${AAC}`, PLAYED),
  input('h264-aac.3gp', `${CLIP} ${H264} ${AAC}`, PLAYED),
  input('h264-aac.3g2', `${CLIP} ${H264} ${AAC}`, PLAYED),
  input('h264-fragmented.mp4', `${CLIP} ${H264} ${AAC} ${FRAGMENTED}`, PLAYED, WATCHED),
  input(
    'h264-fragments-of-100ms.mp4',
    `${CLIP} ${H264} ${AAC} -movflags empty_moov+default_base_moof -frag_duration 100000`,
    PLAYED,
  ),
  input('h264-sidx.mp4', `${CLIP} ${H264} ${AAC} -movflags dash+global_sidx`, PLAYED),
  // Without an edit list it says itself that its sound is 60 ms early.
  input('h264-cmaf.mp4', `${CLIP} ${H264} ${AAC} -movflags cmaf`, video([5.9, 6.1], { sync: false })),
  input('h264-baseline.mp4', `${CLIP} ${H264} -profile:v baseline ${AAC}`, PLAYED),
  input('h264-b-frames.mp4', `${CLIP} ${H264} -bf 4 -x264-params b-adapt=0:b-pyramid=normal ${AAC}`, PLAYED),
  input('h264-open-gop.mp4', `${CLIP} ${H264} -bf 3 -x264-params open-gop=1:b-adapt=0 ${AAC}`, PLAYED),
  input('h264-intra-refresh.mp4', `${CLIP} ${H264} -x264-params intra-refresh=1 ${AAC}`, PLAYED),
  input(
    'h264-one-keyframe.mp4',
    `${clip({ seconds: 14 })} ${H264} -g 9999 -sc_threshold 0 ${AAC}`,
    video(14),
  ),
  input('h264-all-keyframes.mp4', `${SHORTER} ${H264} -g 1 -crf 40 ${AAC}`, video(3)),
  input('h264-keyframes-of-0.2s.mp4', `${CLIP} ${H264} -g 5 -crf 40 ${AAC}`, PLAYED),
  input('h264-444.mp4', `${CLIP} ${H264} -pix_fmt yuv444p ${AAC}`, PLAYED),
  input('h264-422-10bit.mov', `${CLIP} ${H264} -pix_fmt yuv422p10le ${AAC}`, PLAYED),
  input('h264-10bit.mp4', `${CLIP} ${H264_10BIT} ${AAC}`, PLAYED),
  input('h264-full-range.mp4', `${CLIP} ${H264} -color_range pc -pix_fmt yuvj420p ${AAC}`, PLAYED),
  // Their sound has to be encoded.
  input('h264-mp3.mp4', `${CLIP} ${H264} -c:a libmp3lame -b:a 48k`, PLAYED),
  input('h264-ac3.mp4', `${CLIP} ${H264} -c:a ac3 -b:a 64k`, PLAYED),
  input('h264-eac3.mp4', `${CLIP} ${H264} -c:a eac3 -b:a 64k`, PLAYED),
  input('h264-opus.mp4', `${CLIP} ${H264} ${OPUS} -strict -2`, PLAYED),
  input('h264-flac.mp4', `${SHORTER} ${H264} -c:a flac -strict -2`, video(3)),
  input('h264-alac.mov', `${SHORTER} ${H264} -c:a alac`, video(3)),
  input('h264-pcm.mov', `${SHORTER} ${H264} -c:a pcm_s16le -ar 16000`, video(3)),
  // Their picture has to be encoded, or is served beside.
  input('hevc-aac-hvc1.mp4', `${CLIP} ${HEVC} -tag:v hvc1 ${AAC}`, PLAYED, { ...SHORT, ...WATCHED }),
  input('hevc-aac-hev1.mp4', `${CLIP} ${HEVC} -tag:v hev1 ${AAC}`, PLAYED),
  input('hevc-10bit.mov', `${CLIP} ${HEVC} -pix_fmt yuv420p10le -tag:v hvc1 ${AAC}`, PLAYED),
  input('hevc-aac.mkv', `${CLIP} ${HEVC} ${AAC}`, PLAYED),
  input('hevc-aac.ts', `${CLIP} ${HEVC} ${AAC}`, PLAYED),
  input('mpeg4-aac.mp4', `${CLIP} -c:v mpeg4 -b:v 200k ${AAC}`, PLAYED),
  input(
    'vp9-opus.mp4',
    `${CLIP} -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 150k ${OPUS} -strict -2`,
    PLAYED,
  ),
  input('av1-aac.mp4', `${SHORTER} -c:v libaom-av1 -cpu-used 8 -usage realtime -b:v 150k ${AAC}`, video(3)),
  input('mjpeg-pcm.mov', `${SHORTER} -c:v mjpeg -q:v 20 -c:a pcm_s16be -ar 8000`, video(3)),
  input(
    'prores-pcm.mov',
    `${clip({ seconds: 2 })} -c:v prores_ks -profile:v 0 -c:a pcm_s16le -ar 8000`,
    video(2),
  ),
  // Matroska.
  input('h264-aac.mkv', `${CLIP} ${H264} ${AAC}`, PLAYED, { ...WATCHED }),
  input('h264-b-frames.mkv', `${CLIP} ${H264} -bf 4 -x264-params b-adapt=0 ${AAC}`, PLAYED),
  input('h264-opus.mkv', `${CLIP} ${H264} ${OPUS}`, PLAYED),
  input('h264-vorbis.mkv', `${CLIP} ${H264} -c:a libvorbis -b:a 48k`, PLAYED),
  input('h264-flac.mkv', `${SHORTER} ${H264} -c:a flac`, video(3)),
  input('mpeg2-mp2.mkv', `${CLIP} -c:v mpeg2video -b:v 120k -c:a mp2 -b:a 48k`, PLAYED),
  input(
    'ffv1-pcm.mkv',
    `${clip({ seconds: 2, size: '96x54', rate: 10 })} -c:v ffv1 -c:a pcm_s16le -ar 8000`,
    failed(/^codec-not-supported$/),
  ),
  input('vp8-vorbis.webm', `${CLIP} ${VP8} -c:a libvorbis -b:a 48k`, PLAYED),
  input('vp8-opus.webm', `${CLIP} ${VP8} ${OPUS}`, PLAYED),
  input(
    'vp9-opus.webm',
    `${CLIP} -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 150k ${OPUS}`,
    PLAYED,
    WATCHED,
  ),
  input(
    'av1-opus.webm',
    `${SHORTER} -c:v libaom-av1 -cpu-used 8 -usage realtime -b:v 150k ${OPUS}`,
    video(3),
  ),
  // MPEG.
  input('h264-aac.ts', `${CLIP} ${H264} ${AAC}`, PLAYED, { ...SHORT, ...WATCHED }),
  input('h264-aac.m2ts', `${CLIP} ${H264} ${AAC} -f mpegts -mpegts_m2ts_mode 1`, PLAYED),
  input('h264-b-frames.ts', `${CLIP} ${H264} -bf 4 -x264-params b-adapt=0 ${AAC}`, PLAYED),
  input('h264-ac3.ts', `${CLIP} ${H264} -c:a ac3 -b:a 64k`, PLAYED),
  input('h264-mp3.ts', `${CLIP} ${H264} -c:a libmp3lame -b:a 48k`, PLAYED),
  input('h264-latm.ts', `${CLIP} ${H264} ${AAC} -mpegts_flags latm`, PLAYED),
  input('mpeg2-mp2.ts', `${CLIP} -c:v mpeg2video -b:v 120k -c:a mp2 -b:a 48k`, PLAYED),
  input('mpeg2-mp2.mpg', `${CLIP} -c:v mpeg2video -b:v 120k -c:a mp2 -b:a 48k -f vob`, PLAYED),
  input('mpeg1-mp2.mpg', `${CLIP} -c:v mpeg1video -b:v 200k -c:a mp2 -b:a 48k`, PLAYED),
  input('mpeg2-ac3.vob', `${CLIP} -c:v mpeg2video -b:v 120k -c:a ac3 -b:a 64k`, PLAYED),
  input('mpeg2-elementary.m2v', `${CLIP} -an -c:v mpeg2video -b:v 120k -f mpeg2video`, [silent(6), REFUSED]),
  input('mpeg1-elementary.m1v', `${CLIP} -an -c:v mpeg1video -b:v 200k -f mpeg1video`, [silent(6), REFUSED]),
  input('h264-elementary.h264', `${CLIP} -an ${H264} -f h264`, [silent(6), REFUSED]),
  // Flash, Windows and older ones.
  input('h264-aac.flv', `${CLIP} ${H264} ${AAC} -ar 44100`, PLAYED, { ...WATCHED }),
  input('h264-b-frames.flv', `${CLIP} ${H264} -bf 4 -x264-params b-adapt=0 ${AAC}`, PLAYED),
  input('h264-mp3.flv', `${CLIP} ${H264} -c:a libmp3lame -ar 44100 -b:a 48k`, PLAYED),
  input(
    'flv1-mp3.flv',
    `${CLIP} -c:v flv1 -b:v 200k -c:a libmp3lame -ar 22050 -b:a 48k`.replace('flv1', 'flv'),
    PLAYED,
  ),
  input(
    'screen-mp3.flv',
    `${clip({ seconds: 4, rate: 5 })} -c:v flashsv -c:a libmp3lame -ar 22050 -b:a 32k`,
    failed(/^codec-not-supported$/),
  ),
  input('mpeg4-mp3.avi', `${CLIP} -c:v mpeg4 -vtag DIVX -b:v 200k -c:a libmp3lame -b:a 48k`, PLAYED),
  input('xvid-ac3.avi', `${CLIP} -c:v mpeg4 -vtag XVID -b:v 200k -c:a ac3 -b:a 64k`, PLAYED),
  input('msmpeg4-mp3.avi', `${CLIP} -c:v msmpeg4 -b:v 200k -c:a libmp3lame -b:a 48k`, PLAYED),
  input('mjpeg-pcm.avi', `${SHORTER} -c:v mjpeg -q:v 20 -c:a pcm_s16le -ar 8000`, video(3)),
  input('h264-mp3.avi', `${CLIP} ${H264} -bf 0 -c:a libmp3lame -b:a 48k`, PLAYED),
  input('wmv2-wmav2.wmv', `${CLIP} -c:v wmv2 -b:v 200k -c:a wmav2 -b:a 48k -ar 44100`, PLAYED),
  input('wmv1-wmav1.asf', `${CLIP} -c:v wmv1 -b:v 200k -c:a wmav1 -b:a 48k -ar 44100`, PLAYED),
  input('theora-vorbis.ogv', `${CLIP} -c:v libtheora -b:v 200k -c:a libvorbis -b:a 48k`, PLAYED),
  input(
    'h263-aac.3gp',
    `${clip({ size: '176x144' })} -c:v h263 -b:v 150k ${AAC}`,
    video(6, { picture: [176, 144] }),
  ),
  input('rv10-ac3.rm', `${clip({ seconds: 4, size: '176x144' })} -c:v rv10 -b:v 150k -c:a ac3 -b:a 64k`, [
    video(4, { picture: [176, 144] }),
    REFUSED,
  ]),
  input('h264-aac.nut', `${CLIP} ${H264} ${AAC}`, [PLAYED, REFUSED]),
  input('mpeg2-pcm.mxf', `${clip({ seconds: 2 })} -c:v mpeg2video -b:v 100k -c:a pcm_s16le`, [
    video(2),
    REFUSED,
  ]),
  input(
    'unknown-codec.mp4',
    async (at) => {
      await at.ffmpeg(`${SHORTER} -an ${H264}`);
      await at.write(Buffer.from((await at.read()).toString('latin1').replaceAll('avc1', 'zzzz'), 'latin1'));
    },
    failed(/codec/),
  ),
];
