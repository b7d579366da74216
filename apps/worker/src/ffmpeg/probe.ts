import { z } from 'zod';
import { MediaFailure } from '../failure.js';
import { type Ffmpeg, type MediaInput, runFailure } from './ffmpeg.js';

export interface PictureFacts {
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
  /** Frames a second on the average. */
  readonly frameRate: number;
  /** How long the recording goes on without it, as far as is known. */
  readonly endsEarlySeconds: number;
}

interface SoundFacts {
  readonly codec: string;
  readonly profile: string;
  readonly channels: number;
  readonly sampleRate: number;
}

/** What a recording is, as far as a report of ffprobe can be believed. */
export interface MediaFacts {
  readonly container: string;
  /** Unknown for some live recordings, which were never closed. */
  readonly durationSeconds: number | undefined;
  /** Bits a second of the whole file. */
  readonly bitrate: number;
  readonly video: PictureFacts | undefined;
  readonly audio: SoundFacts | undefined;
}

const text = z.string().catch('');
const number = z.coerce.number().catch(0);
const stream = z.object({
  codec_type: text,
  codec_name: text,
  profile: text,
  pix_fmt: text,
  width: number,
  height: number,
  channels: number,
  sample_rate: number,
  field_order: text,
  color_transfer: text,
  sample_aspect_ratio: text,
  avg_frame_rate: text,
  r_frame_rate: text,
  start_time: number,
  duration: number,
  /** `enc_key_id`: Matroska's ContentEncryption, as ffprobe tells of it. */
  tags: z.object({ DURATION: text, enc_key_id: text }).catch({ DURATION: '', enc_key_id: '' }),
  disposition: z.object({ attached_pic: number }).catch({ attached_pic: 0 }),
  side_data_list: z.array(z.object({ rotation: number })).catch([]),
});
const report = z.object({
  streams: z.array(stream).catch([]),
  format: z
    .object({ start_time: number, duration: number, bit_rate: number })
    .catch({ start_time: 0, duration: 0, bit_rate: 0 }),
});
type Stream = z.output<typeof stream>;
type Format = z.output<typeof report>['format'];

/**
 * The facts of a recording.
 *
 * @throws MediaFailure for what can't be read, has no picture or sound, or is larger than the settings allow
 */
export async function probe(ffmpeg: Ffmpeg, input: MediaInput, signal?: AbortSignal): Promise<MediaFacts> {
  if (input.bytes === 0) throw new MediaFailure('file-empty');
  let found: z.output<typeof report>;
  try {
    found = report.parse(await ffmpeg.probe(input, signal));
  } catch (error) {
    signal?.throwIfAborted();
    throw runFailure(error);
  }
  const picture = found.streams.find(
    ({ codec_type, disposition }) => codec_type === 'video' && disposition.attached_pic === 0,
  );
  const sound = found.streams.find(({ codec_type }) => codec_type === 'audio');
  if ([picture, sound].some((track) => track !== undefined && track.tags.enc_key_id !== ''))
    throw new MediaFailure('recording-encrypted');
  const duration = Math.max(found.format.duration, picture?.duration ?? 0, sound?.duration ?? 0);
  const facts = {
    container: input.container.name,
    durationSeconds: duration > 0 ? duration : undefined,
    bitrate: duration > 0 ? (input.bytes * 8) / duration : found.format.bit_rate,
    video: picture === undefined ? undefined : pictureFacts(picture, found.format),
    audio: sound === undefined ? undefined : soundFacts(sound),
  };
  check(facts, picture, ffmpeg);
  return facts;
}

function check(facts: MediaFacts, picture: Stream | undefined, { settings }: Ffmpeg): void {
  if (facts.video === undefined && facts.audio === undefined) throw new MediaFailure('no-picture-or-sound');
  if ((facts.durationSeconds ?? 0) > settings.recordingSeconds) throw new MediaFailure('recording-too-long');
  if (picture !== undefined) {
    if (picture.codec_name === '') throw new MediaFailure('codec-not-supported');
    if (picture.width * picture.height > settings.pixels) throw new MediaFailure('picture-too-large');
    if (picture.width < 1 || picture.height < 1) throw new MediaFailure('recording-damaged');
  }
  if (facts.audio !== undefined && facts.audio.codec === '') throw new MediaFailure('codec-not-supported');
}

function pictureFacts(found: Stream, whole: Format): PictureFacts {
  const turned = found.side_data_list.find(({ rotation }) => rotation !== 0)?.rotation ?? 0;
  const rotation = (((-Math.round(turned / 90) * 90) % 360) + 360) % 360;
  const [across = 1, down = 1] = found.sample_aspect_ratio.split(':').map(Number);
  const ratio = across > 0 && down > 0 && across / down < 8 && down / across < 8 ? across / down : 1;
  const [width, height] = [Math.max(1, Math.round(found.width * ratio)), found.height];
  const average = rate(found.avg_frame_rate);
  return {
    codec: found.codec_name,
    profile: found.profile,
    pixelFormat: found.pix_fmt,
    width: rotation % 180 === 0 ? width : height,
    height: rotation % 180 === 0 ? height : width,
    rotation,
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(found.field_order),
    highDynamicRange: ['smpte2084', 'arib-std-b67'].includes(found.color_transfer),
    frameRate: average > 0 && average <= 1000 ? average : Math.min(60, rate(found.r_frame_rate) || 30),
    endsEarlySeconds: endsEarly(found, whole),
  };
}

/** 0 where the picture's own length is not known. */
function endsEarly(found: Stream, whole: Format): number {
  // Matroska has its end in a tag, from the file's beginning on.
  const end = clockSeconds(found.tags.DURATION) ?? found.start_time - whole.start_time + found.duration;
  const known = found.duration > 0 || found.tags.DURATION !== '';
  const early = whole.duration - end;
  return known && early > LEAST_EARLY_SECONDS ? Math.min(early, whole.duration) : 0;
}

const LEAST_EARLY_SECONDS = 1;

/** `HH:MM:SS.fraction` in seconds. */
function clockSeconds(text: string): number | undefined {
  const [, hours, minutes, seconds] = /^(\d{1,3}):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function soundFacts(found: Stream): SoundFacts {
  const { codec_name: codec, profile, channels, sample_rate: sampleRate } = found;
  return { codec, profile, channels, sampleRate };
}

function rate(fraction: string): number {
  const [above = 0, below = 0] = fraction.split('/').map(Number);
  return above > 0 && below > 0 ? above / below : 0;
}
