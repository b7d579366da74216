import type { Storage, StorageKey } from '#libs/storage';
import { UnsupportedMedia } from './intake.errors.js';
import { type MediaType, recognise, SNIFF_BYTES } from '#libs/media-type/sniff';

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
    this.wanted = Math.min(SNIFF_BYTES, bytes ?? SNIFF_BYTES);
  }

  /** Whether it needs no more bytes. */
  get isDone(): boolean {
    return this.seen >= this.wanted;
  }

  /**
   * Takes the next bytes.
   *
   * @returns what the file is, with the bytes that were enough to tell
   * @throws UnsupportedMedia, with the same, where it is nothing that is taken
   */
  async take(chunk: Uint8Array): Promise<MediaType | undefined> {
    if (this.isDone) return undefined;
    this.chunks.push(chunk);
    this.seen += chunk.byteLength;
    if (!this.isDone) return undefined;
    const head = Buffer.concat(this.chunks).subarray(0, this.wanted);
    this.chunks = [];
    const media = await recognise(head, this.fileName);
    if (media === undefined) throw new UnsupportedMedia(this.fileName);
    return media;
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
    const sniffer = new Sniffer(fileName, object.bytes);
    let media: MediaType | undefined;
    for await (const chunk of object.read({ start: 0, end: sniffer.wanted - 1 }))
      media ??= await sniffer.take(chunk);
    if (media === undefined) throw new UnsupportedMedia(fileName);
    return media;
  } finally {
    await object.close();
  }
}
