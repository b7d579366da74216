import { setTimeout as delay } from 'node:timers/promises';
import { Client, type ClientConfig, escapeIdentifier } from 'pg';
import { randomToken } from '#libs/kernel';
import { connectionFault } from './connection-fault.js';
import { DatabaseUnavailable, NotificationsLost } from './database.errors.js';
import { HIDE, SHOW } from './presence.js';

/** A standing wish for notifications, or to be seen; `close` ends it. */
export interface Subscription {
  close(): Promise<void>;
}

type OnNotify = (payload: string | undefined) => void;

const HEARTBEAT_MS = 15_000;
const HEARTBEAT_TIMEOUT_MS = 10_000;
const LONGEST_BACK_OFF_MS = 1_000;
const CONNECT_MS = 5_000;
const RETRY_MS = 250;
/** What is told by NOTIFY comes within milliseconds, or never. */
const HEARING_MS = 5_000;
const HEARING_CHANNEL = 'hearing';

export interface ListenerOptions {
  /** How long the first subscription waits for a server that is away. */
  readonly patienceMs: number;
  /** Sends a notification over another connection than the one that listens. */
  readonly notify: (channel: string, payload: string) => Promise<void>;
  /** Told, in a sentence, when a new connection does not hear. */
  readonly onWarning: (sentence: string) => void;
}

/**
 * The one connection that listens and is seen, made with the first subscription and mended for as long as there is one. Each new one
 * has to hear a notification before it is relied on: a pooler may take LISTEN and deliver nothing.
 */
export class Listener {
  readonly #config: ClientConfig;
  readonly #options: ListenerOptions;
  readonly #subscribers = new Map<string, Set<OnNotify>>();
  readonly #shown = new Set<string>();
  #turn: Promise<unknown> = Promise.resolve();
  #client: Client | undefined;
  #connecting: Promise<Client> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #isDeaf = false;
  #closed = false;

  constructor(config: ClientConfig, options: ListenerOptions) {
    this.#config = { ...config, connectionTimeoutMillis: CONNECT_MS };
    this.#options = options;
  }

  /** @throws DatabaseUnavailable, NotificationsLost when the first connection can't be made; nothing is subscribed then */
  async subscribe(channel: string, onNotify: OnNotify): Promise<Subscription> {
    if (this.#closed) throw new Error('The database is closed.');
    const client = await this.#patiently();
    const subscribers = this.#subscribers.get(channel) ?? new Set();
    // An object of its own for each subscription, so that one function may subscribe twice.
    const deliver: OnNotify = (payload) => onNotify(payload);
    subscribers.add(deliver);
    this.#subscribers.set(channel, subscribers);
    try {
      await this.#ask(client, `listen ${escapeIdentifier(channel)}`);
    } catch (error) {
      await this.#forget(channel, deliver);
      throw connectionFault(error);
    }
    return { close: () => this.#forget(channel, deliver) };
  }

  /** @throws DatabaseUnavailable when the first connection can't be made; nothing is shown then */
  async show(name: string): Promise<Subscription> {
    if (this.#closed) throw new Error('The database is closed.');
    const client = await this.#patiently();
    this.#shown.add(name);
    try {
      await this.#ask(client, SHOW, [name]);
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
    await this.#ask(this.#client, `unlisten ${escapeIdentifier(channel)}`).catch(() => undefined);
  }

  /** One statement at a time: pg warns of a second one that is handed over meanwhile, and will refuse it. */
  #ask(client: Client | undefined, text: string, values: unknown[] = []): Promise<unknown> {
    const asked = this.#turn.then(() => client?.query(text, values));
    this.#turn = asked.catch(() => undefined);
    return asked;
  }

  async #patiently(): Promise<Client> {
    for (const deadline = performance.now() + this.#options.patienceMs; ; await delay(RETRY_MS)) {
      try {
        return await this.#connected();
      } catch (error) {
        const isOver = this.#closed || performance.now() + RETRY_MS > deadline;
        if (isOver || !(error instanceof DatabaseUnavailable)) throw error;
      }
    }
  }

  async #hide(name: string): Promise<void> {
    if (this.#shown.delete(name)) await this.#ask(this.#client, HIDE, [name]).catch(() => undefined);
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
    const client = new Client(this.#config);
    client.on('notification', ({ channel, payload }) => this.#deliver(channel, payload ?? ''));
    const lost = () => this.#lost(client);
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      for (const channel of this.#subscribers.keys())
        await client.query(`listen ${escapeIdentifier(channel)}`);
      await this.#requireHearing(client);
      for (const name of this.#shown) await client.query(SHOW, [name]);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw connectionFault(error);
    }
    this.#client = client;
    this.#failures = 0;
    this.#isDeaf = false;
    if (this.#closed) await client.end().catch(() => undefined);
    else this.#beat(client);
    return client;
  }

  /** @throws NotificationsLost when what another connection tells does not arrive at this one */
  async #requireHearing(client: Client): Promise<void> {
    const token = randomToken(16);
    const heard = Promise.withResolvers<boolean>();
    const hear = ({ payload }: { payload?: string | undefined }) => payload === token && heard.resolve(true);
    client.on('notification', hear);
    const enough = new AbortController();
    try {
      await client.query(`listen ${HEARING_CHANNEL}`);
      await this.#options.notify(HEARING_CHANNEL, token);
      const late = delay(HEARING_MS, false, { signal: enough.signal });
      if (!(await Promise.race([heard.promise, late]))) throw new NotificationsLost();
      await client.query(`unlisten ${HEARING_CHANNEL}`);
    } finally {
      enough.abort();
      client.off('notification', hear);
    }
  }

  /** A link that died silently gives no sign of its own: ask from time to time. */
  #beat(client: Client): void {
    this.#timer = setTimeout(() => {
      const overdue = setTimeout(() => this.#lost(client), HEARTBEAT_TIMEOUT_MS);
      this.#ask(client, 'select 1')
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
    this.#turn = Promise.resolve();
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
        .catch((error: unknown) => {
          if (error instanceof NotificationsLost && !this.#isDeaf) this.#options.onWarning(error.message);
          this.#isDeaf = error instanceof NotificationsLost;
          this.#reconnect();
        });
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
