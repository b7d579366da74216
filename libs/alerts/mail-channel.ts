import { createTransport } from 'nodemailer';
import { type Notice, titleOf } from './alert.js';
import { type Channel, type Installation, NoticeNotTaken } from './channel.js';
import type { MailServer } from './mail-server.js';

export interface MailSettings {
  readonly server: MailServer;
  readonly from: string;
  readonly to: readonly string[];
}

const STEP_MS = 10_000;
const ALL_MS = 30_000;

/** Notices as plain mails to all addresses at once, over TLS (see `mailServer` for the exceptions). */
export class MailChannel implements Channel {
  readonly name = 'mail';

  constructor(
    private readonly settings: MailSettings,
    private readonly installation: Installation,
    /** A shorter one, for tests. */
    private readonly allMs = ALL_MS,
  ) {}

  async send(notice: Notice, signal: AbortSignal): Promise<void> {
    const { server, from, to } = this.settings;
    const transport = createTransport({
      ...server,
      connectionTimeout: STEP_MS,
      greetingTimeout: STEP_MS,
      socketTimeout: STEP_MS,
      dnsTimeout: STEP_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const { rejected } = await transport
      .sendMail({
        from,
        to: [...to],
        subject: subjectOf(notice, this.installation),
        text: textOf(notice, this.installation),
        messageId: `<${notice.id}@lectern.invalid>`,
        // RFC 3834: no holiday notices in return.
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.any([signal, AbortSignal.timeout(this.allMs)]),
      })
      .catch((error: unknown) => {
        throw new NoticeNotTaken(`The mail server did not take the mail (${reasonOf(error)}).`);
      });
    // The others have it, and would get it again.
    if (rejected.length >= to.length) throw new NoticeNotTaken('The mail server took none of the addresses.');
  }
}

/** One line, whatever stands in it; in other lines a name could look like another header. */
function subjectOf(notice: Notice, installation: Installation): string {
  const over = notice.event === 'ended' ? 'over: ' : '';
  return oneLine(`[Lectern] ${over}${titleOf(notice)} (${installation.name})`);
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

/** Control characters, and those that some programs take for the end of a line, become blanks. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** What the server or the way to it says, by codes alone: its sentence may repeat what it was told. */
function reasonOf(error: unknown): string {
  const { code, responseCode, command, name } = error as Readonly<Record<string, unknown>>;
  if (name === 'AbortError' || name === 'TimeoutError') return 'it took too long';
  const facts = [code, responseCode, command].filter(
    (fact) => typeof fact === 'string' || typeof fact === 'number',
  );
  return facts.length === 0 ? 'no reason is known' : facts.join(' ');
}
