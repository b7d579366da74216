import { z } from 'zod';
import { isDecodable } from './codecs.js';

const text = z.string().catch('');
const number = z.coerce.number().catch(0);
const flag = z.coerce.boolean().catch(false);
const disposition = z.object({
  attached_pic: flag,
  default: flag,
  comment: flag,
  visual_impaired: flag,
  hearing_impaired: flag,
});
const stream = z.object({
  index: number,
  codec_type: text,
  codec_name: text,
  codec_tag_string: text,
  profile: text,
  pix_fmt: text,
  width: number,
  height: number,
  channels: number,
  sample_rate: number,
  field_order: text,
  color_range: text,
  color_space: text,
  color_primaries: text,
  color_transfer: text,
  sample_aspect_ratio: text,
  avg_frame_rate: text,
  r_frame_rate: text,
  start_time: number,
  duration: number,
  /** `enc_key_id`: Matroska's ContentEncryption, as ffprobe tells of it. */
  tags: z
    .object({ DURATION: text, language: text, enc_key_id: text })
    .catch({ DURATION: '', language: '', enc_key_id: '' }),
  disposition: disposition.catch(disposition.parse({})),
  side_data_list: z.array(z.object({ rotation: number })).catch([]),
});
const report = z.object({
  streams: z.array(stream).catch([]),
  format: z
    .object({ start_time: number, duration: number, bit_rate: number })
    .catch({ start_time: 0, duration: 0, bit_rate: 0 }),
});

/** A stream as a report of ffprobe tells of it; what is not told is 0 or empty. */
export type Stream = z.output<typeof stream>;
export type Report = z.output<typeof report>;

/** ffprobe's report in JSON. */
export function readReport(json: unknown): Report {
  return report.parse(json);
}

/**
 * The same from what ffmpeg and ffprobe say of a file before they open any decoder of it: all there is where a decoder
 * can't be opened, since ffprobe gives up then. Times of streams are not told.
 */
export function readDump(dump: string): Report {
  const parts = dump.split(/^ {2}(?=Stream #0:)/m).slice(1);
  const [, start = '0'] = /^ {2}Duration: .*?, start: (-?[\d.]+)/m.exec(dump) ?? [];
  return report.parse({ streams: parts.map(streamOfDump), format: { start_time: start } });
}

function streamOfDump(told: string): unknown {
  const [line = '', ...below] = told.split('\n');
  const [, index, language, kind = '', what = ''] =
    /^Stream #0:(\d+)(?:\[\w+\])?(?:\((\w+)\))?: (\w+): (.*)$/.exec(line) ?? [];
  const find = (pattern: RegExp, where = what) => pattern.exec(where)?.slice(1) ?? [];
  const [codec] = find(/^(\w+)/);
  const [profile] = find(/^\w+ \(([^()/]+)\)/);
  const [tag] = find(/\((\S+) \/ 0x/);
  const [format, brackets = '', width, height] = find(/, (\w+)(?:\(([^()]*(?:\([^()]*\))?)\))?, (\d+)x(\d+)/);
  const [space, primaries = space, transfer = space] = coloursOf(brackets);
  const [ratio] = find(/SAR (\d+:\d+)/);
  const [average] = find(/, ([\d.]+) fps/);
  const [base] = find(/, ([\d.]+) tbr/);
  const [rate] = find(/, (\d+) Hz/);
  const [layout = ''] = find(/ Hz, ([^,]+)/);
  const [duration] = find(/^ +DURATION +: (\S+)/m, below.join('\n'));
  const [rotation] = find(/displaymatrix: rotation of (-?[\d.]+)/, below.join('\n'));
  return {
    index,
    codec_type: kind.toLowerCase(),
    codec_name: codec === 'none' ? '' : codec,
    codec_tag_string: tag,
    profile,
    pix_fmt: format,
    width,
    height,
    channels: channelsOf(layout),
    sample_rate: rate,
    field_order: /top|bottom/.test(brackets) ? (brackets.includes('top') ? 'tt' : 'bb') : '',
    color_range: find(/\b(tv|pc)\b/, brackets)[0],
    color_space: space,
    color_primaries: primaries,
    color_transfer: transfer,
    sample_aspect_ratio: ratio,
    avg_frame_rate: average === undefined ? '' : `${average}/1`,
    r_frame_rate: base === undefined ? '' : `${base}/1`,
    tags: { DURATION: duration, language },
    disposition: {
      attached_pic: what.includes('(attached pic)'),
      default: what.includes('(default)'),
      comment: what.includes('(comment)'),
      visual_impaired: what.includes('(visual impaired)'),
      hearing_impaired: what.includes('(hearing impaired)'),
    },
    side_data_list: rotation === undefined ? [] : [{ rotation }],
  };
}

/** `tv, bt709, progressive` or `bt2020nc/bt2020/smpte2084`: matrix, primaries and transfer, which one name may stand for. */
function coloursOf(brackets: string): string[] {
  const items = brackets.split(', ').filter((item) => !/^(tv|pc|progressive|.*first.*)$/.test(item));
  return items[0]?.split('/') ?? [];
}

function channelsOf(layout: string): number {
  if (layout === 'mono') return 1;
  if (layout === 'stereo' || layout === 'downmix') return 2;
  if (layout === 'quad') return 4;
  const [, many] = /^(\d+) channels/.exec(layout) ?? [];
  const [, whole, low] = /^(\d+)\.(\d)/.exec(layout) ?? [];
  return Number(many ?? Number(whole ?? 2) + Number(low ?? 0));
}

/** A picture or a sound of the upload that is not in what is played. */
export interface LeftOut {
  readonly kind: 'picture' | 'sound';
  /** ffmpeg's name, or the container's tag where ffmpeg knows no name. */
  readonly codec: string;
  /** ISO 639, as the file says it. */
  readonly language?: string;
  readonly reason: 'not-supported' | 'protected' | 'empty' | 'another-is-used';
}

/** Tags of tracks that are encrypted, which ffmpeg would take for what lies below. */
const PROTECTED = new Set(['encv', 'enca', 'drms', 'drmi', 'p608']);

/** Which streams are played, and what there is beside them. */
export interface Choice {
  readonly picture: Stream | undefined;
  readonly sound: Stream | undefined;
  readonly leftOut: readonly LeftOut[];
}

/**
 * Chooses the picture and the sound that are played. A picture is the default one, else the largest; a sound is no
 * commentary, the default one, and of those the one with the most channels up to six.
 *
 * @param refused indexes of streams whose decoder does not open
 */
export function choose(streams: readonly Stream[], refused: ReadonlySet<number>): Choice {
  const pictures = streams.filter((one) => one.codec_type === 'video' && !one.disposition.attached_pic);
  const sounds = streams.filter(({ codec_type }) => codec_type === 'audio');
  const why = (one: Stream): LeftOut['reason'] | undefined => {
    if (PROTECTED.has(one.codec_tag_string) || one.tags.enc_key_id !== '') return 'protected';
    if (!isDecodable(one.codec_name) || refused.has(one.index)) return 'not-supported';
    const isEmpty =
      one.codec_type === 'video' ? one.width < 1 || one.height < 1 : one.channels < 1 || one.sample_rate < 1;
    return isEmpty ? 'empty' : undefined;
  };
  const good = (all: readonly Stream[], rank: (one: Stream) => readonly number[]) =>
    all.filter((one) => why(one) === undefined).toSorted((a, b) => compare(rank(b), rank(a)))[0];
  const picture = good(pictures, (one) => [Number(one.disposition.default), one.width * one.height]);
  const sound = good(sounds, (one) => [
    -Number(one.disposition.comment || one.disposition.visual_impaired),
    Number(one.disposition.default),
    one.channels > 6 ? 0 : one.channels,
  ]);
  const others = [...pictures, ...sounds].filter((one) => one !== picture && one !== sound);
  return {
    picture,
    sound,
    leftOut: others.map((one) => ({
      kind: one.codec_type === 'video' ? 'picture' : 'sound',
      codec: nameOf(one, refused),
      ...(['', 'und'].includes(one.tags.language) ? {} : { language: one.tags.language.slice(0, 16) }),
      reason: why(one) ?? 'another-is-used',
    })),
  };
}

function nameOf({ codec_name, codec_tag_string, index }: Stream, refused: ReadonlySet<number>): string {
  // The one kind of AAC that decoders of before 2025 do not know.
  if (codec_name === 'aac' && refused.has(index)) return 'usac';
  if (!['', 'unknown', 'none'].includes(codec_name)) return codec_name;
  return /^[\w-]{2,4}$/.test(codec_tag_string) ? codec_tag_string : 'unknown';
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value - other;
  }
  return 0;
}
