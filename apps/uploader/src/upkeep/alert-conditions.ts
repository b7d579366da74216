import type { TrailVerifier } from '#libs/audit';
import type { Assets, RevocationEntries } from '#libs/catalog';
import type { AlertName, Finding, Findings } from '#libs/alerts';
import type { Database, JobQueue } from '#libs/database';
import { type Clock, keysOf, unixSeconds, within } from '#libs/kernel';
import { fullUnits } from '#libs/quotas';
import { type KeyRingWatch, sign } from '#libs/signing';
import type { FillLevel, Storage } from '#libs/storage';
import type { Endpoints } from '#libs/webhooks';

export interface AlertConditionParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly fillLevel: FillLevel;
  readonly queue: JobQueue;
  readonly assets: Assets;
  readonly revocations: RevocationEntries;
  readonly webhooks: Pick<Endpoints, 'disabledByFailures'>;
  readonly trailVerifier: Pick<TrailVerifier, 'last'>;
  readonly keyRing: KeyRingWatch;
  readonly clock: Clock;
}

export interface AlertLimits {
  /** Where encoding stops, and where uploads do. */
  readonly encodePercent: number;
  readonly uploadPercent: number;
  /** The front of every signed URL. */
  readonly deliveryUrl: string;
}

/** What needs the database is looked at only while that is there. */
type Examined = Exclude<AlertName, 'database-unavailable'>;

const PATIENCE_MS = 10_000;
/** Longer than the request that it is for may take, and of no use to anybody who comes by it later. */
const URL_SECONDS = 60;
const BEHIND_SECONDS = 3_600;
const FAILED_MS = 3_600_000;
const LATE_SECONDS = 60;

/** What an administrator is told of. */
export class AlertConditions {
  readonly #looks: Readonly<Record<Examined, (signal: AbortSignal) => Promise<Finding[]>>> = {
    'storage-filling': () => this.#fuller(this.limits.encodePercent, 'Encoding waits until there is room.'),
    'storage-full': () => this.#fuller(this.limits.uploadPercent, 'New uploads are refused.'),
    'storage-unavailable': (signal) => this.#unavailable(signal),
    'delivery-unavailable': (signal) => this.#unserved(signal),
    'encoding-behind': () => this.#behind(),
    'processing-failed': () => this.#failed(),
    'quota-nearly-full': () => this.#full(),
    'webhook-disabled': () => this.#disabled(),
    'revocations-late': () => this.#late(),
    'audit-broken': () => this.#broken(),
  };

  constructor(
    private readonly parts: AlertConditionParts,
    private readonly limits: AlertLimits,
  ) {}

  /** Looks at everything once, each within ten seconds. What could not be looked at is left out. */
  async examine(stop: AbortSignal): Promise<Findings> {
    const looks = keysOf(this.#looks).map(async (name): Promise<[Examined, Finding[]] | undefined> => {
      const patience = AbortSignal.any([stop, AbortSignal.timeout(PATIENCE_MS)]);
      const found = await within(patience, this.#looks[name](patience)).catch(() => undefined);
      return found === undefined ? undefined : [name, found];
    });
    return new Map((await Promise.all(looks)).filter((found) => found !== undefined));
  }

  async #fuller(percent: number, effect: string): Promise<Finding[]> {
    const fill = await this.parts.fillLevel.measure();
    if (fill === undefined || fill.usedPercent < percent) return [];
    return one(`The storage is ${Math.floor(fill.usedPercent)} % full. ${effect}`);
  }

  async #unavailable(signal: AbortSignal): Promise<Finding[]> {
    const isThere = await within(signal, this.parts.storage.ping({ signal })).then(
      () => true,
      () => false,
    );
    return isThere ? [] : one('The storage does not answer. Nothing can be uploaded, and little be played.');
  }

  /** As a viewer would ask. The URL is signed for this request, and stands nowhere else. */
  async #unserved(signal: AbortSignal): Promise<Finding[]> {
    const { database, assets, keyRing, clock } = this.parts;
    const asset = await assets.anyPlayable(database.kysely);
    const path = asset?.master ?? asset?.images?.[0]?.path;
    if (asset === undefined || path === undefined) return [];
    const { id, epoch } = asset;
    const expires = unixSeconds(clock) + URL_SECONDS;
    const target = sign(keyRing.current, { asset: id, path, scope: 'play', expires, epoch });
    const wrong = await problemOf(this.limits.deliveryUrl + target, signal);
    return wrong === undefined ? [] : one(`A recording was asked for as viewers do: ${wrong}`);
  }

  async #behind(): Promise<Finding[]> {
    const figures = await this.parts.queue.figures();
    return figures
      .filter(({ oldestSeconds }) => oldestSeconds > BEHIND_SECONDS)
      .map(({ queue, jobs, oldestSeconds }) => ({
        subject: queue,
        summary: `Of the queue ${queue}, ${jobs.waiting} jobs wait; the oldest for ${Math.floor(oldestSeconds / 60)} minutes.`,
      }));
  }

  async #failed(): Promise<Finding[]> {
    const { database, assets, clock } = this.parts;
    const since = new Date(clock.now().getTime() - FAILED_MS);
    const count = await assets.countFailedInside(database.kysely, since);
    return count === 0
      ? []
      : one(
          `Of the last hour, ${count} recordings failed for a reason of Lectern's own, after several tries.`,
        );
  }

  async #full(): Promise<Finding[]> {
    const units = await fullUnits(this.parts.database.kysely, 95);
    return units.map(({ id, name, percent }) => ({
      subject: id,
      summary: `The quota of ${name} is ${percent} % full.`,
    }));
  }

  /** By ids alone: its address may hold a secret. */
  async #disabled(): Promise<Finding[]> {
    const { database, webhooks } = this.parts;
    const disabled = await webhooks.disabledByFailures(database.kysely);
    return disabled.map(({ id, unit }) => ({
      subject: id,
      summary: `The webhook ${id} ${unit === null ? 'of all units' : `of the unit ${unit}`} was disabled: its receiver has taken nothing for three days.`,
    }));
  }

  async #late(): Promise<Finding[]> {
    const { database, revocations } = this.parts;
    const seconds = await revocations.unpublishedSeconds(database.kysely);
    if (seconds <= LATE_SECONDS) return [];
    return one(
      `What was revoked ${Math.floor(seconds)} seconds ago is still served: the list of revocations could not be written.`,
    );
  }

  async #broken(): Promise<Finding[]> {
    const last = await this.parts.trailVerifier.last();
    if (last === undefined || last.intact) return [];
    return one(
      'The audit trail was verified, and entries or anchors of it are not what was written. POST /v1/admin/audit/verify names them.',
    );
  }
}

function one(summary: string): Finding[] {
  return [{ subject: '', summary }];
}

/** What a viewer would be shown in place of the recording; undefined where it is served. */
async function problemOf(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal });
    await answer.body?.cancel();
    return answer.status === 200 ? undefined : `the answer had the status ${answer.status}.`;
  } catch (error) {
    const { name, cause } = error as { name?: string; cause?: { code?: string } };
    if (name === 'TimeoutError' || name === 'AbortError')
      return `no answer came within ${PATIENCE_MS / 1000} seconds.`;
    return `there was no connection (${cause?.code ?? 'no reason is known'}).`;
  }
}
