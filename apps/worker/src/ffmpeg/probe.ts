import { codecTitle } from './codecs.js';
import { MediaFailure } from '../failure.js';
import { type Ffmpeg, type MediaInput, runFailure } from './ffmpeg.js';
import { JailedProgramFailed } from './jail.js';
import { decodes, isWholeMatroska, measure, type MeasuredTrack, type Span } from './measure.js';
import {
  type Choice,
  choose,
  type LeftOut,
  readDump,
  readReport,
  type Report,
  type Stream,
} from './streams.js';

/** What a stream says of its colours, in ffmpeg's words; empty or `unknown` where it says nothing. */
export interface ColourFacts {
  readonly range: string;
  readonly matrix: string;
  readonly primaries: string;
  readonly transfer: string;
}

export interface PictureFacts extends Span {
  /** The stream's number in the file, for `-map 0:INDEX`. */
  readonly index: number;
  readonly codec: string;
  readonly profile: string;
  readonly pixelFormat: string;
  /** As shown: turned, and with square pixels. */
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise by which players turn it. */
  readonly rotation: number;
  readonly interlaced: boolean;
  readonly highDynamicRange: boolean;
  readonly colour: ColourFacts;
  /** Frames a second on the average. */
  readonly frameRate: number;
}

export interface SoundFacts extends Span {
  /** The stream's number in the file, for `-map 0:INDEX`. */
  readonly index: number;
  readonly codec: string;
  readonly profile: string;
  readonly channels: number;
  readonly sampleRate: number;
}

/** What a recording is: as it was measured, or as far as its own report can be believed. */
export interface MediaFacts {
  readonly container: string;
  /** From 0 to where the later one of picture and sound ends. */
  readonly durationSeconds: number;
  /** What the file's clock shows at 0. Every run of ffmpeg subtracts it unless told otherwise. */
  readonly startSeconds: number;
  /** Whether the clock of a track is set back or ahead on the way, and ffmpeg leaves it so. */
  readonly clockJumps: boolean;
  /** Bits a second of the whole file. */
  readonly bitrate: number;
  readonly video: PictureFacts | undefined;
  readonly audio: SoundFacts | undefined;
  /** Pictures and sounds of the upload that are not played. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * The facts of a recording. What its container says of its length is believed of a whole Matroska file and of an MP4
 * with a full index, where nothing speaks against it; all others are measured.
 *
 * @param options.fragmented whether it is an MP4 whose samples lie in fragments
 * @throws MediaFailure for what can't be read, has no picture or sound, or is larger than the settings allow
 */
export async function probe(
  ffmpeg: Ffmpeg,
  input: MediaInput,
  options: { fragmented?: boolean; signal?: AbortSignal | undefined } = {},
): Promise<MediaFacts> {
  if (input.bytes === 0) throw new MediaFailure('file-empty');
  const { signal } = options;
  const { report, choice, isTold } = await look(ffmpeg, input, signal);
  const { picture, sound, leftOut } = choice;
  check(choice, report, ffmpeg);
  const known = isTold
    ? await believed(report, choice, input, options.fragmented === true, ffmpeg)
    : undefined;
  const spans = known ?? (await measured(ffmpeg, input, choice, signal));
  const durationSeconds = Math.max(spans.picture?.endSeconds ?? 0, spans.sound?.endSeconds ?? 0);
  if (!(durationSeconds > 0)) throw new MediaFailure('recording-damaged');
  if (durationSeconds > ffmpeg.settings.recordingSeconds) throw new MediaFailure('recording-too-long');
  return {
    container: input.container.name,
    durationSeconds,
    startSeconds: report.format.start_time,
    clockJumps: [spans.picture, spans.sound].some((span) => span?.jumps === true),
    bitrate: (input.bytes * 8) / durationSeconds,
    video:
      picture === undefined || spans.picture === undefined ? undefined : pictureFacts(picture, spans.picture),
    audio: sound === undefined || spans.sound === undefined ? undefined : soundFacts(sound, spans.sound),
    leftOut: [...leftOut, ...silent(choice, spans)],
  };
}

/** The file's streams, and those that are played. ffprobe tells them, unless the decoder of one does not open. */
async function look(
  ffmpeg: Ffmpeg,
  input: MediaInput,
  signal: AbortSignal | undefined,
): Promise<{ report: Report; choice: Choice; isTold: boolean }> {
  try {
    const report = readReport(await ffmpeg.probe(input, signal));
    return { report, choice: choose(report.streams, new Set()), isTold: true };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof JailedProgramFailed) || error.why !== 'exit') throw runFailure(error);
    const dump = await ffmpeg.dump(input, signal).catch(() => '');
    signal?.throwIfAborted();
    const report = readDump(dump);
    if (!dump.includes('Could not open codec') || report.streams.length === 0) throw runFailure(error);
    refuseLarge(report.streams, ffmpeg);
    return { report, choice: await chooseByTrial(ffmpeg, input, report.streams, signal), isTold: false };
  }
}

/** Chooses again and again, until what is chosen can be decoded. */
async function chooseByTrial(
  ffmpeg: Ffmpeg,
  input: MediaInput,
  streams: readonly Stream[],
  signal: AbortSignal | undefined,
): Promise<Choice> {
  const refused = new Set<number>();
  for (;;) {
    const choice = choose(streams, refused);
    const before = refused.size;
    for (const one of [choice.picture, choice.sound]) {
      if (one !== undefined && !(await decodes(ffmpeg, input, one.index, signal))) refused.add(one.index);
    }
    if (refused.size === before) return choice;
  }
}

function check({ picture, sound, leftOut }: Choice, { streams }: Report, ffmpeg: Ffmpeg): void {
  const why = (kind: LeftOut['kind']) => leftOut.find((one) => one.kind === kind);
  // Sound alone is no lecture whose picture could not be read; a picture alone tells what is missing.
  const missing =
    picture === undefined ? (why('picture') ?? (sound === undefined ? why('sound') : undefined)) : undefined;
  if (missing !== undefined) {
    const { kind, codec, reason } = missing;
    if (reason === 'protected') throw new MediaFailure('recording-encrypted');
    if (reason === 'empty') throw new MediaFailure('recording-damaged');
    const code = kind === 'picture' ? 'codec-not-supported' : 'sound-codec-not-supported';
    throw new MediaFailure(code, { what: codecTitle(codec) });
  }
  if (picture === undefined && sound === undefined) throw new MediaFailure('no-picture-or-sound');
  if (picture !== undefined)
    refuseLarge(
      streams.filter((one) => one === picture),
      ffmpeg,
    );
}

function refuseLarge(streams: readonly Stream[], { settings }: Ffmpeg): void {
  if (streams.some(({ width, height }) => width * height > settings.pixels))
    throw new MediaFailure('picture-too-large');
}

/** Where the chosen streams lie. */
interface Spans {
  readonly picture: (Span & Partial<MeasuredTrack>) | undefined;
  readonly sound: (Span & Partial<MeasuredTrack>) | undefined;
}

async function measured(
  ffmpeg: Ffmpeg,
  input: MediaInput,
  { picture, sound }: Choice,
  signal: AbortSignal | undefined,
): Promise<Spans> {
  const chosen = [picture, sound].filter((one) => one !== undefined);
  const tracks = await measure(
    ffmpeg,
    input,
    chosen.map(({ index }) => index),
    signal,
  );
  const of = (one: Stream | undefined) =>
    one === undefined ? undefined : withLastPacket(one, tracks[chosen.indexOf(one)]);
  return { picture: of(picture), sound: of(sound) };
}

/** The longest packet of sound that there is: Monkey's Audio has some of half a minute. */
const LONGEST_PACKET_SECONDS = 30;

/** What the container says of the end, where it says less of the last packet alone. */
function withLastPacket(one: Stream, track: MeasuredTrack | undefined): MeasuredTrack | undefined {
  if (track === undefined || track.isEndTold) return track;
  const endSeconds = track.startSeconds + one.duration;
  const more = endSeconds - track.endSeconds;
  return more > 0 && more <= LONGEST_PACKET_SECONDS ? { ...track, endSeconds } : track;
}

/** Bits a second, below which a file is small for its length, and measured in no time. */
const LEAST_RATE = 8_000;
/** No camera of today writes more. */
const MOST_RATE = 2_000_000_000;
const MOST_START_SECONDS = 3600;

/** What the container says, where it is to be believed. */
async function believed(
  { format }: Report,
  { picture, sound }: Choice,
  input: MediaInput,
  fragmented: boolean,
  { settings }: Ffmpeg,
): Promise<Spans | undefined> {
  const isIndexed =
    input.container.name === 'mp4'
      ? !fragmented
      : input.container.name === 'matroska' && (await isWholeMatroska(input));
  if (!isIndexed || Math.abs(format.start_time) > MOST_START_SECONDS) return undefined;
  const isAlone = picture === undefined || sound === undefined;
  const span = (one: Stream): Span | undefined => {
    const startSeconds = one.start_time - format.start_time;
    // Matroska has a track's end in a tag, from the file's beginning on.
    const tagged = clockSeconds(one.tags.DURATION);
    const alone = isAlone && format.duration > 0 ? format.duration : undefined;
    const endSeconds = one.duration > 0 ? startSeconds + one.duration : (tagged ?? alone);
    return endSeconds === undefined || endSeconds <= startSeconds ? undefined : { startSeconds, endSeconds };
  };
  const spans = { picture: picture && span(picture), sound: sound && span(sound) };
  const duration = Math.max(spans.picture?.endSeconds ?? 0, spans.sound?.endSeconds ?? 0);
  const rate = (input.bytes * 8) / duration;
  const isKnown = [picture, sound].every((one) => one === undefined || span(one) !== undefined);
  const isPlausible = rate > LEAST_RATE && rate < MOST_RATE && duration <= settings.recordingSeconds;
  return isKnown && isPlausible ? spans : undefined;
}

/** `HH:MM:SS.fraction` in seconds. */
function clockSeconds(text: string): number | undefined {
  const [, hours, minutes, seconds] = /^(\d{1,3}):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** Streams that were chosen and turned out to have nothing in them. */
function silent({ picture, sound }: Choice, spans: Spans): LeftOut[] {
  return [
    ...(picture !== undefined && spans.picture === undefined
      ? [{ kind: 'picture', codec: picture.codec_name, reason: 'empty' } as const]
      : []),
    ...(sound !== undefined && spans.sound === undefined
      ? [{ kind: 'sound', codec: sound.codec_name, reason: 'empty' } as const]
      : []),
  ];
}

function pictureFacts(found: Stream, span: Span & Partial<MeasuredTrack>): PictureFacts {
  const turned = found.side_data_list.find(({ rotation }) => rotation !== 0)?.rotation ?? 0;
  const rotation = (((-Math.round(turned / 90) * 90) % 360) + 360) % 360;
  const [across = 1, down = 1] = found.sample_aspect_ratio.split(':').map(Number);
  const ratio = across > 0 && down > 0 && across / down < 8 && down / across < 8 ? across / down : 1;
  const [width, height] = [Math.max(1, Math.round(found.width * ratio)), found.height];
  const { startSeconds, endSeconds } = span;
  return {
    index: found.index,
    codec: found.codec_name,
    profile: found.profile,
    pixelFormat: found.pix_fmt,
    width: rotation % 180 === 0 ? width : height,
    height: rotation % 180 === 0 ? height : width,
    rotation,
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(found.field_order),
    highDynamicRange: ['smpte2084', 'arib-std-b67'].includes(found.color_transfer),
    colour: {
      range: found.color_range,
      matrix: found.color_space,
      primaries: found.color_primaries,
      transfer: found.color_transfer,
    },
    frameRate: frameRate(found, span),
    startSeconds,
    endSeconds,
  };
}

/** Of what was measured the frames are counted: an average over a clock that jumps is none. */
function frameRate(
  found: Stream,
  { startSeconds, endSeconds, packets = 0 }: Span & Partial<MeasuredTrack>,
): number {
  const counted = packets > 1 ? packets / (endSeconds - startSeconds) : 0;
  const average = rate(found.avg_frame_rate);
  const isCounted = counted > 0 && counted <= 1000 && !(Math.abs(average / counted - 1) < 0.02);
  if (isCounted) return counted;
  return average > 0 && average <= 1000 ? average : Math.min(60, rate(found.r_frame_rate) || 30);
}

function soundFacts(found: Stream, { startSeconds, endSeconds }: Span): SoundFacts {
  const { index, codec_name: codec, profile, channels, sample_rate: sampleRate } = found;
  return { index, codec, profile, channels, sampleRate, startSeconds, endSeconds };
}

function rate(fraction: string): number {
  const [above = 0, below = 0] = fraction.split('/').map(Number);
  return above > 0 && below > 0 ? above / below : 0;
}
