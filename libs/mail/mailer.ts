import { createTransport } from 'nodemailer';
import type { MailServer } from './mail-server.js';

export interface Mail {
  /** The same each time that it is sent: its Message-ID is made of it. */
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Plain. */
  readonly text: string;
}

/** The mail server did not take a mail: a sentence that names neither address nor password. */
export class MailNotTaken extends Error {
  override readonly name = 'MailNotTaken';
  /** @param isFinal whether the server will never take it for this address */
  constructor(
    sentence: string,
    readonly isFinal = false,
  ) {
    super(sentence);
  }
}

const STEP_MS = 10_000;
const ALL_MS = 30_000;

/** Sends plain mails, over TLS (see `mailServer` for the exceptions). */
export class Mailer {
  constructor(
    private readonly server: MailServer,
    private readonly from: string,
    /** A shorter one, for tests. */
    private readonly allMs = ALL_MS,
  ) {}

  /**
   * Returns once the server has taken it for one of the addresses at least; within half a minute, whatever the server does.
   * Nothing in a subject makes another header.
   *
   * @throws MailNotTaken
   */
  async send({ id, to, subject, text }: Mail, signal: AbortSignal): Promise<void> {
    const transport = createTransport({
      ...this.server,
      connectionTimeout: STEP_MS,
      greetingTimeout: STEP_MS,
      socketTimeout: STEP_MS,
      dnsTimeout: STEP_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const { rejected } = await transport
      .sendMail({
        from: this.from,
        to: [...to],
        subject: oneLine(subject),
        text,
        messageId: `<${id}@lectern.invalid>`,
        // RFC 3834: no holiday notices in return.
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.any([signal, AbortSignal.timeout(this.allMs)]),
      })
      .catch((error: unknown) => {
        throw new MailNotTaken(`The mail server did not take the mail (${reasonOf(error)}).`, isFinal(error));
      });
    // The others have it, and would get it again.
    if (rejected.length >= to.length) throw new MailNotTaken('The mail server took none of the addresses.');
  }
}

/** Control characters, and those that some programs take for the end of a line, become blanks. */
export function oneLine(text: string): string {
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

/** No address was taken, for good (RFC 5321, 4.2.1). */
function isFinal(error: unknown): boolean {
  const { responseCode, command } = error as Readonly<Record<string, unknown>>;
  return command === 'RCPT TO' && typeof responseCode === 'number' && responseCode >= 500;
}
