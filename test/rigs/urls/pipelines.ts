import { connect, type Socket } from 'node:net';
import { type Answer, AnswerReader } from '../../servers/answer-reader.js';

export interface WireRequest {
  /** Its bytes, as latin1. */
  readonly text: string;
  /** Whether nothing is to be sent behind it on its connection. */
  readonly isLast: boolean;
  /** Whether it waits for the answers in front of it: Node refuses what it can't parse ahead of them. */
  readonly waits?: boolean;
}

const PIPELINE = 48;
const SILENCE_MS = 30_000;

/** Sends requests in pipelines over one connection after another, and reads the answers strictly. */
export class Pipelines {
  #line: Line | undefined;

  constructor(private readonly port: number) {}

  /** The answer to each request, in order, or a sentence about what came in its place. */
  async ask(requests: readonly WireRequest[]): Promise<(Answer | string)[]> {
    const answers: (Answer | string)[] = [];
    while (answers.length < requests.length) {
      const from = answers.length;
      let to = from;
      let isLast = false;
      let text = '';
      while (to < requests.length && to - from < PIPELINE && !isLast) {
        const request = requests[to] as WireRequest;
        if (request.waits === true && to > from) break;
        text += request.text;
        isLast = request.isLast;
        to += 1;
      }
      const isFresh = this.#line === undefined;
      this.#line ??= new Line(this.port);
      const failure = await this.#line.ask(text, to - from, (answer) => answers.push(answer));
      const wasLast = this.#line.wasLast;
      if (isLast || failure !== undefined) this.leave();
      if (failure === undefined || wasLast) continue;
      // An idle connection that was closed meanwhile shows at its first request only.
      if (isFresh || answers.length > from) answers.push(failure);
    }
    return answers;
  }

  leave(): void {
    this.#line?.socket.resetAndDestroy();
    this.#line = undefined;
  }
}

/** One connection. */
class Line {
  readonly socket: Socket;
  readonly #reader = new AnswerReader();
  /** Whether the server has said that its last answer ends the connection. */
  wasLast = false;
  #left = 0;
  #take: (answer: Answer) => void = () => undefined;
  #over: (failure?: string) => void = () => undefined;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.setTimeout(SILENCE_MS, () => this.#over('silence'));
    this.socket.on('data', (chunk: Buffer) => this.#read(() => this.#reader.push(chunk, this.#answered)));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.#read(() => this.#reader.end(this.#answered));
      const rest = this.#reader.isWithin ? 'in the middle of an answer' : 'without an answer';
      this.#over(`the connection ended ${rest}`);
    });
  }

  /** Undefined when all of them are answered. */
  ask(text: string, count: number, take: (answer: Answer) => void): Promise<string | undefined> {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    this.#over = resolve;
    this.#left = count;
    this.#take = take;
    if (this.socket.destroyed) resolve('the connection ended without an answer');
    else this.socket.write(text, 'latin1');
    return promise;
  }

  readonly #answered = (answer: Answer): void => {
    if (this.#left === 0) return this.#over('more answers came than were asked for');
    this.#left -= 1;
    this.wasLast = answer.isLast;
    this.#take(answer);
  };

  #read(read: () => void): void {
    try {
      read();
      if (this.#left === 0 && !this.wasLast)
        this.#over(this.#reader.isWithin ? 'more came than asked for' : undefined);
      else if (this.wasLast) this.#over('the connection ends with this answer');
    } catch (error) {
      this.#over(error instanceof Error ? error.message : 'no answer');
    }
  }
}
