import { STREAM_TYPES } from './event-types.js';

/** What happens, as GET /v1/events tells it. */
export interface LecternEvent {
  readonly type: string;
  /** The id of the upload or asset; of a quota that of the person or unit. */
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** `begun`: from now on everything is told. `refused`: nothing is, since nobody is signed in, say; it is tried again. */
export type EventsMessage =
  | { readonly kind: 'begun' | 'refused' }
  | { readonly kind: 'event'; readonly event: LecternEvent };

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Listens until what it returns is called. Of a script of the page or of a worker. */
export function listenTo(address: string, tell: (message: EventsMessage) => void): () => void {
  let wait = FIRST_WAIT_MS;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let source = open();

  function open(): EventSource {
    const stream = new EventSource(address);
    stream.addEventListener('open', () => {
      wait = FIRST_WAIT_MS;
      tell({ kind: 'begun' });
    });
    for (const type of STREAM_TYPES)
      stream.addEventListener(type, ({ data }: MessageEvent<string>) =>
        tell({ kind: 'event', event: JSON.parse(data) as LecternEvent }),
      );
    stream.addEventListener('error', () => {
      // What was broken off is taken up by the browser itself, from where it was; a refusal is not.
      if (stream.readyState !== EventSource.CLOSED) return;
      tell({ kind: 'refused' });
      waiting = setTimeout(() => (source = open()), wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
    return stream;
  }

  return () => {
    clearTimeout(waiting);
    source.close();
  };
}
