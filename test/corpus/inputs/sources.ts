/** What is recorded: each has a flash and a beep of 0.2 s at 1 s, 3 s, 5 s and so on. */

interface Shot {
  readonly seconds?: number;
  readonly size?: `${number}x${number}`;
  /** Frames a second. */
  readonly rate?: number | string;
  /** Filters of the picture, behind the flash. */
  readonly filter?: string;
}

/** The picture, as an input of ffmpeg. */
export function picture({ seconds = 6, size = '160x90', rate = 25, filter }: Shot = {}): string {
  const flash = "drawbox=t=fill:c=white:enable='between(mod(t,2),1,1.19)'";
  const filters = [
    `testsrc2=s=${size}:r=${rate}:d=${seconds}`,
    flash,
    ...(filter === undefined ? [] : [filter]),
  ];
  return `-f lavfi -i ${filters.join(',')}`;
}

/** The sound, as an input of ffmpeg. */
export function beeps(seconds = 6, rate = 48_000, layout = 'mono'): string {
  const tone = '0.4*sin(6283*t)*between(mod(t,2),1,1.19)+0.002*sin(1257*t)';
  const filters = [
    `aevalsrc='${tone}':s=${rate}:d=${seconds}`,
    ...(layout === 'mono' ? [] : [`aformat=channel_layouts=${layout}`]),
  ];
  return `-f lavfi -i ${filters.join(',')}`;
}

/** Both. */
export function clip(shot: Shot = {}): string {
  return `${picture(shot)} ${beeps(shot.seconds)}`;
}

export const H264 = '-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 50 -crf 34';
/** As the source of what can't be served as it is. */
export const H264_10BIT = '-c:v libx264 -preset veryfast -pix_fmt yuv420p10le -g 50 -crf 38';
export const HEVC = '-c:v libx265 -x265-params log-level=none -preset ultrafast -pix_fmt yuv420p -crf 34';
export const VP8 = '-c:v libvpx -deadline realtime -cpu-used 8 -b:v 100k -g 50';
export const AAC = '-c:a aac -b:a 48k';
export const OPUS = '-c:a libopus -b:a 32k';
