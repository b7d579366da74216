import { connect, type Socket } from 'node:net';
import { createLogger } from '#libs/http';
import { KeyRing, type SignRequest, sign } from '#libs/signing';
import { parseStorageKey, type Storage } from '#libs/storage';
import { createDelivery, type Delivery, type DeliveryParts } from '../delivery.js';
import type { DeliverySettings } from '../delivery-settings.js';

export const NOW = 1_790_000_000;
export const ASSET = 'ast_e0zbgj09tqm83xssss6ys3';
export const PROXIES = { trustedProxies: ['127.0.0.1'] };

const keyRing = { current: KeyRing.parse(KeyRing.fresh()) };

export function url(change: Partial<SignRequest> = {}): string {
  const base = { asset: ASSET, path: 'hls/1.m3u8', scope: 'play', expires: NOW + 3600, epoch: 0 } as const;
  return sign(keyRing.current, { ...base, ...change });
}

export async function put(storage: Storage, path: string, bytes: Uint8Array): Promise<void> {
  async function* source() {
    yield bytes;
  }
  await storage.put(parseStorageKey(`assets/${ASSET}/${path}`), source());
}

/** A delivery that runs, and what it has said. */
export interface Served {
  readonly port: number;
  readonly delivery: Delivery;
  readonly lines: string[];
  /** How many requests the lane has answered, and connections it has handed over or refused. */
  lane(): Promise<{ answered: number; handedOver: number; refused: number }>;
}

export async function serve(
  storage: Storage,
  settings: Partial<DeliverySettings> = {},
  more: Pick<DeliveryParts, 'usage' | 'usageBucket'> = {},
): Promise<Served> {
  const lines: string[] = [];
  const logger = createLogger('delivery', {
    destination: { write: (text) => void lines.push(...(text.match(/.+\n/g) ?? [])) },
  });
  const clock = { now: () => new Date(NOW * 1000) };
  const delivery = await createDelivery({ storage, keyRing, logger, clock, settings, ...more });
  const port = Number(new URL(await delivery.listen(0, '127.0.0.1')).port);
  const lane = async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const of = (outcome: string) =>
      Number(new RegExp(`lane_total\\{outcome="${outcome}"\\} ([0-9]+)`).exec(text)?.[1]);
    // The question itself came through the lane.
    return { answered: of('answered'), handedOver: of('handed-over') - 1, refused: of('refused') };
  };
  return { port, delivery, lines, lane };
}

export interface RawAnswer {
  readonly status: number;
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A connection that sends bytes as they are, and reads answers strictly. */
export class RawConnection {
  readonly socket: Socket;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** How many bytes there must be for another look to be worth while. */
  #needed = 0;
  #wake: () => void = () => undefined;
  isClosed = false;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#bytes += chunk.length;
      this.#wake();
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  send(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /**
   * The next answer; undefined when the server has closed, or nothing came for `quietMs`.
   *
   * @throws Error when what came is no answer
   */
  async next(options: { quietMs?: number; isHead?: boolean } = {}): Promise<RawAnswer | undefined> {
    for (;;) {
      const answer = this.#take(options.isHead === true);
      if (answer !== undefined) return answer;
      if (this.isClosed || !(await this.#more(options.quietMs ?? 20_000))) {
        if (this.#bytes > 0) {
          throw new Error(`left over: ${Buffer.concat(this.#chunks).toString('latin1', 0, 200)}`);
        }
        return undefined;
      }
    }
  }

  /** Resolves when the server has closed. */
  async closed(): Promise<void> {
    while (!this.isClosed) if (!(await this.#more(30_000))) throw new Error('The connection stays open.');
  }

  #more(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  #take(isHead: boolean): RawAnswer | undefined {
    if (this.#bytes < this.#needed) return undefined;
    const received = Buffer.concat(this.#chunks);
    this.#chunks = [received];
    const end = received.indexOf('\r\n\r\n');
    if (end === -1) return undefined;
    const [statusLine = '', ...fields] = received.toString('latin1', 0, end).split('\r\n');
    const status = Number(/^HTTP\/1\.1 ([0-9]{3}) /.exec(statusLine)?.[1]);
    if (Number.isNaN(status)) throw new Error(`no answer: ${statusLine}`);
    const headers = Object.fromEntries(
      fields.map((field) => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon).toLowerCase(), field.slice(colon + 2)];
      }),
    );
    const isEmpty = isHead || status === 304 || status === 204 || status < 200;
    const length = isEmpty ? 0 : Number(headers['content-length'] ?? 0);
    this.#needed = end + 4 + length;
    if (received.length < this.#needed) return undefined;
    const body = received.subarray(end + 4, this.#needed);
    this.#chunks = [received.subarray(this.#needed)];
    this.#bytes -= this.#needed;
    this.#needed = 0;
    return { status, headers, body };
  }
}
