import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Registry } from 'prom-client';
import type { Logger } from '#libs/http';
import { type Clock, randomToken, unixSeconds } from '#libs/kernel';
import { ObjectExists, type Storage, USAGE, usageSegment, usageSegmentName } from '#libs/storage';
import { LinesLost, SegmentFile } from './segment-file.js';
import { registerUsage } from './usage-metrics.js';
import { type Served, type Tallied, UsageTally } from './usage-tally.js';

export interface UsageJournalSettings {
  /** Where segments are written: the storage's own `usage/`, or a folder from which they are sent to `bucket`. */
  readonly folder: string;
  /** Names this process's folder in it: one segment of a key. */
  readonly replica: string;
  /** The most that lies in this process's folder. */
  readonly maxBytes: number;
}

export interface UsageJournalParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Where whole segments go, unless they are where they belong already. */
  readonly bucket?: Pick<Storage, 'put'> | undefined;
}

const EVERY_MS = 1_000;
const SEGMENT_BYTES = 1024 ** 2;
const SEGMENT_SECONDS = 60;
/** What is kept in memory of lines that can't be written for now. */
const MOST_WAITING = 16 * 1024 ** 2;

/**
 * Tells what was sent to whom, for the worker to count: lines of NDJSON, each second appended to a segment and made
 * durable there, and each minute or megabyte a new segment. It never holds up an answer, and never fails one: lines that
 * can't be written wait in memory, and those that can't wait are counted as lost.
 */
export class UsageJournal {
  readonly #tally = new UsageTally();
  readonly #own: string;
  #waiting: Tallied[] = [];
  #waitingBytes = 0;
  #segment: { readonly file: SegmentFile; readonly since: number } | undefined;
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failing = false;
  #lost = 0;
  #segments = 0;

  constructor(
    private readonly settings: UsageJournalSettings,
    private readonly parts: UsageJournalParts,
  ) {
    this.#own = path.join(settings.folder, settings.replica);
    registerUsage(parts.registry, {
      isFailing: () => this.#failing,
      lostBytes: () => this.#takeLost(),
      segments: () => this.#takeSegments(),
    });
  }

  /** Ends what a process of this name that was killed has left, and begins to write. */
  start(): void {
    this.#writing = this.#tried(() => this.#endLeftOver()).finally(() => {
      this.#writing = undefined;
    });
    this.#timer = setInterval(() => this.#look(), EVERY_MS).unref();
  }

  /** That so many bytes of a body went out, in an answer that took `ms`. */
  count(served: Served, bytes: number, ms: number): void {
    this.#tally.count(served, bytes, ms);
  }

  /** Writes what there is, ends the segment, and sends it where it belongs: its folder may go with the process. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    this.#gather();
    await this.#tried(() => this.#write());
    await this.#tried(() => this.#end());
    const { bucket } = this.parts;
    if (bucket !== undefined) await this.#tried(() => this.#send(bucket));
    for (const { sentBytes } of this.#waiting.splice(0)) this.#lost += sentBytes;
  }

  #look(): void {
    this.#gather();
    // One at a time: a folder that hangs holds one call, not all that reading media has.
    this.#writing ??= this.#tried(() => this.#write()).finally(() => {
      this.#writing = undefined;
    });
  }

  #gather(): void {
    const tallied = this.#tally.take(unixSeconds(this.parts.clock));
    if (tallied.lines === '') return;
    if (this.#waitingBytes + tallied.lines.length > MOST_WAITING) {
      this.#lost += tallied.sentBytes;
      return;
    }
    this.#waiting.push(tallied);
    this.#waitingBytes += tallied.lines.length;
  }

  async #write(): Promise<void> {
    if (this.#waiting.length > 0) await this.#append();
    const now = performance.now();
    const due = this.#segment !== undefined && now - this.#segment.since >= SEGMENT_SECONDS * 1000;
    if (due || (this.#segment?.file.bytes ?? 0) >= SEGMENT_BYTES) await this.#end();
    if (this.parts.bucket !== undefined) await this.#send(this.parts.bucket);
  }

  async #append(): Promise<void> {
    const segment = (this.#segment ??= await this.#begin());
    const waiting = this.#waiting.splice(0);
    this.#waitingBytes = 0;
    try {
      await segment.file.append(Buffer.from(waiting.map(({ lines }) => lines).join('')));
    } catch (error) {
      if (error instanceof LinesLost) for (const { sentBytes } of waiting) this.#lost += sentBytes;
      else {
        this.#waiting = [...waiting, ...this.#waiting];
        this.#waitingBytes = this.#waiting.reduce((sum, { lines }) => sum + lines.length, 0);
      }
      // What can't be written to is left: the next lines get a segment of their own.
      await this.#end();
      throw error;
    }
  }

  async #begin() {
    const { replica, maxBytes } = this.settings;
    if ((await this.#heldBytes()) >= maxBytes) throw new Error('Too many segments wait to be taken in.');
    const name = usageSegmentName(replica, this.parts.clock.now(), randomToken(8));
    const file = await SegmentFile.create(this.#at(name, 'open'), this.#at(name, 'whole'));
    return { file, since: performance.now() };
  }

  async #end(): Promise<void> {
    const segment = this.#segment;
    if (segment === undefined) return;
    this.#segment = undefined;
    await segment.file.end();
    this.#segments += 1;
  }

  async #endLeftOver(): Promise<void> {
    await mkdir(this.#own, { recursive: true });
    for (const file of await readdir(this.#own))
      if (file.endsWith('.open'))
        await rename(path.join(this.#own, file), path.join(this.#own, file.replace(/open$/, 'ndjson')));
  }

  async #heldBytes(): Promise<number> {
    let bytes = 0;
    for (const file of await readdir(this.#own).catch(() => [])) {
      const found = await stat(path.join(this.#own, file)).catch(() => undefined);
      bytes += found?.size ?? 0;
    }
    return bytes;
  }

  /** Sends whole segments, each of which counts once however often it is sent. */
  async #send(bucket: Pick<Storage, 'put'>): Promise<void> {
    const { replica } = this.settings;
    for (const file of await readdir(this.#own).catch(() => [])) {
      if (!file.endsWith('.ndjson')) continue;
      const content = await readFile(path.join(this.#own, file));
      const key = usageSegment(`${replica}/${file.slice(0, -'.ndjson'.length)}`, 'whole');
      await bucket
        .put(
          key,
          (async function* () {
            yield content;
          })(),
          { bytes: content.length },
        )
        .catch((error: unknown) => {
          if (!(error instanceof ObjectExists)) throw error;
        });
      await rm(path.join(this.#own, file));
    }
  }

  #at(name: string, state: 'open' | 'whole'): string {
    return path.join(this.settings.folder, usageSegment(name, state).slice(USAGE.length + 1));
  }

  /** Told once when it begins to fail, and once when it is over. */
  async #tried(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      if (this.#failing) this.parts.logger.info('usage is written again');
      this.#failing = false;
    } catch (err) {
      if (!this.#failing) this.parts.logger.error({ err }, 'usage is not written; it waits in memory');
      this.#failing = true;
    }
  }

  #takeLost(): number {
    const lost = this.#lost;
    this.#lost = 0;
    return lost;
  }

  #takeSegments(): number {
    const segments = this.#segments;
    this.#segments = 0;
    return segments;
  }
}
