import { z } from 'zod';
import type { Watched } from '#libs/catalog';
import { shownPerson } from '#libs/audit';
import { csvOf } from '../rest/csv.js';

const instant = z.iso.datetime();

const WATCHED = {
  asset: 'ast_3kq9zt5m1xw7c2vd8rn4by',
  title: '心肺复苏',
  seconds: 1834.5,
  durationSeconds: 1834.5,
  watchedSeconds: 1790.2,
  share: 0.9758,
  beganAt: '2026-11-30T08:00:00.000Z',
  reportedAt: '2026-11-30T08:31:00.000Z',
  completedAt: '2026-11-30T08:28:00.000Z',
};

/** What one person has watched of one recording. */
export const watchedView = z
  .object({
    asset: z.string().describe('It may be gone, or out of sight, by now'),
    title: z.string().describe('What it was called when they reported last'),
    seconds: z.number().describe('Where they were then'),
    durationSeconds: z.number(),
    watchedSeconds: z.number(),
    share: z.number().min(0).max(1),
    beganAt: instant,
    reportedAt: instant.describe('Of the last report'),
    completedAt: instant.nullable().describe('When it counted as watched for the first time'),
  })
  .meta({ id: 'WatchedLesson', examples: [WATCHED] });

/** The same, of others. */
export const viewerView = watchedView
  .extend({
    viewer: z.string().describe('A person’s id, or `erased person` and a pseudonym'),
    unit: z.string().nullable().describe('The viewer’s unit'),
  })
  .meta({ id: 'LessonViewer', examples: [{ viewer: 'dr-wang', unit: 'surgery', ...WATCHED }] });

/** How much of the recording was watched, as it is told: never more than there was, and rounded down. */
export function shareOf({ watchedSeconds, durationSeconds }: Watched): number {
  return Math.min(1, Math.floor((watchedSeconds / durationSeconds) * 10_000) / 10_000);
}

export function viewOfWatched(watched: Watched): z.input<typeof watchedView> {
  return {
    asset: watched.assetId,
    title: watched.title,
    seconds: watched.positionSeconds,
    durationSeconds: watched.durationSeconds,
    watchedSeconds: watched.watchedSeconds,
    share: shareOf(watched),
    beganAt: watched.beganAt.toISOString(),
    reportedAt: watched.reportedAt.toISOString(),
    completedAt: watched.completedAt?.toISOString() ?? null,
  };
}

export function viewOfViewer(watched: Watched): z.input<typeof viewerView> {
  return { viewer: shownPerson(watched.viewer), unit: watched.unit, ...viewOfWatched(watched) };
}

const COLUMNS = Object.keys(watchedView.shape) as (keyof z.input<typeof watchedView>)[];

/** A table with a row for each; with `viewers`, whose it is comes first. */
export function csvOfWatched(all: readonly Watched[], { viewers }: { readonly viewers: boolean }): string {
  const rows = all.map((watched) => {
    const view = viewOfWatched(watched);
    return [
      ...(viewers ? [shownPerson(watched.viewer), watched.unit] : []),
      ...COLUMNS.map((column) => view[column]),
    ];
  });
  return csvOf([...(viewers ? ['viewer', 'unit'] : []), ...COLUMNS], rows);
}
