import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';

/** How far a write got, where it failed. */
export class LinesLost extends Error {
  override readonly name = 'LinesLost';
}

/**
 * A segment while it is written. What `append` has returned from outlives the process and the machine; what it has
 * thrown at is not in the segment, unless it threw LinesLost.
 */
export class SegmentFile {
  bytes = 0;

  private constructor(
    private readonly file: FileHandle,
    private readonly name: string,
    private readonly whole: string,
  ) {}

  /** @param name of the file while it is written. @param whole its name when it is done */
  static async create(name: string, whole: string): Promise<SegmentFile> {
    const folder = path.dirname(name);
    // Whoever takes segments in removes folders that are empty.
    await mkdir(folder, { recursive: true });
    const file = await open(name, 'ax', 0o640);
    try {
      const directory = await open(folder, 'r');
      await directory.sync().finally(() => directory.close());
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
    return new SegmentFile(file, name, whole);
  }

  /**
   * After it has thrown nothing more is to be appended.
   *
   * @throws LinesLost when it is not known how much of them is in the segment: writing them again could count them twice
   */
  async append(lines: Buffer): Promise<void> {
    try {
      await this.file.appendFile(lines);
      await this.file.datasync();
      this.bytes += lines.length;
    } catch (error) {
      await this.file.truncate(this.bytes).catch((cause: unknown) => {
        throw new LinesLost('The segment can not be cut back to what was whole.', { cause });
      });
      throw error;
    }
  }

  /** Idempotent. The segment is whole from then on, whoever gave it its name. */
  async end(): Promise<void> {
    await this.file.close();
    await rename(this.name, this.whole).catch((error: NodeJS.ErrnoException) => {
      // Taken in meanwhile, or ended by another process of this name: both go by what is in it.
      if (error.code !== 'ENOENT') throw error;
    });
  }
}
