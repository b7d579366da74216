import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
} from 'node:http2';
import tls from 'node:tls';

/** So much may be on its way to a client that does not read. */
const WINDOW_BYTES = 1024 * 1024;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Interim responses, in order. */
  readonly interim: readonly (IncomingHttpHeaders & IncomingHttpStatusHeader)[];
}

export interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}

/** A request under way. */
export interface Exchange {
  readonly stream: ClientHttp2Stream;
  /** Fails where the stream ends without an answer. */
  readonly answer: Promise<Answer>;
}

/** One HTTP/2 connection to a server of this machine that goes by a name of its own. */
export class Http2Client {
  private constructor(private readonly session: ClientHttp2Session) {}

  /** @param localAddress the client's own address, 127.0.0.1 unless told */
  static async connect(origin: string, ca: string, localAddress = '127.0.0.1'): Promise<Http2Client> {
    const { hostname: servername, port } = new URL(origin);
    const to = { host: '127.0.0.1', port: Number(port), localAddress, servername, ca, ALPNProtocols: ['h2'] };
    const session = connect(origin, {
      createConnection: () => tls.connect(to),
      // In MB: whole bodies wait in memory.
      maxSessionMemory: 200,
      settings: { initialWindowSize: WINDOW_BYTES },
    });
    session.on('error', () => undefined);
    await once(session, 'connect');
    session.setLocalWindowSize(WINDOW_BYTES);
    return new Http2Client(session);
  }

  /** Sends a request's head; its body is for the caller to write. */
  begin(
    path: string,
    method: string,
    headers: Readonly<Record<string, string>>,
    endStream = false,
  ): Exchange {
    const stream = this.session.request({ ':method': method, ':path': path, ...headers }, { endStream });
    const interim: (IncomingHttpHeaders & IncomingHttpStatusHeader)[] = [];
    stream.on('headers', (told) => interim.push(told));
    const answer = new Promise<Answer>((resolve, reject) => {
      let head: (IncomingHttpHeaders & IncomingHttpStatusHeader) | undefined;
      const chunks: Buffer[] = [];
      stream.on('response', (told) => (head = told));
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      const end = (): void => {
        if (head === undefined) return reject(new Error(`no answer to ${method} ${path}: ${stream.rstCode}`));
        resolve({ status: head[':status'] ?? 0, headers: head, body: Buffer.concat(chunks), interim });
        // Of what was refused the rest is not sent.
        if (!stream.writableEnded || stream.writableLength > 0) stream.close();
      };
      stream.on('end', end).on('close', end);
    });
    answer.catch(() => undefined);
    return { stream, answer };
  }

  send(path: string, { method = 'GET', headers = {}, body }: Sending = {}): Promise<Answer> {
    const length: Record<string, string> =
      body === undefined ? {} : { 'content-length': String(body.byteLength) };
    const { stream, answer } = this.begin(path, method, { ...length, ...headers }, body === undefined);
    if (body !== undefined) stream.end(body);
    return answer;
  }

  close(): void {
    this.session.destroy();
  }
}
