import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { StartFacts } from '../acceptance/lectern-process.js';

const PIECES = 30;
const PIECE = randomBytes(8 * 1024);
const PIECE_MS = 200;
const PDF = Buffer.concat([Buffer.from('%PDF-1.4\n'), ...Array.from({ length: PIECES }, () => PIECE)]);

export const SHA256_OF_FORM = createHash('sha256').update(PDF).digest('hex');

export interface FormAnswer {
  readonly status: number | undefined;
  readonly id: string;
  readonly sha256: string;
}

/**
 * Sends a form, piece by piece over some 6 s; `half` is called when a part of it has been sent. Without it all of it is
 * sent at once.
 */
export async function sendForm(
  { uploader, keys }: StartFacts,
  half?: () => void,
  file: { readonly name: string; readonly pieces: readonly Buffer[] } = {
    name: 'a.pdf',
    pieces: [PDF.subarray(0, 9), ...Array.from({ length: PIECES }, () => PIECE)],
  },
): Promise<FormAnswer> {
  const head = `--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nSlow\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="${file.name}"\r\n\r\n`;
  const sent = request(`${uploader}/v1/assets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.doctor}`, 'content-type': 'multipart/form-data; boundary=x' },
  });
  const answered = new Promise<FormAnswer>((resolve, reject) => {
    sent.on('error', reject).on('response', (response) => {
      let text = '';
      response.on('error', reject).on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const { id, sha256 } = JSON.parse(text) as { id: string; sha256: string };
        resolve({ status: response.statusCode, id, sha256 });
      });
    });
  });
  // Told of below; until then a failure is nobody's.
  answered.catch(() => undefined);
  sent.write(head);
  for (const [index, piece] of file.pieces.entries()) {
    if (sent.destroyed) break;
    sent.write(piece);
    if (half === undefined) continue;
    await delay(PIECE_MS);
    if (index === 5) half();
  }
  sent.end('\r\n--x--\r\n');
  return answered;
}
