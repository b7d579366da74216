import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import koffi from 'koffi';

/**
 * A load of HTTP/1.1 requests over connections that are kept, one request under way on each, in a process of
 * its own: `load.js FILE` reads what to do (LoadPlan) from a file and prints what came of it (LoadResult).
 *
 * Bodies are dropped in the kernel (recv with MSG_TRUNC), and sockets are used by their system calls: a client
 * that copied the bytes would be slower than any server here, and all of them would look alike.
 */
export interface LoadPlan {
  readonly port: number;
  readonly seconds: number;
  /** For each connection the requests that it sends in turn, each a whole head. */
  readonly connections: readonly (readonly string[])[];
}

export interface LoadResult {
  readonly requests: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly p50Us: number;
  readonly p99Us: number;
  /** Status other than 200 and 206, and the first such head. */
  readonly failed: number;
  readonly firstFailure: string;
}

type Call = (...values: unknown[]) => number;
const libc = koffi.load(null);
const call = (signature: string): Call => libc.func(signature) as Call;
const socketCall = call('int socket(int domain, int type, int protocol)');
const connect = call('int connect(int fd, const void *address, int length)');
const setsockopt = call('int setsockopt(int fd, int level, int name, const void *value, int length)');
const send = call('int64_t send(int fd, const void *bytes, size_t length, int flags)');
const recv = call('int64_t recv(int fd, void *bytes, size_t length, int flags)');
const poll = call('int poll(void *fds, uint64_t count, int timeout)');

const AF_INET = 2;
const SOCK_STREAM = 1;
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;
const POLLIN = 1;
const MSG_DONTWAIT = 0x40;
const MSG_TRUNC = 0x20;
const HEAD_BYTES = 4096;
const BODY_BYTES = 1024 * 1024;

const head = Buffer.alloc(HEAD_BYTES);

class Connection {
  readonly fd: number;
  #next = 0;
  #left = 0;
  #sentAt = 0;
  #head = '';

  constructor(
    port: number,
    private readonly requests: readonly Buffer[],
    private readonly tally: Tally,
  ) {
    this.fd = socketCall(AF_INET, SOCK_STREAM, 0);
    const address = Buffer.alloc(16);
    address.writeUInt16LE(AF_INET, 0);
    address.writeUInt16BE(port, 2);
    address.set([127, 0, 0, 1], 4);
    if (connect(this.fd, address, 16) !== 0) throw new Error(`connect failed with errno ${koffi.errno()}`);
    setsockopt(this.fd, IPPROTO_TCP, TCP_NODELAY, Buffer.from(Int32Array.of(1).buffer), 4);
  }

  ask(): void {
    const request = this.requests[this.#next];
    if (request === undefined) throw new Error('no request');
    this.#next = (this.#next + 1) % this.requests.length;
    this.#sentAt = performance.now();
    if (send(this.fd, request, request.length, 0) !== request.length) throw new Error('send failed');
  }

  /** Takes what has come; true when the answer is whole. */
  take(): boolean {
    for (;;) {
      const inHead = this.#left === 0;
      const got = inHead
        ? recv(this.fd, head, HEAD_BYTES, MSG_DONTWAIT)
        : recv(this.fd, null, Math.min(this.#left, BODY_BYTES), MSG_DONTWAIT | MSG_TRUNC);
      if (got < 0 && koffi.errno() === constants.errno.EAGAIN) return false;
      if (got <= 0) throw new Error(`the server closed a connection: ${got}, ${this.#head}`);
      if (inHead) this.#readHead(got);
      else this.#left -= got;
      if (this.#left === 0 && this.#head === '') {
        this.tally.times.push(performance.now() - this.#sentAt);
        return true;
      }
    }
  }

  #readHead(got: number): void {
    this.#head += head.toString('latin1', 0, got);
    const end = this.#head.indexOf('\r\n\r\n');
    if (end === -1) return;
    const length = Number(/\r\ncontent-length: *([0-9]+)/i.exec(this.#head)?.[1] ?? Number.NaN);
    this.#left = length - (this.#head.length - end - 4);
    if (Number.isNaN(length) || this.#left < 0) throw new Error(`no length: ${this.#head.slice(0, end)}`);
    const status = this.#head.slice(9, 12);
    if (status !== '200' && status !== '206') {
      this.tally.failed += 1;
      this.tally.firstFailure ||= this.#head.slice(0, 500);
    }
    this.tally.bytes += length;
    this.#head = '';
  }
}

interface Tally {
  readonly times: number[];
  bytes: number;
  failed: number;
  firstFailure: string;
}

function run(plan: LoadPlan): LoadResult {
  const tally: Tally = { times: [], bytes: 0, failed: 0, firstFailure: '' };
  const connections = plan.connections.map(
    (requests) =>
      new Connection(
        plan.port,
        requests.map((text) => Buffer.from(text, 'latin1')),
        tally,
      ),
  );
  const fds = Buffer.alloc(8 * connections.length);
  connections.forEach(({ fd }, index) => {
    fds.writeInt32LE(fd, index * 8);
    fds.writeInt16LE(POLLIN, index * 8 + 4);
  });
  const started = performance.now();
  const until = started + plan.seconds * 1000;
  for (const connection of connections) connection.ask();
  for (let under = connections.length; under > 0; ) {
    if (poll(fds, connections.length, 10_000) <= 0) throw new Error('no answer for ten seconds');
    for (const [index, connection] of connections.entries()) {
      if (fds.readInt16LE(index * 8 + 6) === 0 || !connection.take()) continue;
      if (performance.now() < until) connection.ask();
      else {
        under -= 1;
        fds.writeInt32LE(-1, index * 8);
      }
    }
  }
  const times = Float64Array.from(tally.times).toSorted();
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 1000);
  const seconds = (performance.now() - started) / 1000;
  const { bytes, failed, firstFailure } = tally;
  return { requests: times.length, bytes, seconds, p50Us: at(0.5), p99Us: at(0.99), failed, firstFailure };
}

const [file] = process.argv.slice(2);
if (file !== undefined) {
  console.log(JSON.stringify(run(JSON.parse(readFileSync(file, 'utf8')) as LoadPlan)));
  // The sockets are no handles of Node's: nothing else ends them.
  process.exit(0);
}
