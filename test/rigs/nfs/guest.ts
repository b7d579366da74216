import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import { GUEST_PORT, type Seen, type Wanted } from './pod.js';

const KEPT_OUTPUT = 400_000;

class Program {
  readonly #child: ChildProcess;
  readonly ended: Promise<void>;
  #output = '';
  #code: number | null = null;

  constructor({ argv, env, uid }: Wanted) {
    const [command = '', ...rest] = argv;
    this.#child = spawn(command, rest, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    const take = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString()).slice(-KEPT_OUTPUT);
    };
    this.#child.stdout?.on('data', take);
    this.#child.stderr?.on('data', take);
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#output += error.message;
        this.#code = 127;
        resolve();
      });
      this.#child.once('close', (code) => {
        this.#code = code ?? 128;
        resolve();
      });
    });
  }

  get seen(): Seen {
    return { pid: this.#child.pid ?? 0, code: this.#code, output: this.#output };
  }
}

const programs = new Map<string, Program>();

async function answer(path: string, body: string): Promise<Seen | undefined> {
  const [, verb, name = ''] = path.split('/');
  if (verb === 'run') {
    const program = new Program(JSON.parse(body) as Wanted);
    await program.ended;
    return program.seen;
  }
  if (verb === 'start') {
    const program = new Program(JSON.parse(body) as Wanted);
    programs.set(name, program);
    return program.seen;
  }
  return programs.get(name)?.seen;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text;
}

/**
 * The first program of a guest of the NFS rig: starts what the rig asks for, over HTTP. It touches no
 * mount itself, so that it answers while one hangs.
 */
const server = createServer((request, response) => {
  void textOf(request)
    .then((body) => answer(request.url ?? '', body))
    .then(
      (seen) => response.writeHead(seen === undefined ? 404 : 200).end(JSON.stringify(seen ?? {})),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
});
server.requestTimeout = 0;
server.listen(GUEST_PORT, '0.0.0.0');
