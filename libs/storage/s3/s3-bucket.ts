import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  CreateBucketCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Readable } from 'node:stream';
import { type ByteRange, rangeBytes } from '../byte-range.js';
import { ObjectExists, StorageFault, StorageUnavailable, UnfinishedObjectLost } from '../storage.errors.js';
import { answerOf, translated, translatedOfParts } from './s3-faults.js';

/** The metadata field that says whose work an object is (x-amz-meta-lectern-token). */
const TOKEN = 'lectern-token';

export interface Head {
  readonly bytes: number;
  readonly etag: string;
  readonly modifiedAt: Date;
  readonly token: string | undefined;
}

export interface Listed {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** A part that the server has: its number and its ETag. */
export type Part = readonly [number: number, etag: string];

/** Where the parts of one object are collected. */
export interface Multipart {
  readonly name: string;
  readonly id: string;
}

/** A multipart upload as the server lists it. */
export interface ListedMultipart extends Multipart {
  readonly begunAt: Date;
}

/**
 * One bucket, or what lies below a prefix in it, by plain calls whose errors are the storage's own. Names
 * are keys, or names of our own that begin with a dot.
 */
export class S3Bucket {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #idleMs: number;

  constructor(client: S3Client, options: { bucket: string; prefix: string; idleMs: number }) {
    this.#client = client;
    this.#bucket = options.bucket;
    this.#prefix = options.prefix === '' ? '' : `${options.prefix.replace(/\/+$/, '')}/`;
    this.#idleMs = options.idleMs;
  }

  /** What lies under a name; undefined where nothing does. */
  async head(name: string, signal?: AbortSignal): Promise<Head | undefined> {
    try {
      const found = await this.#client.send(new HeadObjectCommand(this.#at(name)), aborting(signal));
      return {
        bytes: found.ContentLength ?? 0,
        etag: found.ETag ?? '',
        modifiedAt: found.LastModified ?? new Date(0),
        token: found.Metadata?.[TOKEN],
      };
    } catch (error) {
      if (answerOf(error)?.status === 404 && answerOf(error)?.name !== 'NoSuchBucket') return undefined;
      throw translated(error, signal);
    }
  }

  async put(
    name: string,
    body: Uint8Array,
    options: {
      token?: string | undefined;
      onlyNew?: boolean | undefined;
      signal?: AbortSignal | undefined;
    } = {},
  ): Promise<void> {
    const command = new PutObjectCommand({
      ...this.#at(name),
      Body: body,
      ContentLength: body.length,
      ...(options.token === undefined ? {} : { Metadata: { [TOKEN]: options.token } }),
      ...(options.onlyNew === true ? { IfNoneMatch: '*' } : {}),
    });
    await this.#edge(this.#client.send(command, aborting(options.signal)), options.signal);
  }

  /**
   * The bytes of an object as they come. The stream fails when the object is no longer the one with this
   * ETag, when the server stops sending for long, and when fewer bytes come than were asked for.
   */
  async *read(
    name: string,
    range: ByteRange,
    options: { etag?: string | undefined; signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const { signal } = options;
    const command = new GetObjectCommand({
      ...this.#at(name),
      Range: `bytes=${range.start}-${range.end}`,
      ...(options.etag === undefined ? {} : { IfMatch: options.etag }),
    });
    const { Body: body } = await this.#edge(this.#client.send(command, aborting(signal)), signal).catch(
      (error: unknown) => {
        if (!(error instanceof ObjectExists)) throw error;
        throw new StorageFault('The object was changed while it was read.', { cause: error });
      },
    );
    if (!(body instanceof Readable)) throw new StorageFault('The storage answered without a body.');
    let left = rangeBytes(range);
    const onAbort = () => body.destroy(asError(signal?.reason));
    const idle = setTimeout(() => body.destroy(new Error('the server stopped sending')), this.#idleMs);
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      for await (const chunk of body as AsyncIterable<Uint8Array>) {
        // A consumer that takes its time is not a server that stopped.
        clearTimeout(idle);
        left -= chunk.length;
        if (left < 0) throw new StorageFault('The storage sent more bytes than were asked for.');
        yield chunk;
        idle.refresh();
      }
    } catch (error) {
      throw translated(error, signal);
    } finally {
      clearTimeout(idle);
      signal?.removeEventListener('abort', onAbort);
      body.destroy();
    }
    if (left > 0) throw new StorageFault('The object was cut short while it was read.');
  }

  /** A small object whole, by one request: what may be replaced is never mixed. */
  async whole(name: string, signal?: AbortSignal): Promise<{ bytes: Buffer; modifiedAt: Date }> {
    const command = new GetObjectCommand(this.#at(name));
    const found = await this.#edge(this.#client.send(command, aborting(signal)), signal);
    const bytes = await this.#edge(
      found.Body?.transformToByteArray() ?? Promise.resolve(new Uint8Array()),
      signal,
    );
    return { bytes: Buffer.from(bytes), modifiedAt: found.LastModified ?? new Date(0) };
  }

  /** A small object of known length. */
  async bytes(name: string, length: number): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    if (length > 0)
      for await (const chunk of this.read(name, { start: 0, end: length - 1 })) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** Removes a name; one that is not there counts as removed. */
  async delete(name: string): Promise<void> {
    try {
      await this.#client.send(new DeleteObjectCommand(this.#at(name)));
    } catch (error) {
      if (answerOf(error)?.name !== 'NoSuchKey') throw translated(error);
    }
  }

  async *list(prefix: string, signal?: AbortSignal): AsyncGenerator<Listed> {
    let next: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix: `${this.#prefix}${prefix}`,
        ...(next === undefined ? {} : { ContinuationToken: next }),
      });
      const page = await this.#edge(this.#client.send(command, aborting(signal)), signal);
      for (const { Key: key, Size: bytes, LastModified: modifiedAt } of page.Contents ?? []) {
        if (key === undefined) continue;
        yield {
          name: key.slice(this.#prefix.length),
          bytes: bytes ?? 0,
          modifiedAt: modifiedAt ?? new Date(0),
        };
      }
      next = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (next !== undefined);
  }

  async createMultipart(name: string, token: string, signal?: AbortSignal): Promise<Multipart> {
    const command = new CreateMultipartUploadCommand({ ...this.#at(name), Metadata: { [TOKEN]: token } });
    const { UploadId: id } = await this.#edge(this.#client.send(command, aborting(signal)), signal);
    if (id === undefined) throw new StorageFault('The storage began an upload without naming it.');
    return { name, id };
  }

  /**
   * Sends one part.
   *
   * @throws UnfinishedObjectLost also where the server broke the connection on a part of an upload it does not
   * know: one that answers early and closes with the body unread resets the connection, and the reset overtakes
   * its answer.
   */
  async uploadPart(
    multipart: Multipart,
    number: number,
    body: Uint8Array,
    signal?: AbortSignal,
  ): Promise<Part> {
    const command = new UploadPartCommand({
      ...this.#at(multipart.name),
      UploadId: multipart.id,
      PartNumber: number,
      Body: body,
      ContentLength: body.length,
    });
    const sending = this.#client.send(command, aborting(signal)).catch(async (error: unknown) => {
      if (!signal?.aborted && isBroken(error)) await this.#expectKnown(multipart, signal);
      throw error;
    });
    const { ETag: etag } = await this.#ofParts(sending, signal);
    if (etag === undefined) throw new StorageFault('The storage took a part without naming it.');
    return [number, etag];
  }

  /**
   * An address that takes one part of exactly so many bytes by PUT, from whoever has it. The signature covers the
   * length: a request with another one is refused.
   */
  partUrl(
    signer: S3Client,
    multipart: Multipart,
    part: { number: number; bytes: number; seconds: number },
  ): Promise<string> {
    const command = new UploadPartCommand({
      ...this.#at(multipart.name),
      UploadId: multipart.id,
      PartNumber: part.number,
      ContentLength: part.bytes,
    });
    return getSignedUrl(signer, command, { expiresIn: part.seconds });
  }

  async complete(multipart: Multipart, parts: readonly Part[], onlyNew: boolean): Promise<void> {
    const command = new CompleteMultipartUploadCommand({
      ...this.#at(multipart.name),
      UploadId: multipart.id,
      MultipartUpload: { Parts: parts.map(([number, etag]) => ({ PartNumber: number, ETag: etag })) },
      ...(onlyNew ? { IfNoneMatch: '*' } : {}),
    });
    await this.#ofParts(this.#client.send(command));
  }

  /** @throws UnfinishedObjectLost when the server says so; one that says nothing proves nothing */
  async #expectKnown(multipart: Multipart, signal: AbortSignal | undefined): Promise<void> {
    const command = new ListPartsCommand({
      ...this.#at(multipart.name),
      UploadId: multipart.id,
      MaxParts: 1,
    });
    try {
      await this.#ofParts(this.#client.send(command, aborting(signal)), signal);
    } catch (error) {
      if (error instanceof UnfinishedObjectLost) throw error;
    }
  }

  /** Every part that the server has, in order. */
  async parts(multipart: Multipart): Promise<Part[]> {
    return (await this.storedParts(multipart)).map(({ number, etag }) => [number, etag]);
  }

  /** The same with the number of bytes of each. */
  async storedParts(multipart: Multipart): Promise<{ number: number; etag: string; bytes: number }[]> {
    const parts: { number: number; etag: string; bytes: number }[] = [];
    let marker: string | undefined;
    do {
      const command = new ListPartsCommand({
        ...this.#at(multipart.name),
        UploadId: multipart.id,
        ...(marker === undefined ? {} : { PartNumberMarker: marker }),
      });
      const page = await this.#ofParts(this.#client.send(command));
      for (const { PartNumber: number, ETag: etag, Size: bytes } of page.Parts ?? []) {
        if (number !== undefined && etag !== undefined) parts.push({ number, etag, bytes: bytes ?? 0 });
      }
      marker = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
    } while (marker !== undefined);
    return parts;
  }

  /** Every multipart upload below a prefix that the server knows of; some servers forget them at a restart. */
  async *multiparts(prefix: string, signal?: AbortSignal): AsyncGenerator<ListedMultipart> {
    let next: { KeyMarker: string; UploadIdMarker: string } | undefined;
    do {
      const command = new ListMultipartUploadsCommand({
        Bucket: this.#bucket,
        Prefix: `${this.#prefix}${prefix}`,
        ...next,
      });
      const page = await this.#edge(this.#client.send(command, aborting(signal)), signal);
      for (const { Key: key, UploadId: id, Initiated: begunAt } of page.Uploads ?? []) {
        if (key === undefined || id === undefined) continue;
        yield { name: key.slice(this.#prefix.length), id, begunAt: begunAt ?? new Date() };
      }
      const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
      const more = page.IsTruncated === true && KeyMarker !== undefined && UploadIdMarker !== undefined;
      next = more ? { KeyMarker, UploadIdMarker } : undefined;
    } while (next !== undefined);
  }

  /** Copies a whole object inside the server. */
  async copy(from: string, to: string, token: string): Promise<void> {
    const command = new CopyObjectCommand({
      ...this.#at(to),
      CopySource: this.#source(from),
      Metadata: { [TOKEN]: token },
      MetadataDirective: 'REPLACE',
    });
    await this.#edge(this.#client.send(command));
  }

  /** Makes a part of another object, or of a range of it, inside the server. */
  async copyPart(multipart: Multipart, number: number, from: string, range?: ByteRange): Promise<Part> {
    const command = new UploadPartCopyCommand({
      ...this.#at(multipart.name),
      UploadId: multipart.id,
      PartNumber: number,
      CopySource: this.#source(from),
      ...(range === undefined ? {} : { CopySourceRange: `bytes=${range.start}-${range.end}` }),
    });
    const { CopyPartResult: copied } = await this.#edge(this.#client.send(command));
    if (copied?.ETag === undefined) throw new StorageFault('The storage took a part without naming it.');
    return [number, copied.ETag];
  }

  /** Frees the parts; an upload that is not there counts as aborted. */
  async abort(multipart: Multipart): Promise<void> {
    const command = new AbortMultipartUploadCommand({ ...this.#at(multipart.name), UploadId: multipart.id });
    try {
      await this.#client.send(command);
    } catch (error) {
      if (answerOf(error)?.status !== 404) throw translated(error);
    }
  }

  async ping(signal: AbortSignal): Promise<void> {
    try {
      await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }), { abortSignal: signal });
    } catch (error) {
      throw new StorageUnavailable({ cause: error });
    }
  }

  /** Makes the bucket; one that is there already, and ours, is taken as it is. */
  async create(): Promise<void> {
    try {
      await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }));
    } catch (error) {
      if (answerOf(error)?.status !== 404) throw translated(error);
      await this.#edge(this.#client.send(new CreateBucketCommand({ Bucket: this.#bucket })));
    }
  }

  close(): void {
    this.#client.destroy();
  }

  #at(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: `${this.#prefix}${name}` };
  }

  #source(name: string): string {
    return encodeURI(`${this.#bucket}/${this.#prefix}${name}`);
  }

  async #ofParts<T>(call: Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw translatedOfParts(error, signal);
    }
  }

  async #edge<T>(call: Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw translated(error, signal);
    }
  }
}

function aborting(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

/** Whether the other end ended the connection before an answer was read. */
function isBroken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return answerOf(error) === undefined && (code === 'ECONNRESET' || code === 'EPIPE');
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted');
}
