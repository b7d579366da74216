import { Alerts, type Channel, Dispatch, LoneAlert, type Notice, type OnOutcome, Outbox } from '#libs/alerts';
import { type Database, DatabaseUnavailable } from '#libs/database';
import { type Logger, tell } from '#libs/http';
import type { Clock } from '#libs/kernel';
import type { AlertConditions } from './alert-conditions.js';
import type { AlertMetrics } from '../alert-metrics.js';

export interface AlertRoundParts {
  readonly database: Database;
  readonly conditions: Pick<AlertConditions, 'examine'>;
  /** None: then nothing is looked at. */
  readonly channels: readonly Channel[];
  readonly metrics: AlertMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How people call this replica. */
  readonly pod: string | undefined;
}

/** Looks at what may need an administrator, and tells them by the channels that the settings name. */
export class AlertRound {
  readonly #alerts: Alerts;
  readonly #dispatch: Dispatch;
  readonly #database: LoneAlert;

  constructor(private readonly parts: AlertRoundParts) {
    const { database, channels, clock } = parts;
    const names = channels.map(({ name }) => name);
    const outbox = new Outbox(database, names, clock);
    const onOutcome = this.#note;
    this.#alerts = new Alerts({ database, outbox, clock });
    this.#dispatch = new Dispatch(outbox, channels, onOutcome);
    this.#database = new LoneAlert('database-unavailable', { channels, clock, onOutcome });
  }

  async sweep(signal: AbortSignal): Promise<void> {
    const { database, channels, conditions, metrics } = this.parts;
    if (channels.length === 0) return;
    const isThere = await database.requireAvailable().then(
      () => true,
      () => false,
    );
    const told = await this.#database.look(isThere ? undefined : this.#away(), signal);
    if (told !== undefined) this.#tell(told);
    metrics.standing('database-unavailable', this.#database.isBegun);
    if (!isThere) return;
    try {
      const { notices, begun, dropped } = await this.#alerts.observe(await conditions.examine(signal));
      for (const notice of notices) this.#tell(notice);
      metrics.begun(begun);
      for (const each of dropped) this.#note('dropped', each);
      await this.#dispatch.sendDue(signal);
    } catch (error) {
      // The next round tells of that.
      if (!(error instanceof DatabaseUnavailable)) throw error;
    }
  }

  #away() {
    const { pod } = this.parts;
    const who = pod === undefined ? 'the uploader' : `the uploader ${pod}`;
    return { subject: '', summary: `PostgreSQL does not answer ${who}. Nothing can be uploaded or opened.` };
  }

  #tell({ event, alert }: Notice): void {
    if (event === 'begun') tell(this.parts.logger, 'alert begun', { code: alert });
    if (event === 'ended') tell(this.parts.logger, 'alert ended', { code: alert });
  }

  readonly #note: OnOutcome = (outcome, { channel, notice, error }) => {
    const { metrics, logger } = this.parts;
    metrics.told(channel, outcome);
    const facts = { code: notice.alert, reason: channel };
    if (outcome === 'failed') tell(logger, 'alert not sent', { ...facts, err: error });
    if (outcome === 'dropped') tell(logger, 'alert dropped', facts);
  };
}
