import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from './at-exit.js';

const PATH = `${process.env['PATH']}:/usr/sbin`;
const START_MS = 20_000;

/** A proxy as Debian packs it. */
interface Program {
  readonly command: string;
  readonly args: (file: string, folder: string) => readonly string[];
  /** What stands around a site's configuration on a machine where nothing else was changed. */
  readonly around: (site: string, folder: string) => string;
}

/** Those that mod_proxy's site wants are named in the document; these are enabled on every Debian. */
const APACHE_MODULES = ['mpm_event', 'authz_core', 'reqtimeout', 'setenvif', 'mime'];

const PROGRAMS = {
  nginx: {
    command: 'nginx',
    args: (file, folder) => ['-c', file, '-p', folder, '-e', 'stderr'],
    around: (site, folder) => `
daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1;
events {}
http {
  access_log off; gzip on;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
${site}
}
`,
  },
  Caddy: {
    command: 'caddy',
    args: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
    around: (site, folder) => `
{
  admin off
  auto_https disable_redirects
  skip_install_trust
  storage file_system ${folder}
}
${site}
`,
  },
  HAProxy: {
    command: 'haproxy',
    args: (file) => ['-db', '-f', file],
    around: (site) => `
global
  maxconn 500
${site}
`,
  },
  Apache: {
    command: 'apache2',
    args: (file) => ['-DFOREGROUND', '-f', file],
    around: (site, folder) => `
ServerRoot ${folder}
ServerName localhost
PidFile ${folder}/pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/errors
TypesConfig /dev/null
User www-data
Group www-data
${site}
`,
  },
} satisfies Record<string, Program>;

export type ProxyKind = keyof typeof PROGRAMS;
export const PROXIES = Object.keys(PROGRAMS) as ProxyKind[];

/** Whether this machine has the program (Debian: nginx-light, caddy, haproxy, apache2-bin). */
export function hasProxy(kind: ProxyKind): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${PROGRAMS[kind].command}`], { env: { ...process.env, PATH } });
    return true;
  } catch {
    return false;
  }
}

/** The configuration that loads modules of Apache by the names that `a2enmod` takes. */
export function apacheModules(names: readonly string[]): string {
  return [...APACHE_MODULES, ...names]
    .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`)
    .join('\n');
}

/** A real proxy that runs one site's configuration. */
export class FrontProxy {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly forget: () => void,
  ) {}

  /** @param port where the site listens, on 127.0.0.1 too */
  static async start(kind: ProxyKind, site: string, port: number): Promise<FrontProxy> {
    const folder = await mkdtemp(path.join(tmpdir(), 'lectern-front-'));
    // Its workers are of another user.
    await chmod(folder, 0o755);
    const { command, args, around }: Program = PROGRAMS[kind];
    const file = path.join(folder, 'configuration');
    await writeFile(file, around(site, folder));
    const child = spawn(command, args(file, folder), {
      env: { ...process.env, PATH, HOME: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const proxy = new FrontProxy(
      child,
      folder,
      atExit(() => child.kill('SIGKILL')),
    );
    let said = '';
    for (const output of [child.stdout, child.stderr])
      output.on('data', (bytes: Buffer) => (said = (said + String(bytes)).slice(-10_000)));
    for (const deadline = Date.now() + START_MS; !(await answers(port)); await sleep(20)) {
      if (Date.now() < deadline && child.exitCode === null) continue;
      const logged = await readFile(path.join(folder, 'errors'), 'utf8').catch(() => '');
      await proxy.stop();
      throw new Error(`${kind} does not start: ${said}${logged}`);
    }
    return proxy;
  }

  async stop(): Promise<void> {
    this.forget();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
