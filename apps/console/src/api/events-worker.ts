/**
 * One stream of events for all tabs of this browser: HTTP/1.1 has six connections to a service, which six tabs would
 * use up.
 */
import { type EventsMessage, listenTo } from './event-stream.js';

/** What a tab says: where it wants to listen, or that it is closed. */
export type TabMessage = { readonly listen: string } | { readonly leave: true };

const tabs = new Set<MessagePort>();
let current: { readonly address: string; readonly stop: () => void } | undefined;

const tell = (message: EventsMessage) => {
  for (const tab of tabs) tab.postMessage(message);
};

function hear(tab: MessagePort, message: TabMessage): void {
  if ('leave' in message) tabs.delete(tab);
  else tabs.add(tab);
  const address = 'listen' in message ? message.listen : current?.address;
  const isWanted = tabs.size > 0 && address !== undefined;
  if (isWanted && address === current?.address) return;
  current?.stop();
  current = isWanted ? { address, stop: listenTo(address, tell) } : undefined;
}

addEventListener('connect', (event) => {
  const [tab] = (event as MessageEvent).ports;
  if (tab === undefined) return;
  tab.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => hear(tab, data));
  tab.start();
});
