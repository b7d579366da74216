import { type UsageLine, writtenLine } from '#libs/usage/journal';

/** Whom an answer was for, as its signed URL says. */
export interface Served {
  readonly asset: string;
  readonly path: string;
  readonly session?: string | undefined;
}

interface Entry {
  readonly asset: string;
  readonly session: string;
  bytes: number;
  /** How long the longest answer with media took, in milliseconds; below 0 where there was none. */
  longest: number;
}

/** What has been written down of a tally, and what it stands for. */
export interface Tallied {
  readonly lines: string;
  readonly sentBytes: number;
}

/** What has gone out since it was asked last, by session: for each answer a look into a map, and sums. */
export class UsageTally {
  #sessions = new Map<string, Entry>();
  /** Of URLs without a session, by asset; and of a session's second asset, by both, which nobody signs as a rule. */
  #others = new Map<string, Entry>();

  count(served: Served, bytes: number, ms: number): void {
    const entry = this.#entry(served.asset, served.session);
    entry.bytes += bytes;
    if (ms > entry.longest && isMedia(served.path)) entry.longest = ms;
  }

  /** Empty where nothing went out. @param at Unix second of now */
  take(at: number): Tallied {
    let [lines, sentBytes] = ['', 0];
    for (const entries of [this.#sessions, this.#others])
      for (const entry of entries.values()) {
        lines += writtenLine(lineOf(entry, at));
        sentBytes += entry.bytes;
      }
    if (lines !== '') {
      this.#sessions = new Map();
      this.#others = new Map();
    }
    return { lines, sentBytes };
  }

  #entry(asset: string, session: string | undefined): Entry {
    if (session !== undefined) {
      const known = this.#sessions.get(session);
      if (known === undefined) {
        const entry = { asset, session, bytes: 0, longest: -1 };
        this.#sessions.set(session, entry);
        return entry;
      }
      if (known.asset === asset) return known;
    }
    const key = session === undefined ? asset : `${asset}/${session}`;
    let entry = this.#others.get(key);
    if (entry === undefined) {
      entry = { asset, session: session ?? '', bytes: 0, longest: -1 };
      this.#others.set(key, entry);
    }
    return entry;
  }
}

/** Picture or sound of a recording: not its playlists, captions, posters, nor a file that is saved. */
function isMedia(path: string): boolean {
  return path.endsWith('.mp4') && path.startsWith('hls/');
}

function lineOf({ asset, session, bytes, longest }: Entry, at: number): UsageLine {
  if (longest < 0) return { at, asset, session, bytes };
  return { at, media: Math.floor(at - longest / 1000), asset, session, bytes };
}
