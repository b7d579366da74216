import { input, type Input, SHORT, video, WATCHED } from './input.js';
import { AAC, beeps, H264, H264_10BIT, OPUS, picture, VP8 } from './sources.js';

/** Each way into the product, by the suffix of its file: served as it is, remuxed, encoded. */
const WAYS = {
  '.mp4': `${H264} ${AAC}`,
  '.mkv': `${H264} ${AAC}`,
  '.ts': `${H264} ${AAC}`,
  '.flv': `${H264} ${AAC} -ar 44100`,
  '-10bit.mp4': `${H264_10BIT} ${AAC}`,
  '.webm': `${VP8} ${OPUS}`,
} as const;
type Way = keyof typeof WAYS;
const ALL = Object.keys(WAYS) as Way[];

function eachWay(
  name: string,
  inputs: string,
  becomes: Input['becomes'][number],
  {
    ways = ALL,
    watched = [],
    short = [],
    args = '',
  }: { ways?: readonly Way[]; watched?: readonly Way[]; short?: readonly Way[]; args?: string } = {},
): Input[] {
  return ways.map((way) =>
    input(`${name}${way}`, `${inputs} ${WAYS[way]} ${args}`, becomes, {
      ...(watched.includes(way) && WATCHED),
      ...(short.includes(way) && SHORT),
    }),
  );
}

/** Sound and picture that do not begin or end together. */
export const EXTENTS: readonly Input[] = [
  ...eachWay('sound-ends-early', `${picture({ seconds: 20 })} ${beeps(5)}`, video(20), {
    watched: ['.mp4', '-10bit.mp4'],
    short: ['.mp4'],
  }),
  ...eachWay('picture-ends-early', `${picture({ seconds: 6 })} ${beeps(13)}`, video(13), {
    watched: ['.mkv'],
    short: ['.mkv'],
  }),
  ...eachWay('sound-comes-later', `${picture({ seconds: 10 })} -itsoffset 4 ${beeps(6)}`, video(10), {
    watched: ['.mkv'],
  }),
  // The sound's own beeps come 4 s later, so each still has a flash.
  ...eachWay('picture-comes-later', `-itsoffset 4 ${picture({ seconds: 6 })} ${beeps(10)}`, video(10), {
    watched: ['.ts'],
  }),
  ...eachWay(
    'still-under-a-talk',
    `-f lavfi -i testsrc2=s=160x90:r=25:d=0.04 ${beeps(9)}`,
    video(9, { sync: false }),
    {
      watched: ['.mkv'],
    },
  ),
  ...eachWay('sound-later-by-300ms', `${picture()} -itsoffset 0.3 ${beeps(5.7)}`, video(6, { sync: false }), {
    ways: ['.mp4', '.mkv', '.webm'],
  }),
  // Packets that are missing, as a recorder leaves them out that hears nothing.
  ...eachWay('pause-of-12s-in-sound', `${picture({ seconds: 18 })} ${beeps(18)}`, video(18), {
    watched: ['.mp4'],
    args: "-af aselect='not(between(t,3.5,15.5))'",
  }),
];
