import { z } from 'zod';
import type { HoldKind } from '#libs/database';
import {
  type Asset,
  captionsOf,
  charsetOf,
  type Course,
  putTracksOf,
  type Release,
  type Rendition,
} from '#libs/catalog';

const instant = z.iso.datetime();

const RENDITION = {
  rung: '720p',
  state: 'encoding',
  percent: 40,
  width: 1280,
  height: 720,
  bandwidth: 2_500_000,
  bytes: 0,
} as const;

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
  .meta({
    id: 'Rendition',
    examples: [RENDITION],
  });

const leftOutView = z
  .object({
    kind: z.enum(['picture', 'sound']),
    codec: z.string().describe('As ffmpeg names it, or the tag in the container'),
    language: z.string().optional().describe('ISO 639, where the original says it'),
    reason: z
      .enum(['not-supported', 'protected', 'empty', 'another-is-used'])
      .describe('`not-supported`: its codec can not be decoded; `protected`: it is encrypted'),
  })
  .meta({
    id: 'LeftOut',
    examples: [{ kind: 'sound', codec: 'dts', language: 'eng', reason: 'not-supported' }],
  });

const storyboardView = z
  .object({
    tiles: z.int(),
    intervalSeconds: z.int().describe('Each tile is of the beginning of so many seconds'),
    tileWidth: z.int(),
    tileHeight: z.int(),
  })
  .meta({
    id: 'Storyboard',
    examples: [{ tiles: 184, intervalSeconds: 10, tileWidth: 160, tileHeight: 90 }],
  });

const captionsView = z
  .object({
    tracks: z.array(
      z.object({
        language: z.string().describe('BCP 47; `und` where the recording does not say'),
        label: z.string(),
        isDefault: z.boolean(),
        isForced: z.boolean().describe('Only what has to be read: signs, speech in a foreign language'),
      }),
    ),
    leftOut: z
      .array(
        z.object({
          language: z.string(),
          codec: z.string(),
          reason: z.enum(['picture', 'not-supported', 'too-many', 'unreadable', 'empty']),
        }),
      )
      .describe(
        'Text tracks of the recording that no captions were made of; `picture`: they are pictures of text',
      ),
  })
  .meta({
    id: 'Captions',
    examples: [
      {
        tracks: [{ language: 'zh', label: '中文', isDefault: true, isForced: false }],
        leftOut: [{ language: 'en', codec: 'hdmv_pgs_subtitle', reason: 'picture' }],
      },
    ],
  });

const replacementView = z
  .object({
    revision: z.string(),
    state: z
      .enum(['processing', 'playable', 'failed'])
      .describe('`playable`: some of it is there, but not all'),
    failure: z
      .object({ code: z.string(), reason: z.string() })
      .nullable()
      .describe('Why it failed, in words for a doctor'),
    begunAt: instant,
  })
  .meta({
    id: 'Replacement',
    examples: [
      {
        revision: 'rvn_7c2vd8rn4by3kq9zt5m1xw',
        state: 'processing',
        failure: null,
        begunAt: '2026-12-01T08:00:00.000Z',
      },
    ],
  });

const beyondEndView = z
  .object({
    captions: z.array(
      z.object({ language: z.string(), cues: z.int().describe('How many begin after the end') }),
    ),
    chapters: z.int().describe('How many begin after the end'),
  })
  .meta({ id: 'BeyondEnd', examples: [{ captions: [{ language: 'zh', cues: 3 }], chapters: 1 }] });

const posterView = z
  .object({
    source: z
      .enum(['automatic', 'image', 'second'])
      .describe('What it is of: by itself, or an image or a second that somebody put'),
    state: z
      .enum(['none', 'waiting', 'done', 'failed'])
      .describe('`waiting` and `failed`: the one before is shown'),
    second: z.number().nullable(),
    failure: z
      .object({ code: z.string(), reason: z.string() })
      .nullable()
      .describe('Why none could be made of it, in words for a doctor'),
  })
  .meta({
    id: 'Poster',
    examples: [{ source: 'second', state: 'done', second: 12.5, failure: null }],
  });

const releaseView = z
  .object({
    state: z.enum(['waiting', 'released', 'refused']),
    reason: z.string().nullable().describe('Why it was refused'),
    by: z.string().nullable().describe('Who released or refused it; null while it waits'),
    at: instant.describe('When it was released or refused, or asked for while it waits'),
  })
  .meta({
    id: 'ReleaseState',
    examples: [{ state: 'waiting', reason: null, by: null, at: '2026-11-30T08:00:00.000Z' }],
  });

export const assetView = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    fileName: z.string(),
    kind: z
      .enum(['video', 'audio', 'image', 'attachment'])
      .describe('Of a recording, what its container is for until it has been probed, then what is in it'),
    contentType: z.string().describe('What its bytes are, without parameters'),
    charset: z
      .string()
      .nullable()
      .describe(
        'How the original is encoded where it is text, such as `utf-8` or `gb18030`; `unknown-8bit` where that can not be told',
      ),
    bytes: z.int().describe('Bytes of the original'),
    derivedBytes: z
      .int()
      .describe('Bytes of what was made of it: rungs, posters, storyboards, image variants'),
    sha256: z.string(),
    state: z.enum(['processing', 'playable', 'ready', 'failed']),
    failure: z
      .object({ code: z.string(), reason: z.string() })
      .nullable()
      .describe('Why it failed, in words for a doctor'),
    durationSeconds: z
      .number()
      .nullable()
      .describe('Of a recording: its length as players see it. Never null once it is playable'),
    width: z.int().nullable(),
    height: z.int().nullable(),
    leftOut: z
      .array(leftOutView)
      .describe(
        'Pictures and sounds of the original that are not played. A recording whose only sound is here plays without sound',
      ),
    renditions: z.array(renditionView),
    views: z.int().describe('Playback sessions in which it has been watched'),
    storyboard: storyboardView
      .nullable()
      .describe('Small pictures of its course; a playback session has their URL'),
    captions: captionsView,
    poster: posterView.describe('What is shown before it is played; a playback session has its URLs'),
    revision: z
      .string()
      .describe('Which of its revisions is shown: `first` until it was replaced for the first time'),
    replacement: replacementView
      .nullable()
      .describe('What was uploaded last to replace it, while that is processed, or where it failed'),
    beyondEnd: beyondEndView
      .nullable()
      .describe(
        'What people put beside it and nobody sees, since the recording was replaced by a shorter one; null where there is nothing',
      ),
    courseId: z.string().nullable(),
    requestedVisibility: z
      .enum(['unit', 'region', 'all'])
      .nullable()
      .describe(
        'What its course says, while the asset is seen by fewer, since an admin has not released it; null where nothing is held back',
      ),
    release: releaseView
      .nullable()
      .describe(
        'Of units that review: whether an admin lets more than the unit see it; null where nobody is asked',
      ),
    owner: z.string(),
    unit: z.string(),
    externalId: z.string().nullable().describe('How your own platform calls it'),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
    playableAt: instant.nullable(),
    readyAt: instant.nullable(),
    deletedAt: instant.nullable().describe('When it was put into the trash; null where it is not there'),
    purgeAt: instant
      .nullable()
      .describe(
        'When it will be removed from the trash, for good; null where it is not there, and while a legal hold keeps it',
      ),
    heldBy: z
      .enum(['asset', 'course', 'unit'])
      .nullable()
      .describe(
        'Of what is in the trash: by a legal hold on what it is kept, however long it has been there',
      ),
  })
  .meta({
    id: 'Asset',
    examples: [
      {
        id: 'ast_3kq9zt5m1xw7c2vd8rn4by',
        title: 'A lesson',
        description: '',
        fileName: 'lesson.mp4',
        kind: 'video',
        contentType: 'video/mp4',
        charset: null,
        bytes: 734_003_200,
        derivedBytes: 1_482_113,
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        state: 'playable',
        failure: null,
        durationSeconds: 1834.5,
        width: 1920,
        height: 1080,
        leftOut: [],
        renditions: [RENDITION],
        views: 391,
        storyboard: { tiles: 184, intervalSeconds: 10, tileWidth: 160, tileHeight: 90 },
        captions: {
          tracks: [{ language: 'zh', label: '中文', isDefault: true, isForced: false }],
          leftOut: [],
        },
        poster: { source: 'automatic', state: 'done', second: null, failure: null },
        revision: 'first',
        replacement: null,
        beyondEnd: null,
        courseId: 'crs_8h2mz6q0vt4xk1pw9sd5nc',
        requestedVisibility: null,
        release: null,
        owner: 'dr-li',
        unit: 'surgery',
        externalId: 'lms-4711',
        version: 1,
        createdAt: '2026-11-30T08:00:00.000Z',
        updatedAt: '2026-11-30T08:00:09.000Z',
        playableAt: '2026-11-30T08:00:09.000Z',
        readyAt: null,
        deletedAt: null,
        purgeAt: null,
        heldBy: null,
      },
    ],
  });

/** What a take is called that has no id: the one that the asset began with. */
export const FIRST_REVISION = 'first';

/** What is known of an asset beside its own row. */
interface AssetContext {
  readonly renditions: readonly Rendition[];
  /** Takes of it that are not served, the one that was begun last first. */
  readonly takes: readonly Asset[];
  /** Undefined where nothing was asked. */
  readonly release: Release | undefined;
  readonly views: number;
  /** By a hold on what the trash keeps it beyond its time. */
  readonly heldBy: HoldKind | null;
  /** How long the trash keeps things. */
  readonly trashSeconds: number;
}

export function viewOfAsset(
  asset: Asset,
  { renditions, takes, release, views, heldBy, trashSeconds }: AssetContext,
): z.input<typeof assetView> {
  const { facts, deletedAt } = asset;
  return {
    id: asset.id,
    title: asset.title,
    description: asset.description,
    fileName: asset.fileName,
    kind: asset.kind,
    contentType: asset.contentType,
    charset: charsetOf(asset) ?? null,
    bytes: asset.bytes,
    derivedBytes: asset.derivedBytes,
    sha256: asset.sha256,
    state: asset.state,
    failure: asset.failure,
    durationSeconds: numberOf(facts['durationSeconds']),
    width: numberOf(facts['width']),
    height: numberOf(facts['height']),
    // Of assets that were made playable before streams were chosen, nothing is known.
    leftOut: z.array(leftOutView).catch([]).parse(facts['leftOut']),
    renditions: renditions.map(({ rung, state, percent, width, height, bandwidth, bytes }) => ({
      rung,
      state,
      percent,
      width,
      height,
      bandwidth,
      bytes,
    })),
    views,
    storyboard: storyboardOf(asset),
    captions: captionsViewOf(asset),
    poster: posterViewOf(asset),
    revision: asset.revision ?? FIRST_REVISION,
    replacement: replacementOf(asset, takes),
    beyondEnd: beyondEndOf(asset),
    courseId: asset.courseId,
    requestedVisibility: release === undefined || release.state === 'released' ? null : release.visibility,
    release: release === undefined ? null : viewOfRelease(release),
    owner: asset.owner,
    unit: asset.unit,
    externalId: asset.externalId,
    version: asset.version,
    createdAt: asset.createdAt.toISOString(),
    updatedAt: asset.updatedAt.toISOString(),
    playableAt: isoOf(asset.playableAt),
    readyAt: isoOf(asset.readyAt),
    deletedAt: isoOf(deletedAt),
    purgeAt:
      deletedAt === null || heldBy !== null
        ? null
        : new Date(deletedAt.getTime() + trashSeconds * 1000).toISOString(),
    heldBy: deletedAt === null ? null : heldBy,
  };
}

export function viewOfRelease(release: Release): z.input<typeof releaseView> {
  const { state, reason, decidedBy, decidedAt, createdAt } = release;
  if (state === 'waiting' || decidedAt === null)
    return { state, reason: null, by: null, at: createdAt.toISOString() };
  return { state, reason, by: decidedBy, at: decidedAt.toISOString() };
}

function storyboardOf({ storyboard }: Asset): z.input<typeof storyboardView> | null {
  if (storyboard === null) return null;
  const { tiles, intervalSeconds, tileWidth, tileHeight } = storyboard;
  return { tiles, intervalSeconds, tileWidth, tileHeight };
}

function captionsViewOf(asset: Asset): z.input<typeof captionsView> {
  return {
    tracks: captionsOf(asset).map(({ language, label, isDefault, isForced }) => ({
      language,
      label,
      isDefault,
      isForced,
    })),
    leftOut: [...(asset.captions?.leftOut ?? [])],
  };
}

function replacementOf(asset: Asset, [last]: readonly Asset[]): z.input<typeof replacementView> | null {
  if (last === undefined || last.revisedAt === null) return null;
  const { revision, state, failure, retiredAt, revisedAt } = last;
  const isOver = retiredAt !== null && (state !== 'failed' || revisedAt < (asset.revisedAt ?? revisedAt));
  if (isOver || state === 'ready') return null;
  return { revision: revision ?? FIRST_REVISION, state, failure, begunAt: revisedAt.toISOString() };
}

function beyondEndOf(asset: Asset): z.input<typeof beyondEndView> | null {
  const seconds = numberOf(asset.facts['durationSeconds']);
  const { captions, chapters } = putTracksOf(asset);
  const late = captions.flatMap(({ language, beyondEnd = 0 }) =>
    beyondEnd === 0 ? [] : [{ language, cues: beyondEnd }],
  );
  const lateChapters = (chapters?.list ?? []).filter(
    ({ startSeconds }) => seconds !== null && startSeconds >= seconds,
  ).length;
  return late.length === 0 && lateChapters === 0 ? null : { captions: late, chapters: lateChapters };
}

function posterViewOf({ poster, putPoster }: Asset): z.input<typeof posterView> {
  if (putPoster === null) {
    const state = poster === null ? 'none' : 'done';
    return { source: 'automatic', state, second: null, failure: null };
  }
  const { second, state, failure } = putPoster;
  return { source: second === null ? 'image' : 'second', state, second, failure };
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
    externalId: z.string().nullable().describe('How your own platform calls it'),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({
    id: 'Course',
    examples: [
      {
        id: 'crs_8h2mz6q0vt4xk1pw9sd5nc',
        title: '心肺复苏',
        description: 'Basic life support, step by step',
        unit: 'surgery',
        owner: 'dr-li',
        tags: ['急救'],
        visibility: 'region',
        assetOrder: ['ast_3kq9zt5m1xw7c2vd8rn4by'],
        externalId: 'lms-course-12',
        version: 3,
        createdAt: '2026-11-30T08:00:00.000Z',
        updatedAt: '2026-11-30T08:05:00.000Z',
      },
    ],
  });

export function viewOfCourse(course: Course): z.input<typeof courseView> {
  const { id, title, description, unit, owner, tags, visibility, assetOrder, externalId, version } = course;
  return {
    id,
    title,
    description,
    unit,
    owner,
    tags: [...tags],
    visibility,
    assetOrder: [...assetOrder],
    externalId,
    version,
    createdAt: course.createdAt.toISOString(),
    updatedAt: course.updatedAt.toISOString(),
  };
}

/** A page of a list. It is named after what is listed, and shows one of them where that shows itself. */
export function pageOf<S extends z.ZodType>(item: S) {
  const { id, examples = [] } = item.meta() ?? {};
  const page = z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('The `cursor` of the next page; null where this is the last'),
  });
  if (id === undefined) throw new Error('a list is of something that has a name');
  return page.meta({ id: `${id}Page`, examples: [{ items: examples as z.output<S>[], nextCursor: null }] });
}

/** Of what is done, or will be, and has nothing to show. */
export const accepted = z.object({}).meta({ id: 'Accepted', examples: [{}] });

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function isoOf(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
