import { type MailServer, Mailer, MailNotTaken, oneLine } from '#libs/mail';
import { type Notice, titleOf } from './alert.js';
import { type Channel, type Installation, NoticeNotTaken } from './channel.js';

export interface MailSettings {
  readonly server: MailServer;
  readonly from: string;
  readonly to: readonly string[];
}

/** Notices as plain mails to all addresses at once, over TLS (see `mailServer` for the exceptions). */
export class MailChannel implements Channel {
  readonly name = 'mail';
  readonly #mailer: Mailer;

  constructor(
    private readonly settings: MailSettings,
    private readonly installation: Installation,
    /** A shorter one, for tests. */
    allMs?: number,
  ) {
    this.#mailer = new Mailer(settings.server, settings.from, allMs);
  }

  async send(notice: Notice, signal: AbortSignal): Promise<void> {
    const mail = {
      id: notice.id,
      to: this.settings.to,
      subject: subjectOf(notice, this.installation),
      text: textOf(notice, this.installation),
    };
    await this.#mailer.send(mail, signal).catch((error: unknown) => {
      throw error instanceof MailNotTaken ? new NoticeNotTaken(error.message) : error;
    });
  }
}

function subjectOf(notice: Notice, installation: Installation): string {
  const over = notice.event === 'ended' ? 'over: ' : '';
  return `[Lectern] ${over}${titleOf(notice)} (${installation.name})`;
}

function textOf(notice: Notice, installation: Installation): string {
  const { summary, severity, begunAt, endedAt, alert, event } = notice;
  return [
    ...(event === 'ended' ? ['This is over:', ''] : []),
    ...summary.split('\n').map(oneLine),
    '',
    `Since:         ${begunAt}`,
    ...(endedAt === null ? [] : [`Until:         ${endedAt}`]),
    `Severity:      ${severity}`,
    `Installation:  ${installation.url}`,
    '',
    ...(event === 'begun'
      ? [
          `What to do stands in Lectern's docs/operations.md, section "Alerts", under ${alert}.`,
          'There will be one more mail when it is over.',
        ]
      : []),
    ...(event === 'test' ? ['Alerts reach you. There is nothing to do.'] : []),
    '',
  ].join('\n');
}
