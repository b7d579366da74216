import { ASSETS, type StorageKey, UPLOADS } from '../keys.js';

const FANNED: ReadonlySet<string> = new Set([ASSETS, UPLOADS]);

/**
 * Where an object lies below the root. Keys are paths as they are, but for one thing: below `assets/` and
 * `uploads/` a folder named after the last two characters of the id comes between, so that no folder
 * holds more than a thousandth of all ids:
 *
 *     assets/ast_77zxyyk596ngya1dq91k5g/hls/1.m3u8  ->  assets/5g/ast_77zxyyk596ngya1dq91k5g/hls/1.m3u8
 *     control/revocations.json                      ->  control/revocations.json
 *
 * A web server that serves the same tree mirrors it with
 * `^assets/([^/]*?([A-Za-z0-9]{2}))(/.*)?$` -> `assets/$2/$1$3`. (Characters other than letters and digits
 * become `_` in the folder's name; ids made by the server have none there.)
 */
export function relativePath(key: StorageKey): string {
  const areaEnd = key.indexOf('/');
  if (areaEnd === -1 || !FANNED.has(key.slice(0, areaEnd))) return key;
  const idEnd = key.indexOf('/', areaEnd + 1);
  const id = key.slice(areaEnd + 1, idEnd === -1 ? key.length : idEnd);
  const fan = id.slice(-2).replaceAll(/[^A-Za-z0-9]/g, '_');
  return `${key.slice(0, areaEnd)}/${fan}${key.slice(areaEnd)}`;
}

/** The folder names that lie between an area's folder and the ids in it: one level, or none. */
export function isFanned(area: string): boolean {
  return FANNED.has(area);
}
