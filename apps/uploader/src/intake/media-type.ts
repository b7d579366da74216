import { fileTypeFromBuffer } from 'file-type';

export type AssetKind = 'video' | 'audio' | 'image' | 'attachment';

/** What a file is by its bytes. */
export interface MediaType {
  readonly kind: AssetKind;
  readonly contentType: string;
}

/** So many bytes from the start are enough to recognise every type that is taken. */
export const SNIFF_BYTES = 64 * 1024;

const DOCUMENTS: ReadonlySet<string> = new Set([
  // Pictures that no browser shows and sharp does not read: kept for downloading.
  'image/heic',
  'image/bmp',
  'application/pdf',
  'application/zip',
  'application/x-7z-compressed',
  'application/vnd.rar',
  'application/x-rar-compressed',
  'application/gzip',
  'application/rtf',
  'application/x-cfb',
  'application/epub+zip',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.presentation',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]);

const IMAGES: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/tiff',
]);

/** Containers that carry pictures or sound, some of which have no `video/` name. */
const CONTAINERS: Readonly<Record<string, AssetKind>> = {
  'application/vnd.ms-asf': 'video',
  'application/ogg': 'audio',
};

const OFFICE_BY_EXTENSION: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Plain text has no mark in its bytes, so here, and only here, the extension chooses among harmless types. */
const TEXT_BY_EXTENSION: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  csv: 'text/csv',
  md: 'text/markdown',
  srt: 'application/x-subrip',
  vtt: 'text/vtt',
};

/**
 * Recognises a file by its first bytes (SNIFF_BYTES of them, or all). The name decides nothing but the
 * flavour of plain text and of a zip that looks like an office document.
 *
 * @returns undefined for what Lectern does not take: HTML, SVG, programs, text under a media name
 */
export async function recognise(head: Uint8Array, fileName: string): Promise<MediaType | undefined> {
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const mime = await mimeOf(head);
  if (mime === undefined) return isPlainText(head) ? textType(extension) : undefined;
  if (mime === 'application/zip')
    return { kind: 'attachment', contentType: OFFICE_BY_EXTENSION[extension] ?? mime };
  if (DOCUMENTS.has(mime)) return { kind: 'attachment', contentType: mime };
  if (IMAGES.has(mime)) return { kind: 'image', contentType: mime };
  const kind =
    CONTAINERS[mime] ??
    (mime.startsWith('video/') ? 'video' : mime.startsWith('audio/') ? 'audio' : undefined);
  return kind === undefined ? undefined : { kind, contentType: mime };
}

async function mimeOf(head: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(head))?.mime.split(';')[0];
  } catch {
    // The recogniser ran past the bytes that it was given: what it can't tell counts as not recognised.
    return head[0] === 0x50 && head[1] === 0x4b ? 'application/zip' : undefined;
  }
}

function textType(extension: string): MediaType | undefined {
  const contentType = TEXT_BY_EXTENSION[extension];
  return contentType === undefined ? undefined : { kind: 'attachment', contentType };
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
