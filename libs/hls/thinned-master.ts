import { inOrder } from './playlists.js';

/**
 * A master playlist without some of its variants, and without their keyframes' playlists; all else stays as it is. Of
 * those that are left players begin with the same as if there had never been others.
 *
 * @param goes told the URI of each, relative to the master playlist
 */
export function withoutVariants(master: string, goes: (uri: string) => boolean): string {
  const lines = master.split('\n');
  const kept: string[] = [];
  const variants: { readonly bandwidth: number; readonly lines: readonly string[] }[] = [];
  let first: number | undefined;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.startsWith('#EXT-X-STREAM-INF:')) {
      first ??= kept.length;
      const uri = lines[at + 1] ?? '';
      const bandwidth = Number(/[:,]BANDWIDTH=(\d+)/.exec(line)?.[1] ?? 0);
      if (!goes(uri)) variants.push({ bandwidth, lines: [line, uri] });
      at += 1;
    } else if (!line.startsWith('#EXT-X-I-FRAME-STREAM-INF:') || !goes(/URI="([^"]*)"/.exec(line)?.[1] ?? ''))
      kept.push(line);
  }
  kept.splice(first ?? kept.length, 0, ...inOrder(variants).flatMap((variant) => variant.lines));
  return kept.join('\n');
}
