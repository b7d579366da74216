import type { Storage, StorageKey } from '#libs/storage';
import { UnsupportedMedia } from './intake.errors.js';
import { HEAD_BYTES, hasLongTag, headOf } from '#libs/media-type';
import { adviceOn, type MediaType, recognise } from '#libs/media-type/sniff';

/** Recognises a file by its first bytes, as soon as enough of them have come. */
export class Sniffer {
  /** So many bytes from the start are looked at. */
  readonly wanted: number;
  private chunks: Uint8Array[] = [];
  private seen = 0;

  /** @param bytes how long the file is, or null where that is not known */
  constructor(
    private readonly fileName: string,
    bytes: number | null,
  ) {
    this.wanted = Math.min(HEAD_BYTES, bytes ?? HEAD_BYTES);
  }

  /** Whether it needs no more bytes. */
  get isDone(): boolean {
    return this.seen >= this.wanted;
  }

  /**
   * Takes the next bytes.
   *
   * @throws UnsupportedMedia with the bytes that were enough to tell that it is nothing that is taken
   */
  async take(chunk: Uint8Array): Promise<void> {
    if (this.isDone) return;
    this.chunks.push(chunk);
    this.seen += chunk.byteLength;
    if (!this.isDone) return;
    const head = Buffer.concat(this.chunks).subarray(0, this.wanted);
    this.chunks = [];
    // What stands behind a longer tag is looked at once all of it has come.
    if (!hasLongTag(head)) await recogniseOrRefuse(head, this.fileName);
  }
}

/** What a stored file is by its first bytes. @throws UnsupportedMedia where it is nothing that is taken */
export async function recogniseStored(
  storage: Storage,
  key: StorageKey,
  fileName: string,
): Promise<MediaType> {
  const object = await storage.open(key);
  try {
    const head = await headOf(object.bytes, async (range) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of object.read(range)) chunks.push(chunk);
      return Buffer.concat(chunks);
    });
    return await recogniseOrRefuse(head, fileName);
  } finally {
    await object.close();
  }
}

async function recogniseOrRefuse(head: Uint8Array, fileName: string): Promise<MediaType> {
  const media = await recognise(head, fileName);
  if (media === undefined) throw new UnsupportedMedia(fileName, await adviceOn(head));
  return media;
}
