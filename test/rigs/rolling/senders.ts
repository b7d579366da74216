import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import * as tus from 'tus-js-client';
import type { Random } from '../../model/random.js';
import { fileBytes } from '../clients/file.js';

const KIB = 1024;
/** A body is sent in steps of this length. */
const STEP_MS = 100;
const PATIENCE_MS = 300_000;

type Door = 'tus' | 'form' | 'parts';

/** A file that a client was told is stored. */
interface Sent {
  readonly asset: string;
  readonly door: Door;
  readonly bytes: number;
  readonly sha256: string;
}

export interface SendersReport {
  readonly sent: readonly Sent[];
  /** A sentence for each upload that its client gave up. */
  readonly failed: readonly string[];
  /** How often tus-js-client asked where its upload stood. */
  readonly resumed: number;
}

export interface SendersOptions {
  readonly port: number;
  readonly key: string;
  readonly count: number;
  readonly random: Random;
  /** Bytes per second of each sender. */
  readonly rate: number;
  /** How long a file takes at that rate, at most. */
  readonly longestSeconds: number;
  /** Nobody begins another file once it is over; those on their way are sent to their end. */
  readonly over: AbortSignal;
}

/**
 * So many people send one file after another over a link of their own, by tus (tus-js-client as it comes, with its own
 * retries), by a form, or in numbered parts. Forms and parts are not sent again: whatever goes wrong there is a failure.
 */
export async function sendFiles(options: SendersOptions): Promise<SendersReport> {
  const { count, random, over } = options;
  const [sent, failed]: [Sent[], string[]] = [[], []];
  let resumed = 0;
  const person = async (index: number): Promise<void> => {
    const door: Door = index % 5 < 3 ? 'tus' : index % 5 === 3 ? 'form' : 'parts';
    const sender = new Sender(options, () => (resumed += 1));
    // Not all at once: people don't.
    await sleep(random.whole(0, 2_000));
    for (let turn = 0; turn === 0 || !over.aborted; turn += 1) {
      const bytes = options.rate * random.whole(1, options.longestSeconds) + random.whole(0, 9_999);
      const file = Buffer.from(fileBytes(random.whole(1, 2 ** 31), bytes).buffer, 0, bytes);
      const name = `${door}-${index}-${turn}.pdf`;
      try {
        const asset = await sender[door](name, file);
        const sha256 = createHash('sha256').update(file).digest('hex');
        sent.push({ asset, door, bytes, sha256 });
      } catch (error) {
        failed.push(`${name} with ${bytes} bytes: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    sender.leave();
  };
  await Promise.all(Array.from({ length: count }, (_, index) => person(index)));
  return { sent, failed, resumed };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

class Sender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly options: SendersOptions,
    private readonly onResume: () => void,
  ) {}

  leave(): void {
    this.#agent.destroy();
  }

  tus(name: string, file: Buffer): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    let asset: string | undefined;
    const upload = new tus.Upload(file, {
      endpoint: `http://127.0.0.1:${this.options.port}/v1/uploads`,
      headers: { authorization: `Bearer ${this.options.key}` },
      metadata: { filename: name },
      storeFingerprintForResuming: false,
      httpStack: new tus.DefaultHttpStack({ agent: this.#agent }),
      fileReader: this.#slowReader(),
      onBeforeRequest: (asked) => {
        if (asked.getMethod() === 'HEAD') this.onResume();
      },
      onAfterResponse: (_, answer) => {
        asset = answer.getHeader('Upload-Asset') ?? asset;
      },
      onError: reject,
      onSuccess: () => {
        if (asset === undefined) reject(new Error('complete, and no answer named the asset'));
        else resolve(asset);
      },
    });
    upload.start();
    return promise;
  }

  async form(name: string, file: Buffer): Promise<string> {
    const boundary = 'rolling-rig-boundary';
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const type = `multipart/form-data; boundary=${boundary}`;
    const { text } = await this.#ask('POST', '/v1/assets', 202, type, body);
    return (JSON.parse(text) as { id: string }).id;
  }

  async parts(name: string, file: Buffer): Promise<string> {
    const partBytes = Math.max(64 * KIB, Math.ceil(file.byteLength / 3));
    const facts = Buffer.from(JSON.stringify({ fileName: name, bytes: file.byteLength, partBytes }));
    const begun = await this.#ask('POST', '/v1/uploads', 201, 'application/json', facts);
    const { id } = JSON.parse(begun.text) as { id: string };
    for (let at = 0; at < file.byteLength; at += partBytes) {
      const path = `/v1/uploads/${id}/parts/${at / partBytes + 1}`;
      await this.#ask('PUT', path, 204, 'application/octet-stream', file.subarray(at, at + partBytes));
    }
    for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(500)) {
      const { status, text } = await this.#ask('POST', `/v1/uploads/${id}/complete`, [200, 202]);
      if (status === 200) return (JSON.parse(text) as { asset: string }).asset;
      if (Date.now() > deadline) throw new Error('never complete');
    }
  }

  async #ask(
    method: string,
    path: string,
    expected: number | readonly number[],
    type?: string,
    body?: Buffer,
  ): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const headers = {
      authorization: `Bearer ${this.options.key}`,
      ...(type === undefined ? {} : { 'content-type': type }),
      'content-length': body?.byteLength ?? 0,
    };
    const { port } = this.options;
    const asked = request(
      { host: '127.0.0.1', port, path, method, headers, agent: this.#agent },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.once('error', reject);
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    asked.setTimeout(PATIENCE_MS, () => asked.destroy(new Error('silence')));
    asked.once('error', reject);
    if (body === undefined) asked.end();
    else this.#slowly(body).pipe(asked);
    const answer = await promise;
    const isRight = [expected].flat().includes(answer.status);
    if (!isRight) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
    return answer;
  }

  /** The bytes as a link of the sender's rate carries them. */
  #slowly(bytes: Buffer): Readable {
    const step = Math.ceil((this.options.rate * STEP_MS) / 1000);
    return Readable.from(
      (async function* () {
        for (let at = 0; at < bytes.byteLength; at += step) {
          yield bytes.subarray(at, at + step);
          await sleep(STEP_MS);
        }
      })(),
      { objectMode: false, highWaterMark: step },
    );
  }

  /** For tus-js-client, which pipes what it is given. */
  #slowReader() {
    return {
      openFile: (input: unknown) => {
        const file = input as Buffer;
        return Promise.resolve({
          size: file.byteLength,
          slice: (start: number, end: number) => {
            const part = file.subarray(start, end);
            const value = Object.assign(this.#slowly(part), { size: part.byteLength });
            return Promise.resolve({ value, done: end >= file.byteLength });
          },
          close: () => undefined,
        });
      },
    };
  }
}
