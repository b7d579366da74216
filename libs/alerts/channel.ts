import type { Notice } from './alert.js';

export type ChannelName = 'mail' | 'webhook';

/** A way to reach an administrator. */
export interface Channel {
  readonly name: ChannelName;
  /**
   * Returns once the other side has taken the notice; within half a minute, whatever the other side does.
   *
   * @throws NoticeNotTaken
   */
  send(notice: Notice, signal: AbortSignal): Promise<void>;
}

/** The other side did not take a notice: a sentence that names neither address nor password. */
export class NoticeNotTaken extends Error {
  override readonly name = 'NoticeNotTaken';
}

/** Where notices come from. */
export interface Installation {
  /** As people call it: the host of its address. */
  readonly name: string;
  readonly url: string;
}

export function installationAt(url: string): Installation {
  return { name: new URL(url).host, url };
}
