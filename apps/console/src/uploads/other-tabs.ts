/**
 * Which uploads are sent by this browser's other tabs: two that send the same would take it from each other for ever.
 * Tabs tell each other by a channel, since plain HTTP has no locks. One that died is believed until it is overruled.
 */
type Said =
  | { readonly tab: string; readonly holds: readonly string[] }
  | { readonly who: true }
  | { readonly take: string };

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('lectern-uploads');
const me = [...crypto.getRandomValues(new Uint32Array(4))].join('-');
const listeners = new Set<() => void>();
const others = new Map<string, readonly string[]>();
let own: readonly string[] = [];
let held: ReadonlySet<string> = new Set();

/** Tells the others what this tab sends. */
export function holdUploads(ids: readonly string[]): void {
  if (ids.join() === own.join()) return;
  own = ids;
  say({ tab: me, holds: own });
}

/** Has whichever tab sends it let go of it. */
export function takeUpload(id: string): void {
  for (const [tab, ids] of others)
    others.set(
      tab,
      ids.filter((each) => each !== id),
    );
  changed();
  say({ take: id });
}

/** Told of an upload that another tab takes. */
export function onTaken(letGo: (id: string) => void): void {
  channel?.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if ('take' in data) letGo(data.take);
  });
}

export const subscribeOtherTabs = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** The same set until it changes. */
export const heldElsewhere = (): ReadonlySet<string> => held;

function say(said: Said): void {
  channel?.postMessage(said);
}

function changed(): void {
  held = new Set([...others.values()].flat());
  for (const listener of listeners) listener();
}

channel?.addEventListener('message', ({ data }: MessageEvent<Said>) => {
  if ('who' in data && own.length > 0) say({ tab: me, holds: own });
  if (!('tab' in data)) return;
  if (data.holds.length > 0) others.set(data.tab, data.holds);
  else others.delete(data.tab);
  changed();
});
say({ who: true });
// A page that comes back out of the browser's memory says again what it holds.
addEventListener('pagehide', () => say({ tab: me, holds: [] }));
addEventListener('pageshow', ({ persisted }) => persisted && say({ tab: me, holds: own }));
