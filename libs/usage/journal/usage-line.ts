import { z } from 'zod';

/** What was sent in one session of one asset, as one process that serves tells of a second or two. */
export interface UsageLine {
  /** The Unix second up to which it tells. */
  readonly at: number;
  /** Since which Unix second media was on its way, up to `at`; undefined where none of it was media. */
  readonly media?: number | undefined;
  readonly asset: string;
  /** Empty where the signed URL named none. */
  readonly session: string;
  /** Of bodies, as far as they went out. */
  readonly bytes: number;
}

/** The longest that one answer is believed to have taken. */
const LONGEST_SECONDS = 24 * 3600;
const second = z.int().min(0).max(9_999_999_999);
const line = z
  .object({
    at: second,
    media: second.optional(),
    asset: z.string().regex(/^[a-z0-9_]{8,40}$/),
    session: z.string().regex(/^[A-Za-z0-9_-]{0,32}$/),
    bytes: z.int().min(0),
  })
  .refine(({ at, media = at }) => media <= at && at - media <= LONGEST_SECONDS);

const NEWLINE = 0x0a;

/**
 * One line of NDJSON; of an answer that took longer than is believed, as if it had begun later. Made by hand: ids of this
 * grammar need no quoting, and a busy second has thousands.
 */
export function writtenLine({ at, media, asset, session, bytes }: UsageLine): string {
  const since = media === undefined ? '' : `,"media":${Math.max(media, at - LONGEST_SECONDS)}`;
  return `{"at":${at}${since},"asset":"${asset}","session":"${session}","bytes":${bytes}}\n`;
}

/**
 * The length of what is whole of a segment that is still written: up to and with its last newline, and without what
 * another client of an NFS server sees as zeros because what lies behind it came first.
 */
export function wholeLines(content: Buffer): number {
  const hole = content.indexOf(0);
  return content.lastIndexOf(NEWLINE, hole === -1 ? content.length : hole) + 1;
}

/** @returns the lines, and how many there are that say nothing: torn, or none of these */
export function readLines(content: Buffer): { readonly lines: UsageLine[]; readonly broken: number } {
  const texts = content.toString().split('\n');
  const lines = texts.filter((text) => text !== '').map((text) => lineOf(text));
  const whole = lines.filter((each) => each !== undefined);
  return { lines: whole, broken: lines.length - whole.length };
}

function lineOf(text: string): UsageLine | undefined {
  try {
    return line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
