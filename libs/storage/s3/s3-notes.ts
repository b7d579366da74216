import { randomToken } from '#libs/kernel';
import { temporaryName } from '../keys.js';
import type { Multipart } from './s3-bucket.js';

/** A multipart upload of a running call is noted here, so that a sweep finds those of killed processes. */
const NOTES = temporaryName('', 'parts');

export function noteOf(multipart: Multipart): { name: string; body: Buffer } {
  return { name: temporaryName(randomToken(16), 'parts'), body: Buffer.from(JSON.stringify(multipart)) };
}

export function isNote(name: string): boolean {
  return name.startsWith(NOTES);
}

export function readNote(body: Buffer): Multipart {
  const { name, id } = JSON.parse(body.toString()) as Partial<Multipart>;
  return { name: String(name), id: String(id) };
}
