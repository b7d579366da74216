import { type IncomingHttpHeaders, request } from 'node:http';

export interface Call {
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Uint8Array;
  /** Only so many bytes of the body are sent; then the connection is cut, or stays as it is with `stall`. */
  readonly sends?: number;
  readonly stall?: boolean;
}

/** Status 0: the connection broke before an answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A call on a connection of its own; `cut` breaks it from this end. */
export interface Calling {
  readonly answer: Promise<Answer>;
  /** Resolves when what is to be sent has been handed to the system. */
  readonly sent: Promise<void>;
  cut(): void;
}

export function call(spec: Call): Calling {
  const { url, method, headers = {}, body = new Uint8Array(), sends = body.byteLength, stall = false } = spec;
  const going = request(url, {
    method,
    agent: false,
    headers: { ...headers, ...(body.byteLength > 0 ? { 'content-length': body.byteLength } : {}) },
  });
  const answer = new Promise<Answer>((resolve) => {
    const broken = (): void => resolve({ status: 0, headers: {}, text: '' });
    going.on('error', broken).on('close', broken);
    going.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', broken);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
  });
  const sent = new Promise<void>((resolve) => {
    going.once('close', resolve);
    if (sends === body.byteLength && !stall) going.end(body, resolve);
    else going.write(body.subarray(0, sends), () => (stall ? resolve() : cutSoon(resolve)));
  });
  const cutSoon = (resolve: () => void): void => {
    setImmediate(() => {
      going.destroy();
      resolve();
    });
  };
  return { answer, sent, cut: () => void going.destroy() };
}
