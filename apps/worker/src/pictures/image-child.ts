/**
 * Decodes one image and writes smaller ones: a program of its own, run jailed by images.ts, because what it
 * decodes is hostile. Takes its job as JSON in the first argument, writes the images to the descriptors from 3 on, in the
 * order of the job, and answers with JSON on stdout.
 */
import { writeSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';

interface Job {
  readonly input: string;
  /** As recognised from the bytes; the only loader that may run. */
  readonly format: string;
  readonly pixels: number;
  readonly outputs: readonly { readonly side: number; readonly format: string }[];
}

const FIRST_OUTPUT = 3;

const LOADERS: Record<string, string> = {
  jpeg: 'VipsForeignLoadJpeg',
  png: 'VipsForeignLoadPng',
  webp: 'VipsForeignLoadWebp',
  gif: 'VipsForeignLoadNsgif',
  tiff: 'VipsForeignLoadTiff',
  avif: 'VipsForeignLoadHeif',
};

async function main(job: Job): Promise<unknown> {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: [LOADERS[job.format] ?? 'none'] });
  const largest = Math.max(...job.outputs.map(({ side }) => side));
  const { data, info } = await sharp(job.input, {
    limitInputPixels: job.pixels,
    sequentialRead: true,
    failOn: 'error',
  })
    .autoOrient()
    .resize({ width: largest, height: largest, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  const made: unknown[] = [];
  for (const [index, { side, format }] of job.outputs.entries()) {
    const smaller = sharp(data, { raw }).resize({
      width: side,
      height: side,
      fit: 'inside',
      withoutEnlargement: true,
    });
    const written = await encoded(smaller, format).toBuffer({ resolveWithObject: true });
    write(FIRST_OUTPUT + index, written.data);
    made.push({ width: written.info.width, height: written.info.height, bytes: written.data.byteLength });
  }
  return { width: info.width, height: info.height, made };
}

function write(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.byteLength; ) at += writeSync(descriptor, bytes, at);
}

function encoded(image: Sharp, format: string): Sharp {
  if (format === 'avif') return image.avif({ quality: 50, effort: 2 });
  if (format === 'webp') return image.webp({ quality: 78, effort: 3 });
  return image.flatten({ background: 'white' }).jpeg({ quality: 80, progressive: true });
}

try {
  const job = JSON.parse(process.argv[2] ?? '') as Job;
  process.stdout.write(JSON.stringify(await main(job)));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : 'failed');
  process.exitCode = 1;
}
