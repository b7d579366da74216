import { fileTypeFromBuffer } from 'file-type';
import { type AssetKind, type KnownType, MEDIA_TYPES } from '../media-types.js';

/** What a file is by its bytes. */
export interface MediaType {
  readonly kind: AssetKind;
  readonly contentType: string;
}

/** So many bytes from the start are enough to recognise every type that is taken. */
export const SNIFF_BYTES = 64 * 1024;

const BY_BYTES = taken(({ contentType, amongText }) => (amongText === undefined ? [contentType] : []));
const AMONG_TEXT = taken(({ amongText }) => amongText);
const AMONG_ZIPS = taken(({ amongZips }) => amongZips);

/**
 * Recognises a file by its first bytes (SNIFF_BYTES of them, or all). The name decides nothing but the
 * flavour of plain text and of a zip that looks like an office document.
 *
 * @returns undefined for what Lectern does not take: HTML, SVG, programs, text under a media name
 */
export async function recognise(head: Uint8Array, fileName: string): Promise<MediaType | undefined> {
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const mime = await mimeOf(head);
  if (mime === undefined) return isPlainText(head) ? AMONG_TEXT.get(extension) : undefined;
  return (mime === 'application/zip' ? AMONG_ZIPS.get(extension) : undefined) ?? BY_BYTES.get(mime);
}

async function mimeOf(head: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(head))?.mime.split(';')[0];
  } catch {
    // The recogniser ran past the bytes that it was given: what it can't tell counts as not recognised.
    return head[0] === 0x50 && head[1] === 0x4b ? 'application/zip' : undefined;
  }
}

function isPlainText(head: Uint8Array): boolean {
  try {
    // A multi-byte character may be cut at the end of the sample: `stream` keeps that from being an error.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    // oxlint-disable-next-line no-control-regex -- control characters are what tells binary from text
    return text.length > 0 && !/[\u0000-\u0008\u000e-\u001f]/.test(text);
  } catch {
    return false;
  }
}

/** Every type that is taken, by what the line of the table says. */
function taken(by: (known: KnownType) => readonly string[] | undefined): ReadonlyMap<string, MediaType> {
  const types = new Map<string, MediaType>();
  for (const known of MEDIA_TYPES) {
    const { kind, contentType } = known;
    if (kind === undefined) continue;
    for (const word of by(known) ?? []) types.set(word, { kind, contentType });
  }
  return types;
}
