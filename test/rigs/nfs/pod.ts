import type { ChildProcess } from 'node:child_process';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Where a guest takes the rig's wishes. */
export const GUEST_PORT = 9_000;

/** A program to be run in a guest. */
export interface Wanted {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Runs as this user instead of root. */
  readonly uid?: number;
}

/** What a guest knows of a program. */
export interface Seen {
  readonly pid: number;
  /** null while it runs, 127 where it could not be started, 128 after a signal. */
  readonly code: number | null;
  readonly output: string;
}

const UPLOADER_PORT = 8_080;
const DELIVERY_PORT = 8_081;
/** Where a pod mounts the export. */
export const MOUNT = '/mnt/media';
const START_DEADLINE_MS = 120_000;

export type Service = 'uploader' | 'delivery';
const MAIN: Record<Service, string> = {
  uploader: 'dist/apps/uploader/src/main.js',
  delivery: 'dist/apps/delivery/src/main.js',
};

/** A guest with a client kernel of its own, in which an uploader and a delivery run. */
export class Pod {
  constructor(
    readonly name: string,
    readonly address: string,
    /** The server's address as this guest sees it. */
    readonly server: string,
    /** Settings of the services. */
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  url(service: Service): string {
    return `http://${this.address}:${service === 'uploader' ? UPLOADER_PORT : DELIVERY_PORT}`;
  }

  /** Runs a program in the guest to its end. */
  run(argv: readonly string[], more: Omit<Wanted, 'argv'> = {}): Promise<Seen> {
    return this.#ask('/run', JSON.stringify({ argv, ...more }));
  }

  /** As `run`, of one of the rig's own programs. */
  node(argv: readonly string[], more: Omit<Wanted, 'argv'> = {}): Promise<Seen> {
    return this.run([process.execPath, ...argv], more);
  }

  async mount(folder: string, options: string): Promise<void> {
    const { code, output } = await this.run([
      'bash',
      '-c',
      `mkdir -p ${folder} && mount -t nfs4 -o ${options} ${this.server}:/export ${folder}`,
    ]);
    if (code !== 0) throw new Error(`${this.name} could not mount: ${output}`);
  }

  async unmount(folder: string): Promise<void> {
    await this.run(['umount', folder]);
  }

  /** Rejects as soon as the guest's own process has ended, and after two minutes at the latest. */
  async untilBooted(guest: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_DEADLINE_MS;
    for (;;) {
      const seen = await this.run(['true']).catch(() => undefined);
      if (seen?.code === 0) return;
      const ended = guest.exitCode ?? guest.signalCode;
      if (ended !== null) throw new Error(`its kernel ended with ${ended}`);
      if (Date.now() > deadline) throw new Error(`it did not answer within ${START_DEADLINE_MS} ms`);
      await delay(100);
    }
  }

  async start(service: Service): Promise<void> {
    const port: Record<string, string> =
      service === 'uploader'
        ? { LECTERN_PORT: String(UPLOADER_PORT) }
        : { LECTERN_DELIVERY_PORT: String(DELIVERY_PORT) };
    const env = { ...this.settings, ...port, LECTERN_POD: `${service}-${this.name}` };
    await this.launch(service, [process.execPath, MAIN[service]], env);
    const deadline = Date.now() + START_DEADLINE_MS;
    while ((await this.answer(service, '/readyz', 5_000)) !== 200) {
      const { code, output } = await this.seen(service);
      if (code !== null) throw new Error(`${service} in ${this.name} ended by itself:\n${output}`);
      if (Date.now() > deadline) throw new Error(`${service} in ${this.name} did not start:\n${output}`);
      await delay(200);
    }
  }

  /** Starts a program in the guest, to be asked for by this name. */
  async launch(
    name: string,
    argv: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.#ask(`/start/${name}`, JSON.stringify({ argv, env }));
  }

  /** What is known of a program that was started: its process, and what it printed. */
  seen(service: string): Promise<Seen> {
    return this.#ask(`/seen/${service}`, '');
  }

  /** The status of a GET; 0 where no answer came in time. */
  async answer(service: Service, path: string, milliseconds: number): Promise<number> {
    const signal = AbortSignal.timeout(milliseconds);
    return fetch(`${this.url(service)}${path}`, { signal }).then(
      async (response) => {
        await response.body?.cancel();
        return response.status;
      },
      () => 0,
    );
  }

  #ask(path: string, body: string): Promise<Seen> {
    return new Promise((resolve, reject) => {
      const going = request(`http://${this.address}:${GUEST_PORT}${path}`, { method: 'POST', agent: false });
      going.once('error', reject);
      going.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('error', reject);
        response.once('end', () => {
          if (response.statusCode === 200) resolve(JSON.parse(text) as Seen);
          else reject(new Error(`${this.name} answered ${response.statusCode}: ${text}`));
        });
      });
      going.end(body);
    });
  }
}
