import { describe, expect, it } from 'vitest';
import { recognise } from './recognise.js';

/** A zip with one empty file of a name, cut after its local header. */
const zip = (name: string) => {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), Buffer.alloc(64)]);
};
const OFFICE = 'application/vnd.openxmlformats-officedocument';

describe('recognise', () => {
  it.each<[string, string | Buffer, string, string]>([
    ['a.pdf', '%PDF-1.7\n', 'attachment', 'application/pdf'],
    ['a.mp4', '%PDF-1.7\n', 'attachment', 'application/pdf'],
    ['a.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'image', 'image/png'],
    ['a.txt', 'A text, 手术.', 'attachment', 'text/plain'],
    ['a.csv', 'a,b\n', 'attachment', 'text/csv'],
    ['a.MD', '# A\n', 'attachment', 'text/markdown'],
    ['a.srt', '1\n00:00:00,000 --> 00:00:01,000\nA\n', 'attachment', 'application/x-subrip'],
    ['a.zip', zip('a'), 'attachment', 'application/zip'],
    ['a.docx', zip('a'), 'attachment', `${OFFICE}.wordprocessingml.document`],
    ['a.PPTX', zip('a'), 'attachment', `${OFFICE}.presentationml.presentation`],
    ['a.mp4', zip('a'), 'attachment', 'application/zip'],
    ['a.webm', Buffer.from('1a45dfa3874282847765626d', 'hex'), 'video', 'video/webm'],
    ['a.mid', 'MThd\0\0\0\x06', 'audio', 'audio/midi'],
    ['a.ogg', 'OggS' + '\0'.repeat(60), 'audio', 'application/ogg'],
  ])('takes %s', async (name, head, kind, contentType) => {
    const bytes = typeof head === 'string' ? Buffer.from(head) : head;
    expect(await recognise(bytes, name)).toEqual({ kind, contentType });
  });

  it.each([
    ['a.html', '<!doctype html><p>A'],
    ['a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a.txt', ''],
    ['a.txt', 'a\0b'],
    ['a.txt', Buffer.from([0xff, 0x41, 0x42])],
    ['a.mp4', 'A text.'],
    ['a', 'A text.'],
    ['a.vtt', 'WEBVTT\n\n00:00.000 --> 00:01.000\nA\n'],
    ['a.json', '{}'],
    ['a.ico', Buffer.from('00000100', 'hex')],
    ['a.exe', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)])],
  ])('refuses %s: %j', async (name, head) => {
    const found = await recognise(typeof head === 'string' ? Buffer.from(head) : head, name);
    expect(found).toBeUndefined();
  });
});
