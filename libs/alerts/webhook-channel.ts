import { createHmac } from 'node:crypto';
import { type Clock, unixSeconds } from '#libs/kernel';
import type { Notice } from './alert.js';
import { type Channel, type Installation, NoticeNotTaken } from './channel.js';

export interface WebhookSettings {
  readonly url: string;
  /** Signs what is sent, so that its receiver can tell it from what others send there. */
  readonly secret: string | undefined;
}

const ALL_MS = 10_000;

/**
 * Notices as JSON, by POST. A status of 200 to 299 says that it was taken: nothing else of the answer is read, and no
 * redirect followed.
 */
export class WebhookChannel implements Channel {
  readonly name = 'webhook';

  constructor(
    private readonly settings: WebhookSettings,
    private readonly installation: Installation,
    private readonly clock: Clock,
    /** A shorter one, for tests. */
    private readonly allMs = ALL_MS,
  ) {}

  async send(notice: Notice, signal: AbortSignal): Promise<void> {
    const { url, secret } = this.settings;
    const body = JSON.stringify(told(notice, this.installation));
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Lectern',
        ...(secret === undefined
          ? {}
          : { 'lectern-signature': signatureOf(secret, unixSeconds(this.clock), body) }),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(this.allMs)]),
    }).catch((error: unknown) => {
      throw new NoticeNotTaken(`The webhook did not take the notice (${reasonOf(error)}).`);
    });
    await answer.body?.cancel();
    if (!answer.ok)
      throw new NoticeNotTaken(`The webhook did not take the notice (status ${answer.status}).`);
  }
}

/** The fields of the body: names and meanings stay. */
function told({ id, event, alert, severity, summary, begunAt, endedAt }: Notice, installation: Installation) {
  return {
    id,
    event,
    alert,
    severity,
    summary,
    begun_at: begunAt,
    ended_at: endedAt,
    installation: installation.url,
  };
}

/** `t=<Unix second>,v1=<HMAC-SHA-256 of the second, a dot and the body, in hexadecimal digits>`. */
function signatureOf(secret: string, second: number, body: string): string {
  return `t=${second},v1=${createHmac('sha256', secret).update(`${second}.${body}`).digest('hex')}`;
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError' || name === 'AbortError') return 'it took too long';
  // The ports of other protocols, such as 25.
  if (cause?.message === 'bad port') return 'nothing is sent to a port of another protocol';
  return cause?.code ?? 'no connection';
}
