import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { extensionOf } from '#libs/media-type';
import { allOrNone, pictureOf, type Storage, type StorageKey } from '#libs/storage';
import { MediaFailure } from '../failure.js';
import { type Ffmpeg, type MediaInput, runFailure } from '../ffmpeg/ffmpeg.js';
import { gather, JailedProgramFailed, type JailLimits, none, runJailed } from '../ffmpeg/jail.js';
import type { MediaFacts, PictureFacts } from '../ffmpeg/probe.js';
import { toScreen } from '../ffmpeg/colour.js';
import type { MediaSettings } from '../media-settings.js';

/** One encoding of an image that is stored. */
export interface ImageVariant {
  readonly key: StorageKey;
  readonly format: 'avif' | 'webp' | 'jpeg';
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

/** A picture of another asset. */
export type AdoptedPicture = Omit<ImageVariant, 'bytes'>;

const FORMATS = ['avif', 'webp', 'jpeg'] as const;
const READABLE = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif']);
/** The longer side of each size that is made; none is larger than the original. */
const IMAGE_SIDES = [2560, 1280, 640];
/** Falling: of the last, the least, a player gets the JPEG as its poster. */
const POSTER_SIDES = [1280, 640];
const LARGEST_POSTER = Math.max(...POSTER_SIDES);

const LIMITS: JailLimits = {
  wallSeconds: 120,
  cpuSeconds: 120,
  memoryBytes: 1.5 * 2 ** 30,
  outputBytes: 64 * 2 ** 20,
};

const answer = z.object({
  made: z.array(z.object({ width: z.number(), height: z.number(), bytes: z.number() })),
});

/** Beside this file: TypeScript where the sources run, JavaScript where they have been built. */
const CHILD = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './image-child.ts' : './image-child.js', import.meta.url),
);

/** What the child consists of: itself, what says of which kind it is, and the packages that it needs. */
const CHILD_FILES = [CHILD, ...findUp('package.json', CHILD), ...findUp('node_modules', CHILD)];

/** What a poster is made of, and where it goes. */
export interface PosterRequest {
  readonly ffmpeg: Ffmpeg;
  readonly input: MediaInput;
  /** Of a recording with a picture. */
  readonly facts: MediaFacts;
  readonly folder: StorageKey;
  /** A folder on this machine for what is on its way. */
  readonly scratch: string;
  readonly signal: AbortSignal | undefined;
}

/** Makes posters of recordings, and smaller versions of images; decodes only in a jailed child (F33). */
export class ImageMaker {
  constructor(
    private readonly storage: Storage,
    private readonly settings: MediaSettings,
  ) {}

  /**
   * Stores AVIF, WebP and JPEG versions of an image below `folder`, turned upright and without any metadata
   * (F51). All of them are stored, or none.
   *
   * @throws MediaFailure for what is no image that can be read, or too large a one
   */
  async variants(
    input: MediaInput,
    folder: StorageKey,
    scratch: string,
    options: { sides?: readonly number[]; signal?: AbortSignal | undefined } = {},
  ): Promise<ImageVariant[]> {
    if (!READABLE.has(input.container.name)) throw new MediaFailure('picture-not-supported');
    const made = await this.decode(input, scratch, options.sides ?? IMAGE_SIDES, options.signal);
    return allOrNone(this.storage, async (together) => {
      const stored: ImageVariant[] = [];
      for (const { path, format, width, height, bytes } of made) {
        const extension = extensionOf(`image/${format}`);
        const key = pictureOf(folder, Math.max(width, height), extension);
        if (stored.some((other) => other.key === key)) continue;
        await together.put(key, createReadStream(path), { bytes, signal: options.signal });
        stored.push({ key, format, width, height, bytes });
      }
      return stored;
    });
  }

  /**
   * Clones pictures of another asset into `folder`. All of them, or none.
   *
   * @throws ObjectNotFound when one is gone, StorageFault where storage can't clone
   */
  async adopt(pictures: readonly AdoptedPicture[], folder: StorageKey): Promise<ImageVariant[]> {
    return allOrNone(this.storage, async (together) => {
      const stored: ImageVariant[] = [];
      for (const { key: from, format, width, height } of pictures) {
        const key = pictureOf(folder, Math.max(width, height), extensionOf(`image/${format}`));
        const { bytes } = await together.clone(from, key);
        stored.push({ key, format, width, height, bytes });
      }
      return stored;
    });
  }

  private async decode(
    input: MediaInput,
    scratch: string,
    sides: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<
    { path: string; format: ImageVariant['format']; width: number; height: number; bytes: number }[]
  > {
    const outputs = sides.flatMap((side) =>
      FORMATS.map((format) => ({ path: join(scratch, `image-${side}.${format}`), side, format })),
    );
    const off = this.settings.jail === 'off';
    const job = {
      input: input.path,
      format: input.container.name,
      pixels: this.settings.imagePixels,
      outputs: outputs.map(({ side, format }) => ({ side, format })),
    };
    const program = runJailed([process.execPath, '--max-old-space-size=256', CHILD, JSON.stringify(job)], {
      limits: LIMITS,
      reads: [input.path, ...CHILD_FILES],
      extraOutputs: outputs.length,
      signal,
      off,
    });
    try {
      const [told = none(), ...images] = program.outputs;
      const [text] = await Promise.all([
        gather(told),
        ...outputs.map(({ path }, index) => pipeline(images[index] ?? none(), createWriteStream(path))),
      ]);
      const { made } = answer.parse(JSON.parse(text.toString('utf8')));
      return outputs.flatMap(({ path, format }, index) => {
        const image = made[index];
        return image === undefined ? [] : [{ ...image, path, format }];
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw imageFailure(error);
    }
  }

  /**
   * A poster: a typical frame from the first tenth of the recording on, and not a black one.
   *
   * @throws MediaFailure when no frame can be decoded
   */
  async poster(request: PosterRequest): Promise<ImageVariant[]> {
    const { ffmpeg, input, facts, signal } = request;
    const { video, durationSeconds } = facts;
    if (video === undefined) throw new RangeError('there is no picture');
    const start = Math.min(durationSeconds / 10, 600);
    // Keyframes only, which is quick; a short clip may have none behind its first tenth.
    const quick = ['-noaccurate_seek', '-ss', start.toFixed(3), '-t', '60', '-skip_frame', 'nokey'];
    let frame = await this.frame(ffmpeg, input, video, quick, 8, signal).catch(() => undefined);
    if (frame === undefined || frame.byteLength === 0)
      frame = await this.frame(ffmpeg, input, video, ['-t', '5'], 50, signal);
    if (frame.byteLength === 0) throw new MediaFailure('recording-damaged');
    return this.fromFrame(frame, request);
  }

  /**
   * A poster of what is shown at a second, or last before it.
   *
   * @throws MediaFailure when no frame can be decoded
   */
  async posterAt(second: number, request: PosterRequest): Promise<ImageVariant[]> {
    const { ffmpeg, input, facts, signal } = request;
    const { video } = facts;
    if (video === undefined) throw new RangeError('there is no picture');
    // Near its end a track may have no frame any more.
    for (const back of [0, 0.5, 2, 10]) {
      const start = Math.max(0, second - back);
      const seek = ['-ss', start.toFixed(3)];
      const taken = this.frame(ffmpeg, input, video, seek, undefined, signal);
      const frame = await taken.catch((error: unknown) => Promise.reject(runFailure(error)));
      if (frame.byteLength > 0) return this.fromFrame(frame, request);
      if (start === 0) break;
    }
    throw new MediaFailure('recording-damaged');
  }

  /** A poster of an image. @throws as `variants` */
  async posterOf(
    image: MediaInput,
    { folder, scratch, signal }: Pick<PosterRequest, 'folder' | 'scratch' | 'signal'>,
  ): Promise<ImageVariant[]> {
    return this.variants(image, folder, scratch, { sides: POSTER_SIDES, signal });
  }

  private async fromFrame(frame: Buffer, request: PosterRequest): Promise<ImageVariant[]> {
    const path = join(request.scratch, 'frame.png');
    await writeFile(path, frame);
    const container = { name: 'png', kind: 'image', demuxer: '' } as const;
    return this.posterOf({ path, container, bytes: frame.byteLength }, request);
  }

  private async frame(
    ffmpeg: Ffmpeg,
    input: MediaInput,
    video: PictureFacts,
    before: readonly string[],
    /** Among how many; of the first one without. */
    choice: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Buffer> {
    signal?.throwIfAborted();
    // It takes the frame that is nearest to the average of its neighbours: never a flash or a fade.
    const typical = choice === undefined ? [] : [`thumbnail=n=${choice}`];
    const shrunk = Math.min(1, LARGEST_POSTER / video.width, LARGEST_POSTER / video.height);
    const side = (length: number) => Math.max(1, Math.round(length * shrunk));
    const size = `${side(video.width)}:${side(video.height)}`;
    const { outputs } = ffmpeg.run(input, {
      before,
      args: [
        '-map',
        `0:${video.index}`,
        '-vf',
        [...typical, ...toScreen(video, size), 'setsar=1', 'format=rgb24'].join(','),
        '-frames:v',
        '1',
        '-map_metadata',
        '-1',
        '-c:v',
        'png',
        '-f',
        'image2pipe',
        'pipe:3',
      ],
      pipes: 1,
      seconds: 60,
      outputBytes: 64 * 2 ** 20,
      signal,
    });
    const [report, picture] = outputs;
    const [frame] = await Promise.all([picture, report].map((output) => gather(output ?? none())));
    return frame ?? Buffer.alloc(0);
  }
}

/** The nearest one above a file, as Node looks for them. */
function findUp(name: string, file: string): string[] {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const found = join(folder, name);
    if (existsSync(found)) return [found];
    if (folder === dirname(folder)) return [];
  }
}

function imageFailure(error: unknown): unknown {
  if (!(error instanceof JailedProgramFailed)) return error;
  if (/pixel limit/i.test(error.detail)) return new MediaFailure('picture-too-large', { cause: error });
  if (error.why === 'exit') return new MediaFailure('picture-damaged', { cause: error });
  if (error.why === 'not-started') return new MediaFailure('internal', { cause: error });
  return new MediaFailure('picture-too-large', { cause: error });
}
