import { fileTypeFromBuffer } from 'file-type';
import type { Charset } from '../charsets.js';
import { type ContainerName, markedContainer, soundAfterJunk } from '../containers.js';
import { type AssetKind, type KnownType, MEDIA_TYPES } from '../media-types.js';
import { likelyText, surelyText } from './text.js';

/** What a file is by its bytes. */
export interface MediaType {
  readonly kind: AssetKind;
  readonly contentType: string;
  /** Only of text, and of all text. */
  readonly charset?: Charset;
}

const BY_NAME = new Map(MEDIA_TYPES.map((known) => [known.contentType, known]));
const AMONG_TEXT = byExtension(({ amongText }) => amongText);
const AMONG_ZIPS = byExtension(({ amongZips }) => amongZips);

/**
 * Recognises a file by its first bytes (those that `headOf` gives). The name decides nothing but the
 * flavour of plain text and of a zip that looks like an office document. What is taken as a recording or an image is
 * always one to `recogniseContainer` as well, which leads its reader.
 *
 * @returns undefined for what Lectern does not take: HTML, SVG, programs, text under a media name
 */
export async function recognise(head: Uint8Array, fileName: string): Promise<MediaType | undefined> {
  const extension = extensionIn(fileName);
  const text = surelyText(head) ?? (AMONG_TEXT.has(extension) ? unmarkedText(head) : undefined);
  if (text !== undefined) return textOf(head, text, extension);
  const known = (await byBytes(head)) ?? soundIn(head);
  const { kind, contentType } =
    (known?.contentType === ZIP ? AMONG_ZIPS.get(extension) : undefined) ?? known ?? NOTHING;
  return kind && { kind, contentType };
}

/** What to do with a file that is not taken, where something better can be said than what is taken. */
export async function adviceOn(head: Uint8Array): Promise<string | undefined> {
  return BY_NAME.get((await mimeOf(head)) ?? '')?.advice;
}

const NOTHING: KnownType = { contentType: 'application/octet-stream' };
const ZIP = 'application/zip';
/** Types of their own that are written in text; nothing else that begins as a file of another type does is one. */
const IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/^%PDF-/, 'application/pdf'],
  [/^\{\\rtf/, 'application/rtf'],
];
const VTT = 'text/vtt';

/** Two bytes are no mark (`BM`, `MZ`), so this comes before what goes by them; a container's mark is one. */
function unmarkedText(head: Uint8Array): Charset | undefined {
  return markedContainer(head) === undefined ? likelyText(head) : undefined;
}

function textOf(head: Uint8Array, charset: Charset, extension: string): MediaType | undefined {
  const beginning = new TextDecoder(charset === 'unknown-8bit' ? 'latin1' : charset).decode(
    head.subarray(0, 64),
  );
  const own = IN_TEXT.find(([mark]) => mark.test(beginning));
  if (own !== undefined) return { kind: 'attachment', contentType: own[1] };
  if (/^\s*<\?xml\s/.test(beginning)) return undefined;
  const isVtt = /^WEBVTT(?:[\t\n\r ]|$)/.test(beginning);
  const contentType = AMONG_TEXT.get(extension)?.contentType ?? (isVtt ? VTT : undefined);
  return contentType === undefined ? undefined : { kind: 'attachment', contentType, charset };
}

/**
 * The type of what says by its bytes what it is. The table of containers decides whether it is a recording or an image,
 * the library which one of that container's types.
 */
async function byBytes(head: Uint8Array): Promise<KnownType | undefined> {
  if (isDicom(head)) return BY_NAME.get('application/dicom');
  const mime = await mimeOf(head);
  const found = mime === undefined ? undefined : BY_NAME.get(mime);
  const container = markedContainer(head);
  if (container === undefined) {
    // The library goes by two bytes where the table wants more: such a file is no recording to its reader.
    if (found?.container !== undefined) return undefined;
    return found ?? (mime === undefined ? undefined : { contentType: mime });
  }
  return found?.container === container.name ? found : typeOf(container.name);
}

function soundIn(head: Uint8Array): KnownType | undefined {
  const container = soundAfterJunk(head);
  return container && typeOf(container.name);
}

/** The first one of a container's types. */
function typeOf(container: ContainerName): KnownType | undefined {
  return MEDIA_TYPES.find((known) => known.container === container);
}

/** Its first 128 bytes are anybody's, and some begin as a TIFF does (DICOM PS3.10, 7.1). */
function isDicom(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(128, 132)).toString('latin1') === 'DICM';
}

async function mimeOf(head: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(head))?.mime.split(';')[0];
  } catch {
    // The recogniser ran past the bytes that it was given: what it can't tell counts as not recognised.
    return head[0] === 0x50 && head[1] === 0x4b ? ZIP : undefined;
  }
}

function extensionIn(fileName: string): string {
  return /\.([A-Za-z0-9]{1,8})$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
}

/** Every type by the extensions that a field of its line names. */
function byExtension(
  field: (known: KnownType) => readonly string[] | undefined,
): ReadonlyMap<string, KnownType> {
  return new Map(
    MEDIA_TYPES.flatMap((known) => (field(known) ?? []).map((extension) => [extension, known] as const)),
  );
}
