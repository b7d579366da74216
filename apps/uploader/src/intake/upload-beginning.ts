import type { Upload, UploadPlan, Uploads } from '#libs/catalog';
import type { Database, Transaction } from '#libs/database';
import { type Caller, Forbidden } from '#libs/http';
import { type Clock, newId } from '#libs/kernel';
import type { Quotas, Units } from '#libs/quotas';
import { parseFileName } from './file-name.js';
import { CallerWithoutUnit, EmptyFile, FileAboveLimit } from './intake.errors.js';
import type { UploadStory } from './upload-story.js';
import type { Watermarks } from './watermarks.js';

/** What a door knows of a file before its bytes. */
export interface FileDescription {
  readonly fileName: string;
  /** Where the length is not known: an upper bound that a header gives, which is reserved at once. */
  readonly expectedBytes?: number | undefined;
  readonly sha256?: string | undefined;
  readonly courseId?: string | undefined;
  readonly title?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** A file, and how its bytes will come. */
export type Intention = FileDescription & UploadPlan;

export interface BeginOptions {
  /** How long it is kept; the setting's time unless said. */
  readonly windowMs?: number | undefined;
  /** What else is to happen in the transaction: before quota is reserved, and after the upload is there. */
  readonly first?: ((tx: Transaction) => Promise<void>) | undefined;
  readonly last?: ((tx: Transaction, upload: Upload) => Promise<void>) | undefined;
}

/** Who may put assets into which course. */
export interface CourseGate {
  /** @throws CourseNotFound, Forbidden */
  requireCourse(caller: Caller, course: string): Promise<void>;
}

export interface UploadBeginningParts {
  readonly database: Database;
  readonly uploads: Uploads;
  readonly quotas: Quotas;
  readonly units: Units;
  readonly courses: CourseGate;
  readonly watermarks: Watermarks;
  readonly clock: Clock;
  readonly story: UploadStory;
}

export interface UploadBeginningSettings {
  readonly maxFileBytes: number;
  readonly uploadWindowMs: number;
}

function doorOf(intention: Intention): string {
  return intention.kind === 'parts' || intention.kind === 'direct' ? intention.kind : intention.door;
}

/** How an upload begins: nothing is taken before there is quota and room for it. */
export class UploadBeginning {
  constructor(
    private readonly parts: UploadBeginningParts,
    private readonly settings: UploadBeginningSettings,
  ) {}

  /**
   * Reserves quota and creates the upload, in one transaction.
   *
   * @throws EmptyFile, InvalidFileName, FileAboveLimit, Forbidden, CallerWithoutUnit, and what Quotas.reserve throws: nothing is left behind
   */
  async begin(caller: Caller, intention: Intention, options: BeginOptions = {}): Promise<Upload> {
    const { story } = this.parts;
    try {
      const upload = await this.reserve(caller, intention, options);
      story.begun(upload);
      return upload;
    } catch (error) {
      const { subject, unit } = caller;
      const { bytes } = intention;
      story.notBegun(error, { subject, unit, door: doorOf(intention), bytes });
      throw error;
    }
  }

  private async reserve(caller: Caller, intention: Intention, options: BeginOptions): Promise<Upload> {
    const { database, uploads, quotas, units, courses, watermarks, clock } = this.parts;
    const fileName = parseFileName(intention.fileName);
    const foreseen = intention.bytes ?? intention.expectedBytes ?? 0;
    // A file that is cut into more pieces than it has bytes has empty ones.
    if (intention.bytes === 0 && intention.kind !== 'partial') throw new EmptyFile();
    this.requireTakes(foreseen);
    const { unit } = caller;
    if (caller.role === 'auditor') throw new Forbidden();
    if (unit === null) throw new CallerWithoutUnit();
    if (intention.courseId !== undefined) await courses.requireCourse(caller, intention.courseId);
    // The bytes of a final upload are stored already.
    if (intention.kind !== 'final') await watermarks.requireRoom(foreseen);
    const { windowMs = this.settings.uploadWindowMs } = options;
    const expiresAt = new Date(clock.now().getTime() + windowMs);
    const id = newId('upl');
    const begin = async (tx: Transaction): Promise<Upload> => {
      await options.first?.(tx);
      const { id: account } = await units.enrol(tx, {
        doctor: caller.subject,
        name: caller.name,
        unit,
      });
      const assets = intention.kind === 'partial' ? 0 : 1;
      await quotas.reserve(tx, { reservation: id, account, bytes: foreseen, assets, expiresAt });
      const upload = await uploads.create(tx, {
        ...intention,
        id,
        owner: caller.subject,
        unit,
        account,
        fileName,
        reservedBytes: foreseen,
        declaredSha256: intention.sha256,
        expiresAt,
        createdAt: clock.now(),
      });
      await options.last?.(tx, upload);
      return upload;
    };
    const begun = async (tx: Transaction) => (await uploads.unfinishedAmong(tx, [id]))[0];
    return database.transaction(begin, { lostCommit: begun });
  }

  /** @throws FileAboveLimit */
  requireTakes(bytes: number): void {
    const { maxFileBytes } = this.settings;
    if (bytes > maxFileBytes) throw new FileAboveLimit(maxFileBytes, bytes);
  }
}
