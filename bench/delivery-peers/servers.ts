import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../test/servers/free-port.js';
import { nginxConfig } from './nginx.js';

/** Descriptors that both Lectern and nginx may keep: what their tuning has in common. */
export const OPEN_OBJECTS = 10_000;

/** `before` is Lectern's delivery too, of another build. */
export type ServerName = 'lectern' | 'before' | 'nginx' | 'nest-static';

export interface ServerOptions {
  /** The processor that it is pinned to. */
  readonly core: number;
  /** Whether each request is logged to a file, as one line of JSON; by default nobody logs. */
  readonly log?: boolean;
}

/** One process that serves. */
export interface Server {
  readonly name: ServerName;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts the servers of a benchmark, all on the same tree of files. */
export class Servers {
  readonly #children = new Set<ChildProcess>();

  constructor(
    private readonly folder: string,
    private readonly root: string,
    private readonly secret: Buffer,
    /** The folder of the other build. */
    private readonly before: string,
  ) {}

  async start(name: ServerName, options: ServerOptions): Promise<Server> {
    const port = await freePort();
    const folder = await mkdtemp(join(this.folder, `${name}-`));
    const child = await this.#launch(name, { ...options, port, folder });
    this.#children.add(child);
    await answering(child, port, name);
    const stop = async () => {
      this.#children.delete(child);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    };
    return { name, port, pid: child.pid ?? 0, stop };
  }

  stop(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }

  async #launch(name: ServerName, place: Place): Promise<ChildProcess> {
    if (name === 'lectern') return await this.#lectern(place, '.');
    if (name === 'before') return await this.#lectern(place, this.before);
    return name === 'nginx' ? await this.#nginx(place) : this.#nest(place);
  }

  async #lectern({ port, folder, core, log }: Place, build: string): Promise<ChildProcess> {
    const ring = join(folder, 'ring.json');
    await writeFile(ring, keyRingOf(this.secret), { mode: 0o600 });
    return launch(core, [process.execPath, join(build, 'dist/apps/delivery/src/main.js')], {
      output: join(folder, 'access.log'),
      environment: {
        LECTERN_STORAGE_PATH: this.root,
        LECTERN_KEY_RING: ring,
        LECTERN_DELIVERY_HOST: '127.0.0.1',
        LECTERN_DELIVERY_PORT: String(port),
        LECTERN_DELIVERY_OPEN_OBJECTS: String(OPEN_OBJECTS),
        LECTERN_LOG_LEVEL: log === true ? 'info' : 'warn',
      },
    });
  }

  async #nginx({ port, folder, core, log }: Place): Promise<ChildProcess> {
    const config = join(folder, 'nginx.conf');
    const { root, secret } = this;
    const text = nginxConfig({ folder, root, port, secret, openFiles: OPEN_OBJECTS, log: log === true });
    await writeFile(config, text, { mode: 0o600 });
    return launch(core, ['nginx', '-c', config, '-p', folder]);
  }

  #nest({ port, core }: Place): ChildProcess {
    const program = 'dist/bench/delivery-peers/nest-static.js';
    return launch(core, [process.execPath, program, this.root, String(port)]);
  }
}

interface Place extends ServerOptions {
  readonly port: number;
  readonly folder: string;
}

export function keyRingOf(secret: Buffer): string {
  return JSON.stringify({
    keys: [{ kid: 'bench', secret: secret.toString('base64url'), state: 'signing' }],
  });
}

function launch(
  core: number,
  command: readonly string[],
  options: { output?: string; environment?: Record<string, string> } = {},
): ChildProcess {
  const output = options.output === undefined ? undefined : openSync(options.output, 'a');
  const child = spawn('taskset', ['-c', String(core), ...command], {
    env: { ...process.env, ...options.environment, PATH: `${process.env['PATH']}:/usr/sbin` },
    stdio: ['ignore', output ?? 'inherit', 'inherit'],
  });
  if (output !== undefined) closeSync(output);
  return child;
}

async function answering(child: ChildProcess, port: number, name: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return;
    await delay(50);
  }
  throw new Error(`${name} did not start.`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve((socket.destroy(), true)));
    socket.on('error', () => resolve(false));
  });
}
