/** Types of the files that we derive ourselves, by extension. Nothing that a browser would execute. */
const DERIVED: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  mp4: 'video/mp4',
  m4s: 'video/mp4',
  m4v: 'video/mp4',
  m4a: 'audio/mp4',
  ts: 'video/mp2t',
  vtt: 'text/vtt; charset=utf-8',
  webp: 'image/webp',
  avif: 'image/avif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  json: 'application/json',
};

/** Types of downloads, by the extension of the name to save as: a closed list of what can do no harm. */
const DOWNLOADS: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/matroska',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  wav: 'audio/wav',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  heic: 'image/heic',
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  vtt: 'text/vtt; charset=utf-8',
  zip: 'application/zip',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const UNKNOWN = 'application/octet-stream';

/**
 * The Content-Type of what is served. An original (`source/…`) is what somebody uploaded, and only the
 * database knows what it was recognised as: it is opaque bytes, or, with a name to save as, a harmless
 * type of that name's extension.
 */
export function contentTypeOf(path: string, saveAs: string | undefined): string {
  if (saveAs !== undefined) return lookUp(DOWNLOADS, saveAs);
  return isOriginal(path) ? UNKNOWN : lookUp(DERIVED, path);
}

/** Undefined for what is shown in place; originals are always saved. */
export function contentDispositionOf(path: string, saveAs: string | undefined): string | undefined {
  if (saveAs === undefined) return isOriginal(path) ? 'attachment' : undefined;
  // Marks that turn the direction of writing make `exe.pdf` of a name that ends in `.exe`.
  const name = saveAs.replace(/\p{Bidi_Control}/gu, '');
  const ascii = name.replace(/[^\x20-\x7e]|["%\\]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${extendedValue(name)}`;
}

/** RFC 8187 section 3.2.1: everything but attr-char in percent-encoded UTF-8. */
function extendedValue(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function isOriginal(path: string): boolean {
  return path.startsWith('source/');
}

function lookUp(types: Readonly<Record<string, string>>, name: string): string {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return name.includes('.') && Object.hasOwn(types, extension) ? (types[extension] ?? UNKNOWN) : UNKNOWN;
}
