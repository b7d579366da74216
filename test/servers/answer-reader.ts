/** One answer of a server, as it came over a connection. */
export class Answer {
  #fields: string | undefined;

  constructor(
    readonly status: number,
    /** The status line and the fields, without the empty line. */
    readonly head: string,
    readonly body: Buffer,
  ) {}

  /** The first value of a field; `name` in small letters. */
  field(name: string): string | undefined {
    this.#fields ??= `${this.head.toLowerCase()}\r\n`;
    const at = this.#fields.indexOf(`\r\n${name}:`);
    if (at === -1) return undefined;
    const from = at + name.length + 3;
    return this.head.slice(from, this.#fields.indexOf('\r\n', from)).trim();
  }

  /** Whether the server has said that nothing follows. */
  get isLast(): boolean {
    return this.field('connection')?.toLowerCase() === 'close';
  }
}

const HEAD_END = '\r\n\r\n';
/** How an answer begins, and no body does that a reader of this kind is to meet. */
const ANSWER = 'HTTP/1.1 ';
const NOTHING = Buffer.alloc(0);
const LARGEST_HEAD = 64 * 1024;

/** How a body ends: after so many bytes, with its last chunk, or with the connection. */
type Framing = number | 'chunked' | 'close';

/**
 * Tells the answers of a connection apart, strictly: what is no answer (RFC 9112 section 4) is an error, so
 * whatever a server sends too much or too little shows.
 */
export class AnswerReader {
  #pieces: Buffer[] = [];
  #bytes = 0;
  /** So many bytes must be there before another look is worth while. */
  #needed = 1;
  #head:
    | { readonly status: number; readonly text: string; readonly framing: Framing; readonly maySkip: boolean }
    | undefined;

  /** @param isHead whether the answer with this head is to a HEAD; undefined where nobody knows */
  constructor(private readonly isHead: (head: string) => boolean | undefined = () => false) {}

  /** Bytes that are not yet an answer. */
  get rest(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  /** Whether an answer has begun and is not whole. */
  get isWithin(): boolean {
    return this.#head !== undefined || this.#bytes > 0;
  }

  /** The answer whose head is there, with what has come of its body; undefined where there is none. */
  get begun(): Answer | undefined {
    return this.#head === undefined ? undefined : new Answer(this.#head.status, this.#head.text, this.rest);
  }

  /** Calls `take` for each answer that is whole now. @throws Error when what came is no answer */
  push(chunk: Buffer, take: (answer: Answer) => void): void {
    this.#pieces.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes >= this.#needed) {
      const bytes = this.#pieces.length === 1 ? (this.#pieces[0] ?? NOTHING) : Buffer.concat(this.#pieces);
      this.#pieces = [bytes];
      const before = this.#bytes;
      const answer = this.#next(bytes);
      if (answer !== undefined) take(answer);
      else if (this.#bytes === before) return;
    }
  }

  /** The connection is over: a body that ends with it is whole, and one that may be left out is not there. */
  end(take: (answer: Answer) => void): void {
    if (this.#head === undefined) return;
    const { status, text, framing, maySkip } = this.#head;
    // One that begins like an answer (`H`) has waited for more.
    if (framing !== 'close' && this.#bytes !== framing && (!maySkip || this.#bytes > 0)) return;
    const body = this.rest;
    this.#consume(body, body.length);
    take(new Answer(status, text, body));
  }

  #next(bytes: Buffer): Answer | undefined {
    this.#head ??= this.#readHead(bytes);
    if (this.#head === undefined) return undefined;
    const { status, text, framing } = this.#head;
    if (framing === 'close') return void (this.#needed = Number.POSITIVE_INFINITY);
    if (framing === 'chunked') {
      const whole = unchunked(this.#pieces[0] ?? NOTHING);
      if (whole === undefined) return void (this.#needed = this.#bytes + 1);
      this.#consume(this.#pieces[0] ?? NOTHING, whole.end);
      return new Answer(status, text, whole.body);
    }
    const rest = this.#pieces[0] ?? NOTHING;
    if (this.#head.maySkip && framing > 0) {
      const begins = rest.toString('latin1', 0, ANSWER.length);
      if (begins !== ANSWER && ANSWER.startsWith(begins)) return void (this.#needed = begins.length + 1);
      if (begins === ANSWER) {
        this.#consume(rest, 0);
        return new Answer(status, text, NOTHING);
      }
    }
    if (rest.length < framing) return void (this.#needed = framing);
    this.#consume(rest, framing);
    return new Answer(status, text, rest.subarray(0, framing));
  }

  #readHead(bytes: Buffer) {
    const end = bytes.indexOf(HEAD_END, 0, 'latin1');
    if (end === -1) {
      const begins = bytes.toString('latin1', 0, 9);
      if (!ANSWER.startsWith(begins) || bytes.length > LARGEST_HEAD)
        throw new Error(`no answer: ${JSON.stringify(bytes.toString('latin1', 0, 80))}`);
      this.#needed = bytes.length + 1;
      return undefined;
    }
    const text = bytes.toString('latin1', 0, end);
    const status = /^HTTP\/1\.1 ([1-5][0-9]{2}) /.exec(text)?.[1];
    if (status === undefined) throw new Error(`no answer: ${JSON.stringify(text.slice(0, 80))}`);
    const isHead = this.isHead(text);
    const framing = isHead === true ? 0 : framingOf(Number(status), text);
    const head = { status: Number(status), text, framing, maySkip: isHead === undefined };
    this.#pieces = [bytes.subarray(end + HEAD_END.length)];
    this.#bytes -= end + HEAD_END.length;
    return head;
  }

  #consume(bytes: Buffer, count: number): void {
    const rest = bytes.subarray(count);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#bytes = rest.length;
    this.#needed = 1;
    this.#head = undefined;
  }
}

function framingOf(status: number, text: string): Framing {
  if (status < 200 || status === 204 || status === 304) return 0;
  const length = /\r\ncontent-length: *([0-9]+)(?=\r\n|$)/i.exec(text)?.[1];
  if (length !== undefined) return Number(length);
  return /\r\ntransfer-encoding: *chunked(?=\r\n|$)/i.test(text) ? 'chunked' : 'close';
}

/** Undefined while the last chunk has not come. */
function unchunked(bytes: Buffer): { body: Buffer; end: number } | undefined {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const line = bytes.indexOf('\r\n', at, 'latin1');
    if (line === -1) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    if (Number.isNaN(size)) throw new Error('no chunk');
    const end = line + 2 + size + 2;
    if (end > bytes.length) return undefined;
    if (size === 0) return { body: Buffer.concat(pieces), end };
    pieces.push(bytes.subarray(line + 2, line + 2 + size));
    at = end;
  }
}
