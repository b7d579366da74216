import { Client, type ClientConfig, escapeIdentifier } from 'pg';
import { connectionFault } from './connection-fault.js';
import { HIDE, SHOW } from './presence.js';

/** A standing wish for notifications, or to be seen; `close` ends it. */
export interface Subscription {
  close(): Promise<void>;
}

type OnNotify = (payload: string | undefined) => void;

const HEARTBEAT_MS = 15_000;
const HEARTBEAT_TIMEOUT_MS = 10_000;
const LONGEST_BACK_OFF_MS = 10_000;

/** The one connection that listens and is seen, made with the first subscription and mended for as long as there is one. */
export class Listener {
  readonly #options: ClientConfig;
  readonly #subscribers = new Map<string, Set<OnNotify>>();
  readonly #shown = new Set<string>();
  #client: Client | undefined;
  #connecting: Promise<Client> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;

  constructor(options: ClientConfig) {
    this.#options = options;
  }

  /** @throws DatabaseUnavailable when the first connection can't be made; nothing is subscribed then */
  async subscribe(channel: string, onNotify: OnNotify): Promise<Subscription> {
    if (this.#closed) throw new Error('The database is closed.');
    const client = await this.#connected();
    const subscribers = this.#subscribers.get(channel) ?? new Set();
    // An object of its own for each subscription, so that one function may subscribe twice.
    const deliver: OnNotify = (payload) => onNotify(payload);
    subscribers.add(deliver);
    this.#subscribers.set(channel, subscribers);
    try {
      await client.query(`listen ${escapeIdentifier(channel)}`);
    } catch (error) {
      await this.#forget(channel, deliver);
      throw connectionFault(error);
    }
    return { close: () => this.#forget(channel, deliver) };
  }

  /** @throws DatabaseUnavailable when the first connection can't be made; nothing is shown then */
  async show(name: string): Promise<Subscription> {
    if (this.#closed) throw new Error('The database is closed.');
    const client = await this.#connected();
    this.#shown.add(name);
    try {
      await client.query(SHOW, [name]);
    } catch (error) {
      this.#shown.delete(name);
      throw connectionFault(error);
    }
    return { close: () => this.#hide(name) };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#subscribers.clear();
    this.#shown.clear();
    const client = this.#client ?? (await this.#connecting?.catch(() => undefined));
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  async #forget(channel: string, deliver: OnNotify): Promise<void> {
    const subscribers = this.#subscribers.get(channel);
    if (subscribers?.delete(deliver) !== true || subscribers.size > 0) return;
    this.#subscribers.delete(channel);
    await this.#client?.query(`unlisten ${escapeIdentifier(channel)}`).catch(() => undefined);
  }

  async #hide(name: string): Promise<void> {
    if (this.#shown.delete(name)) await this.#client?.query(HIDE, [name]).catch(() => undefined);
  }

  async #connected(): Promise<Client> {
    if (this.#client !== undefined) return this.#client;
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(): Promise<Client> {
    clearTimeout(this.#timer);
    const client = new Client(this.#options);
    client.on('notification', ({ channel, payload }) => this.#deliver(channel, payload ?? ''));
    const lost = () => this.#lost(client);
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      for (const channel of this.#subscribers.keys())
        await client.query(`listen ${escapeIdentifier(channel)}`);
      for (const name of this.#shown) await client.query(SHOW, [name]);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw connectionFault(error);
    }
    this.#client = client;
    this.#failures = 0;
    if (this.#closed) await client.end().catch(() => undefined);
    else this.#beat(client);
    return client;
  }

  /** A link that died silently gives no sign of its own: ask from time to time. */
  #beat(client: Client): void {
    this.#timer = setTimeout(() => {
      const overdue = setTimeout(() => this.#lost(client), HEARTBEAT_TIMEOUT_MS);
      client
        .query('select 1')
        .then(() => {
          if (this.#client === client) this.#beat(client);
        })
        .catch(() => this.#lost(client))
        .finally(() => clearTimeout(overdue));
    }, HEARTBEAT_MS);
    this.#timer.unref();
  }

  #lost(client: Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    clearTimeout(this.#timer);
    client.end().catch(() => undefined);
    this.#reconnect();
  }

  #reconnect(): void {
    if (this.#closed || this.#subscribers.size + this.#shown.size === 0) return;
    const wait = Math.min(LONGEST_BACK_OFF_MS, 50 * 2 ** this.#failures) * (0.5 + Math.random() / 2);
    this.#failures += 1;
    this.#timer = setTimeout(() => {
      this.#connected()
        .then(() => {
          for (const channel of this.#subscribers.keys()) this.#deliver(channel, undefined);
        })
        .catch(() => this.#reconnect());
    }, wait);
  }

  #deliver(channel: string, payload: string | undefined): void {
    for (const deliver of this.#subscribers.get(channel) ?? []) {
      try {
        deliver(payload);
      } catch {
        // One subscriber's trouble is not the others'.
      }
    }
  }
}
