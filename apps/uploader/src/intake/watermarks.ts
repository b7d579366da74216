import { type FillLevel, StorageFull } from '#libs/storage';

/**
 * Keeps room on the disk for what has begun: from the upload mark on no new upload begins, while running
 * ones, finishes and deletes go on.
 */
export class Watermarks {
  constructor(
    private readonly level: FillLevel,
    /** In percent of the storage that is in use. */
    private readonly uploadPercent: number,
  ) {}

  /** @throws StorageFull when the storage has reached the mark, or has no room for `bytes` */
  async requireRoom(bytes: number): Promise<void> {
    const found = await this.level.measure();
    if (found === undefined) return;
    if (found.usedPercent >= this.uploadPercent || bytes > found.freeBytes) throw new StorageFull();
  }
}
