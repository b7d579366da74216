import { connect, createServer, type Server, type Socket } from 'node:net';
import { NFS_PORT } from '../../servers/nfs-server.js';

/** RFC 7862: the operations of a compound whose lost reply is told as an error. */
export const LINK = 11;
export const RENAME = 29;

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Whether these bytes of a connection ask the server to give a file the name `target` by `operation`. */
function asksFor(operation: number, target: string, bytes: Buffer): boolean {
  const named = Buffer.concat([number(target.length), Buffer.from(target)]);
  for (let at = bytes.indexOf(named); at >= 0; at = bytes.indexOf(named, at + 1)) {
    if (operation === LINK && at >= 4 && bytes.readUInt32BE(at - 4) === LINK) return true;
    if (operation === RENAME && followsRename(bytes, at)) return true;
  }
  return false;
}

/** RENAME names the old name first, padded to words. */
function followsRename(bytes: Buffer, at: number): boolean {
  for (let length = 1; length <= 64; length++) {
    const start = at - 4 * Math.ceil(length / 4) - 8;
    if (start >= 0 && bytes.readUInt32BE(start) === RENAME && bytes.readUInt32BE(start + 4) === length)
      return true;
  }
  return false;
}

/**
 * Stands between a client and the server, and loses replies: when the client asks for `operation` with the name
 * `target`, the request still reaches the server, and nothing comes back on any connection until `mend`.
 */
export class LostReplies {
  #losing = false;
  #done = false;
  #asked: () => void = () => undefined;
  /** Resolves when the request has gone to the server. */
  readonly asked = new Promise<void>((resolve) => {
    this.#asked = resolve;
  });
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(operation: number, target: string) {
    this.#server = createServer((near) => {
      const far = connect(NFS_PORT, '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket
          .on('error', () => undefined)
          .on('close', () => {
            this.#sockets.delete(socket);
            near.destroy();
            far.destroy();
          });
      }
      far.on('data', (chunk) => {
        if (!this.#losing) near.write(chunk);
      });
      near.on('data', (chunk: Buffer) => {
        if (!this.#done && asksFor(operation, target, chunk)) {
          this.#losing = true;
          this.#asked();
        }
        far.write(chunk);
      });
    });
  }

  static async listen(port: number, operation: number, target: string): Promise<LostReplies> {
    const proxy = new LostReplies(operation, target);
    await new Promise<void>((resolve) => proxy.#server.listen(port, '0.0.0.0', resolve));
    return proxy;
  }

  /** The connections that lost something are cut; new ones work. */
  mend(): void {
    this.#done = true;
    this.#losing = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.mend();
    this.#server.close();
  }
}
