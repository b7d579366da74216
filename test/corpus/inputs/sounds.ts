import { input, type Input, REFUSED, SHORT, sound, video, WATCHED } from './input.js';
import { AAC, beeps, clip, H264, H264_10BIT, OPUS, picture } from './sources.js';

const TALK = beeps(3);
const PLAYED = sound(3);
const PLAYED_OR_REFUSED = [PLAYED, REFUSED];
const MP3 = '-c:a libmp3lame -b:a 48k';
const COVER = '-f lavfi -i testsrc2=s=64x64:d=0.04:r=25';

/** Sound alone, in the containers and codecs of dictaphones, phones and studios. */
export const SOUNDS: readonly Input[] = [
  input('talk.mp3', `${TALK} ${MP3}`, PLAYED, { ...WATCHED }),
  input(
    'talk-vbr-without-header.mp3',
    `${TALK} -c:a libmp3lame -q:a 6 -write_xing 0 -id3v2_version 0`,
    PLAYED,
  ),
  input(
    'talk-with-cover.mp3',
    `${TALK} ${COVER} -map 0:a -map 1:v ${MP3} -c:v mjpeg -disposition:v attached_pic`,
    PLAYED,
  ),
  input('talk.mp2', `${TALK} -c:a mp2 -b:a 48k`, PLAYED_OR_REFUSED),
  input('talk.m4a', `${TALK} ${AAC}`, PLAYED),
  input('talk-alac.m4a', `${TALK} -c:a alac -ar 16000`, PLAYED),
  input(
    'talk-with-cover.m4a',
    `${TALK} ${COVER} -map 0:a -map 1:v ${AAC} -c:v mjpeg -disposition:v attached_pic`,
    PLAYED,
  ),
  input('talk.aac', `${TALK} ${AAC} -f adts`, PLAYED),
  input('id3.aac', `${TALK} ${AAC} -f adts -write_id3v2 1 -metadata title=x`, PLAYED, WATCHED),
  input('talk.wav', `${TALK} -ar 16000`, PLAYED),
  input('talk-24bit.wav', `${TALK} -c:a pcm_s24le -ar 16000`, PLAYED),
  input('talk-float.wav', `${TALK} -c:a pcm_f32le -ar 16000`, PLAYED),
  input('talk-mulaw-8k.wav', `${TALK} -c:a pcm_mulaw -ar 8000`, PLAYED),
  input('talk-adpcm.wav', `${TALK} -c:a adpcm_ima_wav -ar 16000`, PLAYED),
  input('talk-gsm.wav', `${TALK} -c:a libgsm_ms -ar 8000`, PLAYED),
  input('talk-rf64.wav', `${TALK} -ar 16000 -rf64 always`, PLAYED_OR_REFUSED),
  input(
    'talk-piped.wav',
    async (at) => {
      await at.ffmpeg(`${TALK} -ar 16000`);
      const bytes = await at.read();
      // As a recorder writes it that never comes back to its head.
      bytes.fill(0xff, 4, 8);
      bytes.fill(0xff, bytes.indexOf('data') + 4, bytes.indexOf('data') + 8);
      await at.write(bytes);
    },
    PLAYED,
  ),
  input('talk.w64', `${TALK} -ar 16000`, PLAYED_OR_REFUSED),
  input('talk.flac', TALK, PLAYED),
  input(
    'id3.flac',
    async (at) => {
      await at.ffmpeg(`${TALK} -ar 16000`);
      const tag = Buffer.from('ID3\x04\0\0\0\0\0\x0aTIT2\0\0\0\0\0\0', 'latin1');
      await at.write(Buffer.concat([tag, await at.read()]));
    },
    PLAYED_OR_REFUSED,
  ),
  input(
    'talk-with-cover.flac',
    `${TALK} ${COVER} -map 0:a -map 1:v -ar 16000 -c:v png -disposition:v attached_pic`,
    PLAYED,
  ),
  input('talk-vorbis.ogg', `${TALK} -c:a libvorbis -b:a 48k`, PLAYED),
  input('talk-opus.ogg', `${TALK} ${OPUS}`, PLAYED),
  input('talk-speex.ogg', `${TALK} -c:a libspeex -ar 16000`, PLAYED),
  input('talk-flac.oga', `${TALK} -c:a flac -ar 16000`, PLAYED),
  input('talk.opus', `${TALK} ${OPUS}`, PLAYED, WATCHED),
  input('talk.wma', `${TALK} -c:a wmav2 -b:a 48k -ar 44100`, PLAYED),
  input(
    'speech.amr',
    async (at) => {
      const frame = Buffer.from([0x3c, ...Array.from({ length: 31 }, (_, byte) => byte)]);
      await at.write(Buffer.concat([Buffer.from('#!AMR\n'), ...Array.from({ length: 150 }, () => frame)]));
    },
    PLAYED_OR_REFUSED,
    WATCHED,
  ),
  input('speech.aiff', `${TALK} -ar 16000 -c:a pcm_s16be`, PLAYED_OR_REFUSED, WATCHED),
  input('speech.aifc', `${TALK} -ar 16000 -c:a pcm_s16le -f aiff`, PLAYED_OR_REFUSED),
  input('talk.ac3', `${TALK} -c:a ac3 -b:a 64k`, PLAYED_OR_REFUSED),
  input('talk.eac3', `${TALK} -c:a eac3 -b:a 64k`, PLAYED_OR_REFUSED),
  input('talk.dts', `${TALK} -ac 2 -c:a dca -strict -2 -b:a 320k`, PLAYED_OR_REFUSED),
  input('talk-pcm.caf', `${TALK} -c:a pcm_s16be -ar 16000`, PLAYED_OR_REFUSED),
  input('talk-alac.caf', `${TALK} -c:a alac -ar 16000`, PLAYED_OR_REFUSED),
  input('talk.au', `${TALK} -ar 16000`, PLAYED_OR_REFUSED),
  input('talk.wv', `${TALK} -ar 16000`, PLAYED_OR_REFUSED),
  input('talk.tta', `${TALK} -ar 16000`, PLAYED_OR_REFUSED),
  input('talk-opus.mka', `${TALK} ${OPUS}`, PLAYED),
  input('talk-aac.mkv', `${TALK} ${AAC}`, PLAYED),
  input('sound-only.webm', `${TALK} ${OPUS} -live 1 -f webm`, PLAYED, { ...SHORT, ...WATCHED }),
  input('sound-only.mp4', `${TALK} ${AAC}`, PLAYED),
  input('sound-only.mov', `${TALK} -c:a pcm_s16be -ar 16000`, PLAYED),
  input('sound-only.ts', `${TALK} ${AAC}`, PLAYED),
  input('sound-only.flv', `${TALK} ${AAC} -ar 44100`, PLAYED),
  input('sound-only.3gp', `${TALK} ${AAC} -ar 8000`, PLAYED),

  // Beside a picture.
  input('mono-8k.mp4', `${picture()} ${beeps(6, 8000)} ${H264} -c:a aac -b:a 16k -ar 8000`, video(6)),
  input('mono-8k-mulaw.avi', `${picture()} ${beeps(6, 8000)} -c:v mpeg4 -b:v 150k -c:a pcm_mulaw`, video(6)),
  input('surround.mp4', `${picture()} ${beeps(6, 48_000, '5.1')} ${H264} -c:a aac -b:a 128k`, video(6)),
  input('surround-ac3.mkv', `${picture()} ${beeps(6, 48_000, '5.1')} ${H264} -c:a ac3 -b:a 192k`, video(6)),
  input('surround-7.1.mkv', `${picture()} ${beeps(6, 48_000, '7.1')} ${H264} -c:a aac -b:a 128k`, video(6)),
  input('studio-96k.mp4', `${picture()} ${beeps(6, 96_000)} ${H264} -c:a aac -b:a 64k -ar 96000`, video(6)),
  input(
    'studio-96k.mkv',
    `${picture({ seconds: 3 })} ${beeps(3, 96_000)} ${H264} -c:a flac -ar 96000`,
    video(3),
  ),
  input(
    'stereo-22k.flv',
    `${picture()} ${beeps(6, 22_050, 'stereo')} ${H264} -c:a aac -b:a 48k -ar 22050`,
    video(6),
  ),
  input('quiet.mp4', `${picture()} -f lavfi -i anullsrc=d=6 ${H264} ${AAC} -t 6`, video(6, { sync: false })),
  input(
    'two-languages.mp4',
    `${clip()} ${beeps(6)} -map 0 -map 1 -map 2 ${H264} ${AAC} -metadata:s:a:0 language=chi -metadata:s:a:1 language=eng`,
    video(6),
  ),
  input(
    'two-languages.mkv',
    `${clip()} ${beeps(6)} -map 0 -map 1 -map 2 ${H264} ${AAC} -metadata:s:a:0 language=chi -metadata:s:a:1 language=eng`,
    video(6),
  ),
  input(
    'two-languages.ts',
    `${clip()} ${beeps(6)} -map 0 -map 1 -map 2 ${H264} ${AAC} -metadata:s:a:0 language=chi -metadata:s:a:1 language=eng`,
    video(6),
  ),
  input(
    'three-languages-10bit.mp4',
    `${clip()} ${beeps(6)} ${beeps(6)} -map 0 -map 1 -map 2 -map 3 ${H264_10BIT} ${AAC}`,
    video(6),
  ),
  input(
    'dts-second.mkv',
    `${clip({ seconds: 3 })} ${beeps(3, 48_000, 'stereo')} -map 0 -map 1 -map 2 ${H264} -c:a:0 aac -b:a:0 48k -c:a:1 dca -b:a:1 512k -strict -2`,
    video(3),
    { ...SHORT, ...WATCHED },
  ),
  input(
    'dts-first.mkv',
    `${clip({ seconds: 3 })} ${beeps(3, 48_000, 'stereo')} -map 0 -map 2 -map 1 ${H264} -c:a:0 dca -b:a:0 512k -strict -2 -c:a:1 aac -b:a:1 48k`,
    video(3),
  ),
];
