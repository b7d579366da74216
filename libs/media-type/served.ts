import { CHARSETS } from './charsets.js';
import { MEDIA_TYPES, servedTypes } from './media-types.js';

const SHOWN = servedTypes('shown');
const SAVED = servedTypes('saved');
const UNKNOWN = 'application/octet-stream';

/** `;charset=` and one of CHARSETS, at the end of a name to save as. */
const CHARSET_TOLD = new RegExp(`;charset=(${CHARSETS.join('|')})$`);

/**
 * What a name to save text as has to end with: it tells those who serve it how it is encoded, since a signed URL is all
 * that they know of it. What is not told is UTF-8.
 */
export function charsetTold(name: string, charset: string): string {
  return charset === 'utf-8' && !CHARSET_TOLD.test(name) ? '' : `;charset=${charset}`;
}

/**
 * The Content-Type of what is served. An original (`source/…`) is what somebody uploaded, and only the
 * database knows what it was recognised as: it is opaque bytes, or, with a name to save as, a harmless
 * type of that name's extension.
 */
export function contentTypeOf(path: string, saveAs: string | undefined): string {
  if (saveAs !== undefined) return savedType(saveAs);
  return isOriginal(path) ? UNKNOWN : lookUp(SHOWN, path);
}

/** Undefined for what is shown in place; originals are always saved. */
export function contentDispositionOf(path: string, saveAs: string | undefined): string | undefined {
  if (saveAs === undefined) return isOriginal(path) ? 'attachment' : undefined;
  // A charset that is told is no part of the name. Marks that turn the direction of writing make `exe.pdf` of a name
  // that ends in `.exe`.
  const name = saveAs.replace(CHARSET_TOLD, '').replace(/\p{Bidi_Control}/gu, '');
  const ascii = name.replace(/[^\x20-\x7e]|["%\\]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${extendedValue(name)}`;
}

/** The extension that we give to a file of this type. @throws TypeError for a type that is never shown */
export function extensionOf(contentType: string): string {
  const [extension] = MEDIA_TYPES.find((known) => known.contentType === contentType)?.shown ?? [];
  if (extension === undefined) throw new TypeError(`Nothing that is made is ${contentType}.`);
  return extension;
}

/** RFC 8187 section 3.2.1: everything but attr-char in percent-encoded UTF-8. */
function extendedValue(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function savedType(saveAs: string): string {
  const charset = CHARSET_TOLD.exec(saveAs)?.[1];
  const type = lookUp(SAVED, saveAs.replace(CHARSET_TOLD, ''));
  if (charset === undefined) return type;
  return type.replace(/; charset=.*/, charset === 'unknown-8bit' ? '' : `; charset=${charset}`);
}

function isOriginal(path: string): boolean {
  return path.startsWith('source/');
}

function lookUp(types: ReadonlyMap<string, string>, name: string): string {
  const dot = name.lastIndexOf('.');
  return (dot < 0 ? undefined : types.get(name.slice(dot + 1).toLowerCase())) ?? UNKNOWN;
}
