import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Got {
  readonly delivery: string;
  readonly type: string;
  readonly subject: string;
  /** Of the events of its subject. */
  readonly number: number;
  /** From the event to its arrival. */
  readonly ms: number;
}

/** Somebody who is told of events, and keeps each that was taken. */
export class Receiver {
  readonly got: Got[] = [];
  /** Requests of any kind. */
  asked = 0;
  mostAtOnce = 0;
  #now = 0;

  private constructor(
    readonly url: string,
    readonly close: () => void,
  ) {}

  /** @param answer ends the response; true where the event was taken */
  static async open(answer: (response: ServerResponse) => boolean): Promise<Receiver> {
    const server = createServer((request, response) => {
      made.asked += 1;
      made.#now += 1;
      made.mostAtOnce = Math.max(made.mostAtOnce, made.#now);
      response.on('close', () => (made.#now -= 1));
      void text(request).then((body) => {
        const { type, subject, createdAt, data } = JSON.parse(body) as {
          type: string;
          subject: string;
          createdAt: string;
          data: { number?: number };
        };
        const ms = Date.now() - Date.parse(createdAt);
        const delivery = String(request.headers['lectern-delivery']);
        // A test is nobody's event.
        if (answer(response) && type !== 'webhook.test')
          made.got.push({ delivery, type, subject, number: data.number ?? -1, ms });
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const made = new Receiver(url, () => {
      server.closeAllConnections();
      server.close();
    });
    return made;
  }

  /** How many different deliveries there were. */
  get distinct(): number {
    return new Set(this.got.map(({ delivery }) => delivery)).size;
  }

  /** Whether each subject's events came in their order, but for those that came before. */
  get isInOrder(): boolean {
    const last = new Map<string, number>();
    const seen = new Set<string>();
    return this.got.every(({ delivery, subject, number }) => {
      if (seen.has(delivery)) return true;
      seen.add(delivery);
      const isNext = number > (last.get(subject) ?? -1);
      last.set(subject, number);
      return isNext;
    });
  }

  /** The time from event to arrival that so many of a hundred kept to. */
  msOf(percent: number): number {
    const sorted = this.got.map(({ ms }) => ms).toSorted((a, b) => a - b);
    return sorted[Math.floor(((sorted.length - 1) * percent) / 100)] ?? 0;
  }
}
