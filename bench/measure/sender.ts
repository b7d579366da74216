import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Sending {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** Content-Length unless the body is empty. */
  readonly bytes?: number;
  readonly body?: Iterable<Uint8Array>;
}

/**
 * One request on a connection of its own, written straight to the socket: a client that costs as little as
 * can be beside the server that is measured. An answer outside of 2xx is an error.
 */
export async function send(sending: Sending): Promise<Answer> {
  const socket = connect({ host: '127.0.0.1', port: sending.port, noDelay: true });
  const answer = answerOf(socket);
  // It is awaited at the end; until then the connection may break.
  answer.catch(() => undefined);
  await once(socket, 'connect');
  socket.write(headOf(sending));
  for (const chunk of sending.body ?? [])
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), answer]);
  return answer;
}

/** What begins a request, for clients that write its body in their own time. */
export function headOf({ port, method, path, headers = {}, bytes }: Sending): string {
  const all = {
    host: `127.0.0.1:${port}`,
    connection: 'close',
    ...(bytes === undefined ? {} : { 'content-length': bytes }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

function answerOf(socket: Socket): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      text += part;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', ...body] = text.split('\r\n\r\n');
      const [first = '', ...lines] = head.split('\r\n');
      const status = Number(first.split(' ')[1] ?? 0);
      const headers = Object.fromEntries(
        lines.map((line) => [
          line.slice(0, line.indexOf(':')).toLowerCase(),
          line.slice(line.indexOf(':') + 1).trim(),
        ]),
      );
      if (status >= 200 && status < 300) resolve({ status, headers, body: body.join('\r\n\r\n') });
      else reject(new Error(`${first} ${body.join('')}`));
    });
  });
}
