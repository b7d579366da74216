import { z } from 'zod';
import type { Asset, Course, Rendition } from '#libs/catalog';

const instant = z.iso.datetime();

const renditionView = z
  .object({
    rung: z.string(),
    state: z.enum(['queued', 'encoding', 'done', 'failed']),
    percent: z.int(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    bandwidth: z.int().nullable(),
    bytes: z.int(),
  })
  .meta({ id: 'Rendition' });

export const assetView = z
  .object({
    id: z.string(),
    title: z.string(),
    fileName: z.string(),
    kind: z.enum(['video', 'audio', 'image', 'attachment']),
    contentType: z.string(),
    bytes: z.int().describe('Bytes of the original'),
    derivedBytes: z.int().describe('Bytes of what was made of it: rungs, posters, image variants'),
    sha256: z.string(),
    state: z.enum(['processing', 'playable', 'ready', 'failed']),
    failure: z
      .object({ code: z.string(), reason: z.string() })
      .nullable()
      .describe('Why it failed, in words for a doctor'),
    durationSeconds: z.number().nullable(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    renditions: z.array(renditionView),
    courseId: z.string().nullable(),
    owner: z.string(),
    unit: z.string(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
    playableAt: instant.nullable(),
    readyAt: instant.nullable(),
    deletedAt: instant.nullable(),
  })
  .meta({ id: 'Asset' });

export function viewOfAsset(asset: Asset, renditions: readonly Rendition[]): z.input<typeof assetView> {
  const { facts } = asset;
  return {
    id: asset.id,
    title: asset.title,
    fileName: asset.fileName,
    kind: asset.kind,
    contentType: asset.contentType,
    bytes: asset.bytes,
    derivedBytes: asset.derivedBytes,
    sha256: asset.sha256,
    state: asset.state,
    failure: asset.failure,
    durationSeconds: numberOf(facts['durationSeconds']),
    width: numberOf(facts['width']),
    height: numberOf(facts['height']),
    renditions: renditions.map(({ rung, state, percent, width, height, bandwidth, bytes }) => ({
      rung,
      state,
      percent,
      width,
      height,
      bandwidth,
      bytes,
    })),
    courseId: asset.courseId,
    owner: asset.owner,
    unit: asset.unit,
    version: asset.version,
    createdAt: asset.createdAt.toISOString(),
    updatedAt: asset.updatedAt.toISOString(),
    playableAt: isoOf(asset.playableAt),
    readyAt: isoOf(asset.readyAt),
    deletedAt: isoOf(asset.deletedAt),
  };
}

export const courseView = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    unit: z.string(),
    owner: z.string(),
    tags: z.array(z.string()),
    visibility: z.enum(['private', 'unit', 'region', 'all']),
    assetOrder: z.array(z.string()),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Course' });

export function viewOfCourse(course: Course): z.input<typeof courseView> {
  const { id, title, description, unit, owner, tags, visibility, assetOrder, version } = course;
  return {
    id,
    title,
    description,
    unit,
    owner,
    tags: [...tags],
    visibility,
    assetOrder: [...assetOrder],
    version,
    createdAt: course.createdAt.toISOString(),
    updatedAt: course.updatedAt.toISOString(),
  };
}

export const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function isoOf(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
