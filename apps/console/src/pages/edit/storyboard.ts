import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import type { Asset } from '../../api/queries.js';
import { cuesOf } from '../../parts/cues.js';

/** A small picture of the recording, from that second on: part of a sheet of them. */
export interface Tile {
  readonly from: number;
  readonly sheet: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The small pictures of a recording; none where it has no storyboard (yet). */
export function storyboardQuery({ id, storyboard }: Asset) {
  return queryOptions({
    queryKey: ['storyboard', id],
    enabled: storyboard !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const session = await told(
        api.POST('/v1/assets/{id}/playback-sessions', { params: { path: { id } }, body: {} }),
      );
      if (session.storyboard === null) return [];
      const answer = await fetch(session.storyboard);
      return answer.ok ? tilesOf(await answer.text(), session.storyboard) : [];
    },
  });
}

/** Of WebVTT whose cues name tiles as `sheet-0.jpg#xywh=0,0,160,90` (Media Fragments 1.0, section 4.2.2). */
function tilesOf(vtt: string, base: string): Tile[] {
  return cuesOf(vtt).flatMap(({ from, text }) => {
    const [, sheet, ...place] = /^(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$/.exec(text) ?? [];
    if (sheet === undefined) return [];
    const [x = 0, y = 0, width = 0, height = 0] = place.map(Number);
    return [{ from, sheet: new URL(sheet, base).href, x, y, width, height }];
  });
}
