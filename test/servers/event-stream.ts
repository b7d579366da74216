import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

export interface StreamedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: {
    readonly subject: string;
    readonly owner: string | null;
    readonly unit: string | null;
    readonly data: Readonly<Record<string, unknown>>;
    readonly reason?: string;
  };
}

const agent = new Agent({ keepAlive: false });
const PATIENCE_MS = 30_000;

/** A client of GET /v1/events, that reads a stream as the HTML standard has it. */
export class EventStream {
  readonly events: StreamedEvent[] = [];
  /** What the client would send as Last-Event-ID. */
  lastId = '';
  isOver = false;
  #buffer = '';
  readonly #changed = new Set<() => void>();

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.#take(text));
    response.on('error', () => undefined);
    response.on('close', () => {
      this.isOver = true;
      this.#tell();
    });
  }

  /** The stream once its first words have come. @throws Error when the answer is another than 200 */
  static async open(baseUrl: string, key: string, lastEventId?: string): Promise<EventStream> {
    const response = await EventStream.ask(baseUrl, key, lastEventId);
    if (response.statusCode !== 200) throw new Error(`no stream of events: ${response.statusCode}`);
    const stream = new EventStream(response);
    await stream.until(() => stream.lastId !== '');
    return stream;
  }

  static ask(baseUrl: string, key: string, lastEventId?: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${key}`,
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      };
      request(`${baseUrl}/v1/events`, { headers, agent }, resolve).on('error', reject).end();
    });
  }

  get headers(): IncomingHttpHeaders {
    return this.response.headers;
  }

  /** Types of the events of one subject, in the order in which they came. */
  typesOf(subject: string): string[] {
    return this.events.filter(({ data }) => data.subject === subject).map(({ type }) => type);
  }

  /** The first event of this type and subject, waited for. */
  async event(type: string, subject?: string): Promise<StreamedEvent> {
    let found: StreamedEvent | undefined;
    await this.until(() => {
      found = this.events.find(
        (event) => event.type === type && (subject === undefined || event.data.subject === subject),
      );
      return found !== undefined;
    });
    return found as StreamedEvent;
  }

  over(): Promise<void> {
    return this.until(() => this.isOver);
  }

  /** Waits until something holds of what has come. */
  async until(holds: () => boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = (): void => {
      if (holds()) resolve();
      else if (this.isOver) reject(new Error('the stream ended before what was waited for'));
    };
    const late = setTimeout(() => {
      const seen = this.events.map(({ type, data }) => `${type} ${data.subject}`);
      reject(new Error(`what was waited for did not come; these did: ${seen.join(', ')}`));
    }, PATIENCE_MS);
    this.#changed.add(look);
    look();
    await promise.finally(() => {
      clearTimeout(late);
      this.#changed.delete(look);
    });
  }

  /** Takes nothing more from the connection. */
  pause(): void {
    this.response.pause();
  }

  close(): void {
    this.response.destroy();
  }

  #take(text: string): void {
    this.#buffer += text;
    const blocks = this.#buffer.split('\n\n');
    this.#buffer = blocks.pop() ?? '';
    for (const block of blocks) this.#read(block);
    this.#tell();
  }

  #read(block: string): void {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const colon = line.indexOf(':');
      if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ''));
    }
    this.lastId = fields.get('id') ?? this.lastId;
    const data = fields.get('data');
    if (data === undefined) return;
    const said = JSON.parse(data) as StreamedEvent['data'];
    this.events.push({ id: this.lastId, type: fields.get('event') ?? 'message', data: said });
  }

  #tell(): void {
    for (const changed of this.#changed) changed();
  }
}
