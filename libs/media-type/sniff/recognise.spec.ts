import { describe, expect, it } from 'vitest';
import { adviceOn, recognise } from './recognise.js';

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
    ['a.zip', zip('a'), 'attachment', 'application/zip'],
    ['a.docx', zip('a'), 'attachment', `${OFFICE}.wordprocessingml.document`],
    ['a.PPTX', zip('a'), 'attachment', `${OFFICE}.presentationml.presentation`],
    ['a.mp4', zip('a'), 'attachment', 'application/zip'],
    ['a.webm', Buffer.from('1a45dfa3874282847765626d', 'hex'), 'video', 'video/webm'],
    ['a.ogg', 'OggS' + '\0'.repeat(60), 'audio', 'application/ogg'],
    ['a.odt', zip('a'), 'attachment', 'application/vnd.oasis.opendocument.text'],
    ['a.7z', Buffer.from('377abcaf271c0004', 'hex'), 'attachment', 'application/x-7z-compressed'],
    ['a.rar', Buffer.from('526172211a0701', 'hex'), 'attachment', 'application/x-rar-compressed'],
    ['a.psd', '8BPS\0\x01', 'attachment', 'image/vnd.adobe.photoshop'],
    ['a.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'attachment', 'application/x-cfb'],
    ['a.dcm', Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]), 'attachment', 'application/dicom'],
    [
      'a.tif',
      Buffer.concat([Buffer.from('II*\0'), Buffer.alloc(124), Buffer.from('DICM')]),
      'attachment',
      'application/dicom',
    ],
    ['a.heic', '\0\0\0\x18ftypheic\0\0\0\0', 'attachment', 'image/heic'],
    ['a.heif', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'attachment', 'image/heif'],
    ['a.heic', '\0\0\0\x18ftypheis\0\0\0\0', 'attachment', 'image/heic'],
    ['a.avif', '\0\0\0\x18ftypmif1\0\0\0\0mif1avif', 'image', 'image/avif'],
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
    ['a.json', '{}'],
    ['a.ico', Buffer.from('00000100', 'hex')],
    ['a.exe', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)])],
  ])('refuses %s: %j', async (name, head) => {
    const found = await recognise(typeof head === 'string' ? Buffer.from(head) : head, name);
    expect(found).toBeUndefined();
  });

  it.each([
    ['MIDI', 'MThd\0\0\0\x06\0\x01'],
    ['XM', 'Extended Module: a\x1a'],
    ['IT', 'IMPM\0\0'],
    ['S3M', `${'\0'.repeat(44)}SCRM`],
    ['Musepack', 'MPCK\0\0'],
    ['DFF', 'FRM8\0\0\0\0\0\0\0\0DSD \0'],
    ['RealMedia', '.RMF\0\0'],
  ])('refuses %s, and says what to send', async (_, text) => {
    const head = Buffer.from(text, 'latin1');
    expect(await recognise(head, 'a')).toBeUndefined();
    expect(await adviceOn(head)).toMatch(/send that\.$/);
  });
});
