import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, BodyTooSlow, InvalidRequest } from '#libs/http';
import { HEAD_BYTES } from '#libs/media-type';
import { recognise } from '#libs/media-type/sniff';
import type { ByteSource } from '#libs/storage';
import { NotAnImage } from './tracks.errors.js';

/**
 * The bytes of an image as they come, once they are known to be one. What is left of the body when it is refused is not
 * read, and the connection stays for the answer.
 *
 * @throws while it is read: BodyTooLarge, BodyTooSlow, NotAnImage, InvalidRequest where the body breaks off
 */
export async function* imageBody(
  body: IncomingMessage,
  limits: { readonly bytes: number; readonly ms: number },
): ByteSource {
  if (Number(body.headers['content-length'] ?? 0) > limits.bytes) throw new BodyTooLarge(limits.bytes);
  const late = Promise.withResolvers<never>();
  late.promise.catch(() => undefined);
  const timer = setTimeout(() => late.reject(new BodyTooSlow(limits.ms / 1000)), limits.ms);
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let head: Buffer[] | undefined = [];
  let bytes = 0;
  try {
    for (;;) {
      const next = await Promise.race([chunks.next(), late.promise]).catch((error: unknown) => {
        if (error instanceof BodyTooSlow) throw error;
        throw new InvalidRequest('The connection ended before the body was whole.');
      });
      if (next.done !== true) {
        bytes += next.value.length;
        if (bytes > limits.bytes) throw new BodyTooLarge(limits.bytes);
      }
      if (head === undefined) {
        if (next.done === true) return;
        yield next.value;
        continue;
      }
      if (next.done !== true) head.push(next.value);
      if (next.done !== true && bytes < HEAD_BYTES) continue;
      const beginning = Buffer.concat(head);
      head = undefined;
      if ((await recognise(beginning, ''))?.kind !== 'image') throw new NotAnImage();
      yield beginning;
      if (next.done === true) return;
    }
  } finally {
    clearTimeout(timer);
    body.pause();
  }
}
