import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import { BodyTooLarge, BodyTooSlow, InvalidRequest } from './http.errors.js';

export interface BodyLimits {
  readonly bytes: number;
  /** Within which all of it must have come. */
  readonly ms: number;
}

/**
 * A request's body as the JSON value that it holds; undefined where it is empty.
 *
 * @throws BodyTooLarge as soon as that is known; BodyTooSlow; InvalidRequest for what is not JSON in UTF-8, nests too
 *   deeply, or has keys that would reach an object's prototype
 */
export async function readJson(body: IncomingMessage, limits: BodyLimits): Promise<unknown> {
  const bytes = await readWhole(body, limits);
  return bytes.length === 0 ? undefined : parse(textOf(bytes));
}

/**
 * All of a request's body.
 *
 * @throws BodyTooLarge as soon as that is known; BodyTooSlow; InvalidRequest where the connection ends before
 */
export function readWhole(body: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  if (Number(body.headers['content-length'] ?? 0) > limits.bytes)
    return Promise.reject(new BodyTooLarge(limits.bytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const leave = (): void => {
      clearTimeout(timer);
      stopWatching();
      body.off('data', take);
    };
    const refuse = (error: Error): void => {
      leave();
      // Destroying it would take the connection with it, and the answer.
      body.pause();
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > limits.bytes) refuse(new BodyTooLarge(limits.bytes));
    };
    const timer = setTimeout(() => refuse(new BodyTooSlow(limits.ms / 1000)), limits.ms);
    const stopWatching = finished(body, { writable: false }, (cause) => {
      if (cause !== null && cause !== undefined)
        return refuse(new InvalidRequest('The connection ended before the body was whole.'));
      leave();
      resolve(Buffer.concat(chunks, bytes));
    });
    body.on('data', take);
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new InvalidRequest('The body is not UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, refuseReach);
  } catch (error) {
    if (error instanceof InvalidRequest) throw error;
    throw new InvalidRequest(
      error instanceof RangeError ? 'The body is nested too deeply.' : 'The body is not well-formed JSON.',
    );
  }
}

/** Whoever copies keys one by one would change an object's prototype by these. */
function refuseReach(key: string, value: unknown): unknown {
  if (key === '__proto__')
    throw new InvalidRequest('The body has a key `__proto__`, which nothing here takes.');
  if (
    key === 'constructor' &&
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, 'prototype')
  )
    throw new InvalidRequest(
      'The body has a key `constructor` with a `prototype`, which nothing here takes.',
    );
  return value;
}
