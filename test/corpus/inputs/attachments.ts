import { gzipSync } from 'node:zlib';
import { attachment, input, type Input, SHORT, video } from './input.js';
import { u16 } from './mp4-edit.js';
import { AAC, clip, H264, H264_10BIT, OPUS, VP8 } from './sources.js';

function kept(
  name: string,
  content: Uint8Array | string,
  contentType: RegExp,
  charset?: RegExp,
  marks = {},
): Input {
  return input(name, (at) => at.write(content), attachment(contentType, charset), marks);
}

/** A zip of stored files. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x0403_4b50);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt32LE(bytes.length, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x0201_4b50);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(at, 42);
    parts.push(head, Buffer.from(name), bytes);
    central.push(entry, Buffer.from(name));
    at += 30 + name.length + bytes.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

function office(part: string, type: string): Buffer {
  return zip({
    '[Content_Types].xml': `<?xml version="1.0"?><Types><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`,
    [part]: '<x/>',
  });
}

/** 课程讲义, two lines of a lesson, in GBK. */
const GBK = Buffer.from('bfceb3ccbdb2d2e50d0ab5dad2bbd5c20d0a', 'hex');
const CHINESE = '课程讲义\r\n第一章\r\n';
const ANY_CFB = Buffer.concat([
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.alloc(16),
  u16(0x3e00, 0x0300, 0xfeff, 0x0900),
  Buffer.alloc(2000),
]);

const SRT = '1\n00:00:01,000 --> 00:00:02,000\nfirst\n\n2\n00:00:03,000 --> 00:00:04,500\n第二\n';
const VTT = 'WEBVTT\n\n00:01.000 --> 00:02.000\nfirst\n\n00:03.000 --> 00:04.500\nsecond\n';

/** A recording with text tracks, each made from SRT. */
function captioned(name: string, codecs: string, tracks: number, codec: string, marks = {}): Input {
  return input(
    name,
    async (at) => {
      await at.write(SRT, 'in.srt');
      const inputs = Array.from({ length: tracks }, () => '-i {in.srt}').join(' ');
      const maps = Array.from(
        { length: tracks },
        (_, i) => `-map ${i + 2} -metadata:s:s:${i} language=${['chi', 'eng'][i]}`,
      ).join(' ');
      await at.ffmpeg(`${clip()} ${inputs} -map 0 -map 1 ${maps} ${codecs} -c:s ${codec}`);
    },
    video(6, { subtitles: tracks }),
    marks,
  );
}

/** Documents and texts, and texts inside of recordings. */
export const ATTACHMENTS: readonly Input[] = [
  kept('utf8.txt', CHINESE, /^text\/plain/),
  kept('gbk.txt', GBK, /^text\/plain/, /gb18030|gbk|gb2312/i, SHORT),
  kept(
    'utf16le.txt',
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(CHINESE, 'utf16le')]),
    /^text\/plain/,
    /utf-?16/i,
  ),
  kept(
    'utf16be.txt',
    Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(CHINESE, 'utf16le').swap16()]),
    /^text\/plain/,
    /utf-?16/i,
  ),
  kept('utf8-with-mark.csv', `\ufeff${CHINESE}`, /^text\/csv/),
  kept('gbk.csv', Buffer.concat([GBK, Buffer.from('a,b\r\n')]), /^text\/csv/, /gb18030|gbk|gb2312/i),
  kept('captions.vtt', VTT, /^text\/vtt/, undefined, {}),
  kept('captions-with-mark.vtt', `\ufeff${VTT}`, /^text\/vtt/),
  kept('captions.srt', SRT, /subrip|^text\/plain/),
  kept(
    'gbk.srt',
    Buffer.concat([Buffer.from('1\n00:00:01,000 --> 00:00:02,000\n'), GBK]),
    /subrip|^text\/plain/,
  ),
  kept('notes.md', '# Lesson\n\nText.\n', /^text\/markdown/),
  kept('bmi.csv', 'BMI,age\n23,50\n', /^text\/csv/, undefined, SHORT),
  kept('gif.txt', 'GIF89a is an old format of pictures.\n', /^text\/plain/),
  kept('id3.txt', 'ID3 tags stand before the sound.\n', /^text\/plain/),
  kept('mz.md', 'MZ are the initials of Mark Zbikowski.\n', /^text\/markdown/),
  kept('solid.txt', 'solid food is allowed again on the third day\n', /^text\/plain/),
  kept('flac.txt', 'fLaC is how these files begin.\n', /^text\/plain/),
  kept(
    'paper.pdf',
    '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
    /^application\/pdf/,
  ),
  kept('letter.rtf', '{\\rtf1\\ansi hello}', /rtf/),
  kept('report.docx', office('word/document.xml', 'wordprocessingml.document'), /wordprocessingml/),
  kept('deck.pptx', office('ppt/presentation.xml', 'presentationml.presentation'), /presentationml/),
  kept('table.xlsx', office('xl/workbook.xml', 'spreadsheetml.sheet'), /spreadsheetml/),
  kept(
    'letter.odt',
    zip({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<x/>' }),
    /opendocument\.text/,
  ),
  kept('book.epub', zip({ mimetype: 'application/epub+zip', 'META-INF/container.xml': '<x/>' }), /epub/),
  kept('files.zip', zip({ 'a.txt': 'a' }), /^application\/zip/),
  kept('old.doc', ANY_CFB, /cfb|msword|octet-stream/),
  kept('files.7z', Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(100, 7)]), /7z/),
  kept('files.rar', Buffer.concat([Buffer.from('526172211a070100', 'hex'), Buffer.alloc(100, 7)]), /rar/),
  kept('files.txt.gz', gzipSync('text'), /gzip/),
  kept(
    'scan.dcm',
    Buffer.concat([
      Buffer.alloc(128),
      Buffer.from('DICM'),
      Buffer.from('0200000055 4c0400'.replaceAll(' ', ''), 'hex'),
      Buffer.alloc(64),
    ]),
    /dicom/,
  ),

  captioned('mov-text.mp4', `${H264} ${AAC}`, 1, 'mov_text', SHORT),
  captioned('mov-text-10bit.mp4', `${H264_10BIT} ${AAC}`, 1, 'mov_text'),
  captioned('two-mov-texts.mp4', `${H264} ${AAC}`, 2, 'mov_text'),
  captioned('srt.mkv', `${H264} ${AAC}`, 1, 'srt'),
  captioned('two-srts.mkv', `${H264} ${AAC}`, 2, 'srt'),
  captioned('ass.mkv', `${H264} ${AAC}`, 1, 'ass'),
  captioned('webvtt.webm', `${VP8} ${OPUS}`, 1, 'webvtt'),
];
