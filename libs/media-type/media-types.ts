import type { ContainerName } from './containers.js';

export type AssetKind = 'video' | 'audio' | 'image' | 'attachment';

/** One line of the table: all that Lectern does with files of one type. */
export interface KnownType {
  /** The type's name, without parameters, as file-type gives it to such bytes. */
  readonly contentType: string;
  /** What an upload whose bytes are of this type becomes; none is taken of a type without one. */
  readonly kind?: AssetKind;
  /**
   * Plain text has no mark in its bytes: what has none is of this type by one of these extensions. What does have
   * one (`WEBVTT`) is not taken.
   */
  readonly amongText?: readonly string[];
  /** A zip whose bytes say no more than that is of this type by one of these extensions. */
  readonly amongZips?: readonly string[];
  /** What its bytes are to the worker; undefined where the worker reads none, or refuses it as no recording. */
  readonly container?: ContainerName;
  /** The extensions by which what we derive is shown in place under this type; we name files by the first one. */
  readonly shown?: readonly string[];
  /** The extensions of a name to save as by which a download has this type; all others are opaque bytes. */
  readonly saved?: readonly string[];
  /** It is text: served with `charset=utf-8`. */
  readonly isText?: true;
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';

/**
 * What a file is by its bytes, how it is served, and how it is named. To take a type, or to serve it under its own
 * name, takes a line here and nothing else; the edge's table is made of this one (edge-table.spec.ts). `shown` and
 * `saved` name nothing that a browser would execute.
 */
export const MEDIA_TYPES: readonly KnownType[] = [
  {
    contentType: 'video/mp4',
    kind: 'video',
    container: 'mp4',
    shown: ['mp4', 'm4s', 'm4v'],
    saved: ['mp4', 'm4v'],
  },
  { contentType: 'video/x-m4v', kind: 'video', container: 'mp4' },
  { contentType: 'video/quicktime', kind: 'video', container: 'mp4', saved: ['mov'] },
  { contentType: 'video/3gpp', kind: 'video', container: 'mp4' },
  { contentType: 'video/3gpp2', kind: 'video', container: 'mp4' },
  { contentType: 'video/matroska', kind: 'video', container: 'matroska', saved: ['mkv'] },
  { contentType: 'video/webm', kind: 'video', container: 'matroska', saved: ['webm'] },
  { contentType: 'video/mp2t', kind: 'video', container: 'mpeg-ts', shown: ['ts'] },
  { contentType: 'video/MP2P', kind: 'video', container: 'mpeg-ps' },
  { contentType: 'video/MP1S', kind: 'video', container: 'mpeg-ps' },
  { contentType: 'video/mpeg', kind: 'video' },
  { contentType: 'video/vnd.avi', kind: 'video', container: 'avi' },
  { contentType: 'video/x-flv', kind: 'video', container: 'flv' },
  { contentType: 'video/x-ms-asf', kind: 'video', container: 'asf' },
  { contentType: 'application/vnd.ms-asf', kind: 'video', container: 'asf' },
  { contentType: 'video/ogg', kind: 'video', container: 'ogg' },

  { contentType: 'audio/mp4', kind: 'audio', container: 'mp4', shown: ['m4a'], saved: ['m4a'] },
  { contentType: 'audio/x-m4a', kind: 'audio', container: 'mp4' },
  { contentType: 'audio/mpeg', kind: 'audio', container: 'mp3', saved: ['mp3'] },
  { contentType: 'audio/aac', kind: 'audio', container: 'adts' },
  { contentType: 'audio/wav', kind: 'audio', container: 'wav', saved: ['wav'] },
  { contentType: 'audio/flac', kind: 'audio', container: 'flac' },
  { contentType: 'audio/ogg', kind: 'audio', container: 'ogg' },
  { contentType: 'application/ogg', kind: 'audio', container: 'ogg' },
  { contentType: 'audio/x-ms-asf', kind: 'audio', container: 'asf' },
  { contentType: 'audio/aiff', kind: 'audio' },
  { contentType: 'audio/amr', kind: 'audio' },
  { contentType: 'audio/ape', kind: 'audio' },
  { contentType: 'audio/midi', kind: 'audio' },
  { contentType: 'audio/qcelp', kind: 'audio' },
  { contentType: 'audio/vnd.dolby.dd-raw', kind: 'audio' },
  { contentType: 'audio/wavpack', kind: 'audio' },
  { contentType: 'audio/x-caf', kind: 'audio' },
  { contentType: 'audio/x-dff', kind: 'audio' },
  { contentType: 'audio/x-dsf', kind: 'audio' },
  { contentType: 'audio/x-it', kind: 'audio' },
  { contentType: 'audio/x-musepack', kind: 'audio' },
  { contentType: 'audio/x-s3m', kind: 'audio' },
  { contentType: 'audio/x-voc', kind: 'audio' },
  { contentType: 'audio/x-xm', kind: 'audio' },

  {
    contentType: 'image/jpeg',
    kind: 'image',
    container: 'jpeg',
    shown: ['jpg', 'jpeg'],
    saved: ['jpg', 'jpeg'],
  },
  { contentType: 'image/png', kind: 'image', container: 'png', shown: ['png'], saved: ['png'] },
  { contentType: 'image/webp', kind: 'image', container: 'webp', shown: ['webp'], saved: ['webp'] },
  { contentType: 'image/avif', kind: 'image', container: 'avif', shown: ['avif'], saved: ['avif'] },
  { contentType: 'image/gif', kind: 'image', container: 'gif', saved: ['gif'] },
  { contentType: 'image/tiff', kind: 'image', container: 'tiff' },
  // Pictures that no browser shows and sharp does not read: kept for downloading.
  { contentType: 'image/heic', kind: 'attachment', saved: ['heic'] },
  { contentType: 'image/bmp', kind: 'attachment' },

  { contentType: 'application/pdf', kind: 'attachment', saved: ['pdf'] },
  {
    contentType: `${OFFICE}.wordprocessingml.document`,
    kind: 'attachment',
    amongZips: ['docx'],
    saved: ['docx'],
  },
  {
    contentType: `${OFFICE}.presentationml.presentation`,
    kind: 'attachment',
    amongZips: ['pptx'],
    saved: ['pptx'],
  },
  { contentType: `${OFFICE}.spreadsheetml.sheet`, kind: 'attachment', amongZips: ['xlsx'], saved: ['xlsx'] },
  { contentType: `${OPEN_DOCUMENT}.text`, kind: 'attachment' },
  { contentType: `${OPEN_DOCUMENT}.presentation`, kind: 'attachment' },
  { contentType: `${OPEN_DOCUMENT}.spreadsheet`, kind: 'attachment' },
  { contentType: 'application/x-cfb', kind: 'attachment' },
  { contentType: 'application/rtf', kind: 'attachment' },
  { contentType: 'application/epub+zip', kind: 'attachment' },
  { contentType: 'application/zip', kind: 'attachment', saved: ['zip'] },
  { contentType: 'application/x-7z-compressed', kind: 'attachment' },
  { contentType: 'application/vnd.rar', kind: 'attachment' },
  { contentType: 'application/x-rar-compressed', kind: 'attachment' },
  { contentType: 'application/gzip', kind: 'attachment' },

  { contentType: 'text/plain', kind: 'attachment', amongText: ['txt'], saved: ['txt'], isText: true },
  { contentType: 'text/csv', kind: 'attachment', amongText: ['csv'], saved: ['csv'], isText: true },
  { contentType: 'text/markdown', kind: 'attachment', amongText: ['md'], isText: true },
  { contentType: 'application/x-subrip', kind: 'attachment', amongText: ['srt'] },
  {
    contentType: 'text/vtt',
    kind: 'attachment',
    amongText: ['vtt'],
    shown: ['vtt'],
    saved: ['vtt'],
    isText: true,
  },

  { contentType: 'application/vnd.apple.mpegurl', shown: ['m3u8'] },
  { contentType: 'application/json', shown: ['json'] },
];

/** The Content-Type of what is served, by the extension of one of its names. */
export function servedTypes(names: 'shown' | 'saved'): ReadonlyMap<string, string> {
  return new Map(
    MEDIA_TYPES.flatMap(({ contentType, isText, [names]: extensions }) =>
      (extensions ?? []).map((extension) => [
        extension,
        isText === true ? `${contentType}; charset=utf-8` : contentType,
      ]),
    ),
  );
}
