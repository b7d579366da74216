import { readFile } from 'node:fs/promises';
import { EventStream } from '../../servers/event-stream.js';
import { Replicas } from '../../servers/replicas.js';

export interface EventsOptions {
  readonly listeners: number;
  readonly changes: number;
  readonly growthMib: number;
  readonly print: (line: string) => void;
}

/** So many connect at a time. */
const AT_ONCE = 50;

/**
 * A crowd listens to one uploader while uploads begin at another: what that costs in memory, and how long the last one
 * waits for each event. Then PostgreSQL is killed, and the crowd's uploader, and nobody may miss an event or get one twice.
 */
export async function runEvents(options: EventsOptions): Promise<{ passed: number; failures: string[] }> {
  const { listeners, print } = options;
  const replicas = await Replicas.start({
    count: 2,
    killsDatabase: true,
    environment: {
      LECTERN_EVENT_LISTENERS: String(listeners),
      LECTERN_EVENT_LISTENERS_PER_PERSON: String(listeners),
    },
  });
  replicas.disposeOnSignal();
  try {
    return await new Crowd(replicas, options).run();
  } finally {
    await replicas.dispose();
    print('');
  }
}

class Crowd {
  readonly #failures: string[] = [];
  readonly #began: string[] = [];
  #passed = 0;
  #streams: EventStream[] = [];
  /** What each of them was told by streams that broke. */
  #told: string[][] = [];

  constructor(
    private readonly replicas: Replicas,
    private readonly options: EventsOptions,
  ) {}

  async run(): Promise<{ passed: number; failures: string[] }> {
    const { listeners, changes, growthMib, print } = this.options;
    const [crowded] = this.replicas.all;
    if (crowded?.pid === undefined) throw new Error('no uploader runs');
    await this.#change();
    const before = await residentMib(crowded.pid);
    await this.#gather(crowded.url);
    const waits: number[] = [];
    for (let n = 0; n < changes; n += 1) waits.push(await this.#change());
    const growth = (await residentMib(crowded.pid)) - before;
    print(`${listeners} listeners: ${before} MiB before them, ${growth} MiB more with them`);
    waits.sort((a, b) => a - b);
    const [median, longest] = [waits[Math.floor(waits.length / 2)] ?? 0, waits.at(-1) ?? 0];
    print(
      `from the answer to a change until the last listener has its event: ${median.toFixed(0)} ms at the median, ${longest.toFixed(0)} ms at most`,
    );
    this.#judge(growth <= growthMib, `${growth} MiB for ${listeners} listeners; ${growthMib} may be`);

    await this.replicas.killDatabase();
    print(`after PostgreSQL was killed and started: ${(await this.#change()).toFixed(0)} ms`);

    await crowded.kill();
    await Promise.all(this.#streams.map((stream) => stream.over()));
    const [missed] = [await this.#begin(), await this.#begin()];
    const since = performance.now();
    await this.#gather(this.replicas.all[1]?.url ?? '');
    await this.#allHave(missed);
    print(
      `all are back at another uploader, with what they missed, after ${(performance.now() - since).toFixed(0)} ms`,
    );
    await this.#change();
    const wrong = this.#told.filter((before, at) => {
      const told = [...before, ...createdOf(this.#streams[at])];
      return told.join(' ') !== this.#began.slice(1).join(' ');
    });
    this.#judge(wrong.length === 0, `${wrong.length} listeners missed events, or got some twice`);
    for (const stream of this.#streams) stream.close();
    return { passed: this.#passed, failures: this.#failures };
  }

  #judge(holds: boolean, failure: string): void {
    if (holds) this.#passed += 1;
    else this.#failures.push(failure);
  }

  async #gather(url: string): Promise<void> {
    const { listeners } = this.options;
    const { admin, doctor } = this.replicas.keys;
    const broken = this.#streams;
    this.#streams = [];
    for (let at = 0; at < listeners; at += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, listeners - at) }, (_, n) => at + n);
      const opened = await Promise.all(
        some.map((n) => EventStream.open(url, n % 2 === 0 ? admin : doctor, broken[n]?.lastId)),
      );
      this.#streams.push(...opened);
    }
    this.#told = this.#streams.map((_, at) => createdOf(broken[at]));
  }

  /** @returns for how many ms the last listener waited */
  async #change(): Promise<number> {
    const upload = await this.#begin();
    const since = performance.now();
    await this.#allHave(upload);
    return performance.now() - since;
  }

  async #begin(): Promise<string> {
    const url = `${this.replicas.all[1]?.url}/v1/uploads`;
    const headers = {
      authorization: `Bearer ${this.replicas.keys.doctor}`,
      'content-type': 'application/json',
    };
    const body = JSON.stringify({ fileName: 'a.pdf', bytes: 1000 });
    const answer = await fetch(url, { method: 'POST', headers, body });
    if (answer.status !== 201) throw new Error(`no upload: ${answer.status} ${await answer.text()}`);
    const { id } = (await answer.json()) as { id: string };
    this.#began.push(id);
    return id;
  }

  async #allHave(upload: string): Promise<void> {
    await Promise.all(this.#streams.map((stream) => stream.event('upload.created', upload)));
  }
}

function createdOf(stream: EventStream | undefined): string[] {
  const created = stream?.events.filter(({ type }) => type === 'upload.created') ?? [];
  return created.map(({ data }) => data.subject);
}

async function residentMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+([0-9]+) kB$/m.exec(status)?.[1]) / 1024);
}
