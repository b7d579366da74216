import { ANYWHERE, NotAnswered, post, type PostFault, signatureOf } from '#libs/egress';
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
    const answer = await post(url, {
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Lectern',
        ...(secret === undefined
          ? {}
          : { 'lectern-signature': signatureOf([secret], unixSeconds(this.clock), body) }),
      },
      body,
      // Whoever runs the service has set it, as a rule to a machine of the same house.
      destinations: ANYWHERE,
      timeoutMs: this.allMs,
      signal,
    }).catch((error: unknown) => {
      throw new NoticeNotTaken(`The webhook did not take the notice (${reasonOf(error)}).`);
    });
    if (answer.status < 200 || answer.status > 299)
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

const REASONS: Readonly<Partial<Record<PostFault, string>>> = {
  'too-slow': 'it took too long',
  stopped: 'it took too long',
  'port-of-another-protocol': 'nothing is sent to a port of another protocol',
};

function reasonOf(error: unknown): string {
  if (!(error instanceof NotAnswered)) return 'no connection';
  return REASONS[error.fault] ?? error.code ?? 'no connection';
}
