import {
  type Asset,
  AssetNotFound,
  type Assets,
  mayChange,
  otherTakesOf,
  type Upload,
  type UploadPlan,
  type Uploads,
} from '#libs/catalog';
import { type Database, type ExpectedVersion, requireVersion, type Transaction } from '#libs/database';
import { type Caller, Forbidden } from '#libs/http';
import { type Clock, newId } from '#libs/kernel';
import type { Quotas, Units } from '#libs/quotas';
import { parseFileName } from './file-name.js';
import type { Viewers } from './instant-uploads.js';
import {
  CallerWithoutUnit,
  EmptyFile,
  FileAboveLimit,
  ReplacementKeepsWhatIsSaid,
  TooManyRevisions,
} from './intake.errors.js';
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
  /** How the platform that people come from calls the asset. */
  readonly externalId?: string | undefined;
  /** The asset that it is to replace, under the same id. */
  readonly replaces?: string | undefined;
  /** The version of that asset which its sender has seen. */
  readonly ofVersion?: ExpectedVersion | undefined;
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
  readonly assets: Assets;
  readonly viewers: Viewers;
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

/** Of one asset, besides what is shown: each waits for its end, and all are listed at once. */
const MOST_REVISIONS = 50;

function doorOf(intention: Intention): string {
  return intention.kind === 'parts' || intention.kind === 'direct' ? intention.kind : intention.door;
}

/** Of what replaces an asset nothing is said that is the asset's. @throws ReplacementKeepsWhatIsSaid */
export function refuseSaid({
  title,
  courseId,
  externalId,
}: Pick<FileDescription, 'title' | 'courseId' | 'externalId'>): void {
  const said = Object.entries({ title, courseId, externalId }).filter(([, value]) => value !== undefined);
  if (said.length > 0) throw new ReplacementKeepsWhatIsSaid(said.map(([name]) => name));
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
   * @throws EmptyFile, InvalidFileName, FileAboveLimit, Forbidden, CallerWithoutUnit, AssetNotFound, VersionConflict,
   *   ReplacementKeepsWhatIsSaid, ExternalIdTaken, and what Quotas.reserve throws: nothing is left behind
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
    if (caller.role === 'auditor') throw new Forbidden();
    const replaced = await this.replaced(caller, intention);
    const unit = replaced?.unit ?? caller.unit;
    if (unit === null) throw new CallerWithoutUnit();
    if (intention.courseId !== undefined) await courses.requireCourse(caller, intention.courseId);
    // The bytes of a final upload are stored already.
    if (intention.kind !== 'final') await watermarks.requireRoom(foreseen);
    const { windowMs = this.settings.uploadWindowMs } = options;
    const expiresAt = new Date(clock.now().getTime() + windowMs);
    const id = newId('upl');
    const begin = async (tx: Transaction): Promise<Upload> => {
      await options.first?.(tx);
      // What replaces something is counted where that is.
      const account =
        replaced?.account ?? (await units.enrol(tx, { doctor: caller.subject, name: caller.name, unit })).id;
      const assets = intention.kind === 'partial' || replaced !== undefined ? 0 : 1;
      await quotas.reserve(tx, { reservation: id, account, bytes: foreseen, assets, expiresAt });
      const upload = await uploads.create(tx, {
        ...intention,
        ...(intention.kind === 'partial' && { replaces: undefined }),
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

  /** The asset that is to be replaced. @throws AssetNotFound, VersionConflict, ReplacementKeepsWhatIsSaid */
  private async replaced(caller: Caller, intention: Intention): Promise<Asset | undefined> {
    const { replaces, ofVersion } = intention;
    // Of a piece nobody asks what becomes of it.
    if (replaces === undefined || intention.kind === 'partial') return undefined;
    refuseSaid(intention);
    const { database, assets, viewers } = this.parts;
    const viewer = await viewers.viewer(caller);
    const asset = await assets.visibleTo(database.kysely, viewer, replaces);
    if (!(await mayChange(database.kysely, viewer, asset))) throw new AssetNotFound();
    requireVersion(asset.version, ofVersion);
    const kept = (await otherTakesOf(database.kysely, [replaces])).get(replaces) ?? [];
    if (kept.length >= MOST_REVISIONS) throw new TooManyRevisions(MOST_REVISIONS);
    return asset;
  }

  /** @throws FileAboveLimit */
  requireTakes(bytes: number): void {
    const { maxFileBytes } = this.settings;
    if (bytes > maxFileBytes) throw new FileAboveLimit(maxFileBytes, bytes);
  }
}
