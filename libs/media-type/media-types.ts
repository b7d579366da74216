import type { ContainerName } from './containers.js';

export type AssetKind = 'video' | 'audio' | 'image' | 'attachment';

/** One line of the table: all that Lectern does with files of one type. */
export interface KnownType {
  /** The type's name, without parameters, as file-type gives it to such bytes. */
  readonly contentType: string;
  /** What an upload whose bytes are of this type becomes; none is taken of a type without one. */
  readonly kind?: AssetKind;
  /** Of a type that is not taken: a sentence that says what to do. */
  readonly advice?: string;
  /** Plain text has no mark in its bytes: it is of this type by one of these extensions. */
  readonly amongText?: readonly string[];
  /** A zip whose bytes say no more than that is of this type by one of these extensions. */
  readonly amongZips?: readonly string[];
  /**
   * What its bytes are to its reader, and how they are recognised: every recording and image has one. The first type
   * of a container is that of files of which nothing finer is known.
   */
  readonly container?: ContainerName;
  /** The extensions by which what we derive is shown in place under this type; we name files by the first one. */
  readonly shown?: readonly string[];
  /** The extensions of a name to save as by which a download has this type; all others are opaque bytes. */
  readonly saved?: readonly string[];
  /** It is text: served with its charset. */
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
  { contentType: 'video/mpeg', kind: 'video', container: 'mpeg-video', saved: ['mpg', 'mpeg'] },
  { contentType: 'video/h264', kind: 'video', container: 'h264' },
  { contentType: 'video/h265', kind: 'video', container: 'hevc' },
  { contentType: 'video/vnd.avi', kind: 'video', container: 'avi' },
  { contentType: 'video/x-flv', kind: 'video', container: 'flv' },
  { contentType: 'video/x-ms-asf', kind: 'video', container: 'asf' },
  { contentType: 'application/vnd.ms-asf', kind: 'video', container: 'asf' },
  { contentType: 'application/mxf', kind: 'video', container: 'mxf' },

  { contentType: 'audio/mp4', kind: 'audio', container: 'mp4', shown: ['m4a'], saved: ['m4a'] },
  { contentType: 'audio/x-m4a', kind: 'audio', container: 'mp4' },
  { contentType: 'audio/mpeg', kind: 'audio', container: 'mp3', saved: ['mp3'] },
  { contentType: 'audio/aac', kind: 'audio', container: 'adts', saved: ['aac'] },
  { contentType: 'audio/wav', kind: 'audio', container: 'wav', saved: ['wav'] },
  { contentType: 'audio/x-w64', kind: 'audio', container: 'w64' },
  { contentType: 'audio/flac', kind: 'audio', container: 'flac', saved: ['flac'] },
  { contentType: 'application/ogg', kind: 'audio', container: 'ogg' },
  { contentType: 'audio/ogg', kind: 'audio', container: 'ogg', saved: ['ogg', 'oga', 'opus'] },
  { contentType: 'video/ogg', kind: 'video', container: 'ogg', saved: ['ogv'] },
  { contentType: 'audio/x-ms-asf', kind: 'audio', container: 'asf' },
  { contentType: 'audio/aiff', kind: 'audio', container: 'aiff', saved: ['aiff', 'aif', 'aifc'] },
  { contentType: 'audio/basic', kind: 'audio', container: 'au' },
  { contentType: 'audio/amr', kind: 'audio', container: 'amr', saved: ['amr'] },
  { contentType: 'audio/ape', kind: 'audio', container: 'ape' },
  { contentType: 'audio/qcelp', kind: 'audio', container: 'qcp' },
  { contentType: 'audio/vnd.dolby.dd-raw', kind: 'audio', container: 'ac3' },
  { contentType: 'audio/eac3', kind: 'audio', container: 'eac3' },
  { contentType: 'audio/wavpack', kind: 'audio', container: 'wavpack' },
  { contentType: 'audio/x-caf', kind: 'audio', container: 'caf' },
  { contentType: 'audio/x-dsf', kind: 'audio', container: 'dsf' },
  { contentType: 'audio/x-voc', kind: 'audio', container: 'voc' },
  {
    contentType: 'audio/midi',
    advice: 'A MIDI file holds notes and no sound: export it as MP3 or WAV, and send that.',
  },
  ...['audio/x-it', 'audio/x-s3m', 'audio/x-xm'].map((contentType) => ({
    contentType,
    advice: 'A tracker module holds notes and no recording: export it as MP3 or WAV, and send that.',
  })),
  ...['audio/x-musepack', 'audio/x-dff', 'application/vnd.rn-realmedia', 'application/x-shockwave-flash'].map(
    (contentType) => ({
      contentType,
      advice: 'Lectern does not play this format: convert it to MP4, MP3 or WAV, and send that.',
    }),
  ),

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
  { contentType: 'image/heic', kind: 'attachment', container: 'heic', saved: ['heic'] },
  { contentType: 'image/heif', kind: 'attachment', container: 'heic', saved: ['heif'] },
  { contentType: 'image/heic-sequence', kind: 'attachment', container: 'heic' },
  { contentType: 'image/heif-sequence', kind: 'attachment', container: 'heic' },
  { contentType: 'image/bmp', kind: 'attachment', saved: ['bmp'] },
  { contentType: 'image/vnd.adobe.photoshop', kind: 'attachment', saved: ['psd'] },
  { contentType: 'application/dicom', kind: 'attachment', saved: ['dcm'] },

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
  { contentType: `${OPEN_DOCUMENT}.text`, kind: 'attachment', amongZips: ['odt'], saved: ['odt'] },
  { contentType: `${OPEN_DOCUMENT}.presentation`, kind: 'attachment', amongZips: ['odp'], saved: ['odp'] },
  { contentType: `${OPEN_DOCUMENT}.spreadsheet`, kind: 'attachment', amongZips: ['ods'], saved: ['ods'] },
  // Documents of Office before 2007: by their bytes all of them are the first.
  { contentType: 'application/x-cfb', kind: 'attachment' },
  { contentType: 'application/msword', saved: ['doc'] },
  { contentType: 'application/vnd.ms-excel', saved: ['xls'] },
  { contentType: 'application/vnd.ms-powerpoint', saved: ['ppt'] },
  { contentType: 'application/rtf', kind: 'attachment', saved: ['rtf'] },
  { contentType: 'application/epub+zip', kind: 'attachment', amongZips: ['epub'], saved: ['epub'] },
  { contentType: 'application/zip', kind: 'attachment', saved: ['zip'] },
  { contentType: 'application/x-7z-compressed', kind: 'attachment', saved: ['7z'] },
  { contentType: 'application/vnd.rar', kind: 'attachment', saved: ['rar'] },
  { contentType: 'application/x-rar-compressed', kind: 'attachment' },
  { contentType: 'application/gzip', kind: 'attachment', saved: ['gz'] },

  { contentType: 'text/plain', kind: 'attachment', amongText: ['txt'], saved: ['txt'], isText: true },
  { contentType: 'text/csv', kind: 'attachment', amongText: ['csv'], saved: ['csv'], isText: true },
  { contentType: 'text/markdown', kind: 'attachment', amongText: ['md'], saved: ['md'], isText: true },
  {
    contentType: 'application/x-subrip',
    kind: 'attachment',
    amongText: ['srt'],
    saved: ['srt'],
    isText: true,
  },
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

/** The Content-Type of what is served, by the extension of one of its names; text is UTF-8 unless told. */
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
