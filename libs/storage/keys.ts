import { InvalidStorageKey } from './storage.errors.js';

declare const storageKey: unique symbol;

/** A key that has been parsed: what holds one needs no further check against traversal. */
export type StorageKey = string & { readonly [storageKey]: true };

const SEGMENTS = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
const MAX_BYTES = 512;

/**
 * Parses a key: segments of `[A-Za-z0-9][A-Za-z0-9._-]*` joined by `/`, 512 bytes at most. Nothing is
 * normalised; what does not fit is refused.
 *
 * @throws InvalidStorageKey
 */
export function parseStorageKey(text: string): StorageKey {
  if (!isStorageKey(text)) throw new InvalidStorageKey();
  return text;
}

/** Whether a name that a backend found is a key; what it keeps for itself is not. */
export function isStorageKey(text: string): text is StorageKey {
  return text.length <= MAX_BYTES && SEGMENTS.test(text);
}

/*
 * The layout. Every key is made below, and taken apart again, and nowhere else:
 *
 *     assets/<asset>/source/original                      what was uploaded, as it came
 *                          /original-<revision>           what was uploaded in its place
 *     assets/<asset>/hls/r<count>-<token>.m3u8            a master playlist
 *     assets/<asset>/hls/<rung>-<attempt>/index.m3u8      a rendition's playlist, beside
 *                                         keyframes.m3u8  that of its keyframes alone, and
 *                                         stream.mp4      its stream, or
 *                                         stream.index    the index of a composition, which is read as
 *                                         composed.mp4    and stored nowhere
 *     assets/<asset>/poster/<attempt>/<side>.<extension>  a picture of a recording
 *     assets/<asset>/poster/<edit>/source                 an image that one is to be made of, as it came
 *     assets/<asset>/images/<attempt>/<side>.<extension>  a smaller version of an image
 *     assets/<asset>/storyboard/<attempt>/index.vtt       which tile is of which seconds, beside
 *                                         sheet-<n>.jpg   tiles
 *     assets/<asset>/hls/captions-<attempt>/<n>.vtt       a text track, beside
 *                                           <n>.m3u8      the playlist that names it
 *     assets/<asset>/hls/chapters-<edit>/index.vtt        chapters, beside
 *                                        index.json       the same for Apple's players
 *
 * Attempts and edits of an original that was uploaded in the place of another end with its revision, behind a dot.
 *
 *     uploads/<upload>/parts/<number>-<token>             a numbered part that waits for those before it
 *     uploads/<upload>/whole                              a partial upload that is complete
 *     control/revocations.json                            replaced, as nothing else is
 *     usage/<replica>/<opened>-<token>.open               what one serving process has sent, while it writes on, and
 *                                     .ndjson             when it is done
 *     usage-taken/<day>/<replica>/<opened>-<token>.ndjson the same once it has been counted
 *     audit/anchors/<number>.json                         where the audit trail stood at some moment; see libs/audit
 *
 * A name with a segment that begins with a dot is no key: backends keep what is their own under such names, in
 * `.tmp/` and, for an unfinished upload, in its folder.
 */

export const ASSETS = parseStorageKey('assets');
export const UPLOADS = parseStorageKey('uploads');
/** The control document that says which grants are withdrawn. */
export const REVOCATIONS = parseStorageKey('control/revocations.json');

/** What serving processes write, and nobody has counted. */
export const USAGE = parseStorageKey('usage');
/** What has been counted, kept for a while. */
export const TAKEN_USAGE = parseStorageKey('usage-taken');
/** What the anchors of the audit trail lie below. */
export const AUDIT_ANCHORS = parseStorageKey('audit/anchors');

/** An anchor of the audit trail, by its number from 1 on. */
export function auditAnchorOf(number: number): StorageKey {
  return parseStorageKey(`${AUDIT_ANCHORS}/${String(number).padStart(10, '0')}.json`);
}

/** The number of an anchor; undefined for a name that is none's. */
export function numberOfAuditAnchor(key: string): number | undefined {
  const digits = /^audit\/anchors\/(\d{10})\.json$/.exec(key)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether a key is that of a control document, the only kind that is ever replaced. */
export function isControl(key: StorageKey): boolean {
  return key.startsWith('control/');
}

/** What an asset's objects lie below. */
export function assetFolder(asset: string): StorageKey {
  return parseStorageKey(`${ASSETS}/${asset}`);
}

/**
 * What an upload's objects lie below, until it has ended.
 *
 * @throws InvalidStorageKey when `upload` is not one segment of a key
 */
export function uploadFolder(upload: string): StorageKey {
  if (upload.includes('/')) throw new InvalidStorageKey();
  return parseStorageKey(`${UPLOADS}/${upload}`);
}

/** The key of a path below an asset, as URLs and the database name it. @throws InvalidStorageKey */
export function underAsset(asset: string, path: string): StorageKey {
  return parseStorageKey(textUnderAsset(asset, path));
}

/** The text of `underAsset`, not parsed: to look for what has been opened by its key. */
export function textUnderAsset(asset: string, path: string): string {
  return `${ASSETS}/${asset}/${path}`;
}

/** Where the bytes of an asset lie, as they came. @param revision of those that came in the place of others */
export function originalOf(asset: string, revision: string | null = null): StorageKey {
  return underAsset(asset, `source/original${revision === null ? '' : `-${revision}`}`);
}

/** What names an attempt at an original: see `compositionOf`, which finds the original by it. */
export function attemptAt(revision: string | null, token: string): string {
  return revision === null ? token : `${token}.${revision}`;
}

/** A master playlist of so many renditions; `token` keeps it apart from all others. */
export function masterOf(asset: string, renditions: number, token: string): StorageKey {
  return underAsset(asset, `hls/r${renditions}-${token}.m3u8`);
}

/** A master playlist of the same renditions. */
export function revisionOf(master: StorageKey, token: string): StorageKey {
  return parseStorageKey(master.replace(/-[^/-]*\.m3u8$/, `-${token}.m3u8`));
}

/** Where one attempt keeps one encoding of a recording; `attempt` keeps it apart from all others (F34). */
export function renditionFolder(asset: string, rung: string, attempt: string): StorageKey {
  return underAsset(asset, `hls/${rung}-${attempt}`);
}

/** The path below the asset that stands for a rendition's while it is being made. */
export function renditionToCome(rung: string): string {
  return `hls/${rung}`;
}

/** The files of a rendition. Its playlists name `stream` or `composed`, of which `index` is stored in its place. */
export const RENDITION_FILES = {
  playlist: 'index.m3u8',
  keyframes: 'keyframes.m3u8',
  stream: 'stream.mp4',
  index: 'stream.index',
  composed: 'composed.mp4',
} as const;

/** A file in a rendition's folder. */
export function renditionFile(folder: StorageKey, file: keyof typeof RENDITION_FILES): StorageKey {
  return parseStorageKey(`${folder}/${RENDITION_FILES[file]}`);
}

/** Where one attempt keeps the pictures that it makes. */
export function pictureFolder(asset: string, purpose: 'poster' | 'images', attempt: string): StorageKey {
  return underAsset(asset, `${purpose}/${attempt}`);
}

/** A picture in such a folder, by its longer side in pixels. */
export function pictureOf(folder: StorageKey, side: number, extension: string): StorageKey {
  return parseStorageKey(`${folder}/${side}.${extension}`);
}

/** Where one attempt keeps a storyboard. */
export function storyboardFolder(asset: string, attempt: string): StorageKey {
  return underAsset(asset, `storyboard/${attempt}`);
}

/** The name of a sheet of a storyboard, as the WebVTT beside it has it. */
export function sheetName(number: number): string {
  return `sheet-${number}.jpg`;
}

/** A file in a storyboard's folder: the WebVTT, or a sheet by its number. */
export function storyboardFile(folder: StorageKey, file: 'index' | number): StorageKey {
  return parseStorageKey(`${folder}/${file === 'index' ? 'index.vtt' : sheetName(file)}`);
}

/** Where one attempt keeps a recording's text tracks; `attempt` keeps it apart from all others. */
export function captionsFolder(asset: string, attempt: string): StorageKey {
  return underAsset(asset, `hls/captions-${attempt}`);
}

/** A text track in such a folder, by its number, and its playlist. */
export function captionFiles(
  folder: StorageKey,
  number: number,
): { readonly text: StorageKey; readonly playlist: StorageKey } {
  return {
    text: parseStorageKey(`${folder}/${number}.vtt`),
    playlist: parseStorageKey(`${folder}/${number}.m3u8`),
  };
}

/** The files of chapters; `edit` keeps them apart from all others. */
export function chapterFiles(
  asset: string,
  edit: string,
): { readonly vtt: StorageKey; readonly json: StorageKey } {
  const folder = `hls/chapters-${edit}`;
  return { vtt: underAsset(asset, `${folder}/index.vtt`), json: underAsset(asset, `${folder}/index.json`) };
}

/** Where an image lies that a poster is to be made of; nobody who plays the recording can guess `edit`. */
export function posterSource(asset: string, edit: string): StorageKey {
  return parseStorageKey(`${pictureFolder(asset, 'poster', edit)}/source`);
}

/** As a master playlist names what lies in a folder beside it. @param path below the asset */
export function besideMaster(path: string): string {
  return path.split('/').slice(-2).join('/');
}

/** A numbered part of an upload; `token` keeps it apart from others that are sent with the same number. */
export function partOf(upload: string, number: number, token: string): StorageKey {
  return parseStorageKey(`${uploadFolder(upload)}/parts/${number}-${token}`);
}

/** Where a partial upload that is complete lies, until it has become a piece of another. */
export function wholePieceOf(upload: string): StorageKey {
  return parseStorageKey(`${uploadFolder(upload)}/whole`);
}

/** A segment of what was sent: see `usage/` above. */
export interface UsageSegment {
  /** What it is known by, wherever it lies: `<replica>/<opened>-<token>`. */
  readonly name: string;
  /** When its writer began it. */
  readonly openedAt: Date;
  readonly isOpen: boolean;
}

/** The name of a new segment. @throws InvalidStorageKey when `replica` is not one segment of a key */
export function usageSegmentName(replica: string, openedAt: Date, token: string): string {
  const name = `${replica}/${openedAt.getTime()}-${token}`;
  if (usageSegmentOf(usageSegment(name, 'whole'))?.name !== name) throw new InvalidStorageKey();
  return name;
}

/** Where a segment lies until it has been counted. */
export function usageSegment(name: string, state: 'open' | 'whole'): StorageKey {
  return parseStorageKey(`${USAGE}/${name}.${state === 'open' ? 'open' : 'ndjson'}`);
}

/** Where it lies afterwards, by the UTC day (`YYYY-MM-DD`) on which it was begun. */
export function takenUsageSegment({ name, openedAt }: UsageSegment): StorageKey {
  return parseStorageKey(`${TAKEN_USAGE}/${openedAt.toISOString().slice(0, 10)}/${name}.ndjson`);
}

/** The segment that lies under a key of `usage/` or `usage-taken/`; undefined for what is none. */
export function usageSegmentOf(key: StorageKey): UsageSegment | undefined {
  const found = SEGMENT.exec(key)?.groups;
  if (found === undefined) return undefined;
  const openedAt = new Date(Number(found['opened']));
  return { name: found['name'] ?? '', openedAt, isOpen: found['end'] === 'open' };
}

const SEGMENT =
  /^(?:usage|usage-taken\/\d{4}-\d\d-\d\d)\/(?<name>[^/]+\/(?<opened>\d{1,15})-[^./]+)\.(?<end>open|ndjson)$/;

/** Whose a key is, or any name that begins like one. */
export interface KeyOwner {
  readonly of: 'asset' | 'upload' | 'nobody';
  /** Empty where it is nobody's. */
  readonly id: string;
  /** `assets/<asset>` or `uploads/<upload>`: the first two segments. */
  readonly folder: string;
}

export function ownerOf(name: string): KeyOwner {
  const segments = name.split('/', 2);
  const [area = '', id = ''] = segments;
  const of = id === '' ? 'nobody' : area === ASSETS ? 'asset' : area === UPLOADS ? 'upload' : 'nobody';
  return { of, id: of === 'nobody' ? '' : id, folder: segments.join('/') };
}

/** The path of a key below its asset, as the database keeps it. */
export function pathUnderAsset(key: StorageKey): string {
  return key.slice(ownerOf(key).folder.length + 1);
}

/** The folder that a key lies in. */
export function folderOf(key: StorageKey): StorageKey {
  return parseStorageKey(key.slice(0, key.lastIndexOf('/')));
}

/** The last segment of a key. */
export function nameOf(key: StorageKey): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/**
 * The front of a path below an asset that an attempt of a worker, or an edit, made up: with the folder, such as
 * `hls/720p-x1y2/`, or a master playlist; undefined for what is neither. The sweep of orphans removes all that begins
 * so when neither a rendition nor `derivedPathsOf` in libs/catalog names it: a kind that is added here is named there first.
 * An original that came in the place of another is such a path by itself.
 */
export function attemptFrontOf(path: string): string | undefined {
  return /^(?:hls\/r\d+-[^/]+\.m3u8$|source\/original-[^/]+$|(?:hls|poster|images|storyboard)\/[^/]+\/)/.exec(
    path,
  )?.[0];
}

/**
 * What a composition is made of. Its bytes are, in order, literal pieces and ranges of one other object, and
 * are stored nowhere: `key` is only the name that readers know it by.
 */
export interface CompositionKeys {
  readonly key: StorageKey;
  /** The object with the table of pieces and the literals; see `CompositionWriter`. */
  readonly index: StorageKey;
  /** The object that the ranges are of. Without it the composition is gone. */
  readonly source: StorageKey;
}

/**
 * The keys of the composition that `key` names; undefined where `key` is that of an ordinary object. This is
 * the one place that decides, by name alone: `assets/<asset>/…/composed.mp4` is made of `stream.index` beside
 * it and of `assets/<asset>/source/original`; or, where its folder ends with `.<revision>`, of the original of that
 * revision. Whatever else serves objects has to know it too.
 */
export function compositionOf(key: StorageKey): CompositionKeys | undefined {
  const found = COMPOSED.exec(key)?.groups;
  if (found === undefined) return undefined;
  const source = originalOf(found['asset'] ?? '', found['revision'] ?? null);
  return { key, index: renditionFile(folderOf(key), 'index'), source };
}

const COMPOSED = /^assets\/(?<asset>[^/]+)\/.+?(?:\.(?<revision>rvn_[^/.]+))?\/composed\.mp4$/;

/** The folder of what a backend keeps for itself while a call runs; a sweep empties it of what was left behind. */
export const TEMPORARY = '.tmp';

/** The name of something that a backend keeps for itself while a call runs. */
export function temporaryName(token: string, purpose?: 'parts' | 'probe' | 'self-test'): string {
  return `${TEMPORARY}/${purpose === undefined ? '' : `${purpose}-`}${token}`;
}

/** The name of something that a backend keeps for an unfinished upload: `name` begins with a dot. */
export function unfinishedName(upload: string, name: string): string {
  return `${uploadFolder(upload)}/${name}`;
}
