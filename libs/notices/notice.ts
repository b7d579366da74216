/** What people are told of by mail; each can be turned off. */
export const NOTICE_KINDS = [
  'uploadFailed',
  'processingFailed',
  'released',
  'refused',
  'releaseWaiting',
  'quotaNearlyFull',
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What a mail says of it; what is not known is left out. */
export interface NoticeFacts {
  /** Of a lesson or upload. */
  readonly title?: string | undefined;
  readonly asset?: string | undefined;
  /** A code of `failures`, or of uploads that came to nothing. */
  readonly code?: string | undefined;
  /** In words, as somebody or the worker has written them. */
  readonly reason?: string | undefined;
  readonly percent?: number | undefined;
  /** The name of a unit; none for the person's own quota. */
  readonly unit?: string | undefined;
  /** Whether it is over: there is room again. */
  readonly isOver?: boolean | undefined;
}

/** Somebody is to be told of something. */
export interface NoticeWish {
  readonly person: string;
  readonly kind: NoticeKind;
  readonly facts: NoticeFacts;
}

/** One that a mail is made of. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly facts: NoticeFacts;
}
