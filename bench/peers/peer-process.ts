import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../test/servers/free-port.js';

const START_DEADLINE_MS = 20_000;

/** A server that is measured against, as a process of its own that stores in `folder`. */
export class PeerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    readonly folder: string,
  ) {}

  /** One of this folder's programs: it takes a folder to store in, and prints its port. */
  static async node(name: string, folder: string): Promise<PeerProcess> {
    const program = path.join(import.meta.dirname, `${name}.js`);
    const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return new PeerProcess(child, Number(line.toString().split(' ')[1]), folder);
  }

  /** nginx with its dav module, one worker. */
  static async nginx(folder: string): Promise<PeerProcess> {
    const port = await freePort();
    const file = path.join(folder, 'nginx.conf');
    await writeFile(file, nginxConfig(folder, port));
    const child = spawn('nginx', ['-p', folder, '-c', file, '-e', 'stderr'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const peer = new PeerProcess(child, port, folder);
    const deadline = Date.now() + START_DEADLINE_MS;
    while (!(await peer.listens())) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error('nginx did not start');
      await delay(50);
    }
    return peer;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  private listens(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1', () => resolve(socket.end() !== undefined));
      socket.on('error', () => resolve(false));
    });
  }
}

function nginxConfig(folder: string, port: number): string {
  return `
daemon off;
user root;
pid ${folder}/nginx.pid;
worker_processes 1;
events { worker_connections 256; }
http {
  access_log off;
  client_max_body_size 0;
  client_body_buffer_size 1m;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port};
    location / { root ${folder}/files; dav_methods PUT; create_full_put_path on; dav_access user:rw; }
  }
}
`;
}
