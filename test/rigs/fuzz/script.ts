import type { Random } from '../../model/random.js';
import { listed } from '../urls/traversals.js';

/** What is sent on one connection. */
export interface FuzzScript {
  /** Bytes as latin1, in the pieces in which they go out; the last request of them is the marker. */
  readonly pieces: readonly string[];
  /** Ids of the requests in their order, the marker's last; those inside of bodies are not among them. */
  readonly ids: readonly string[];
  /** Ids of requests to HEAD. */
  readonly heads: ReadonlySet<string>;
  /** Ids of requests that stand inside of a well-framed body: whoever answers them has lost the framing. */
  readonly bodied: readonly string[];
  /** Whether every request is an ordinary one, so that all of them have to be answered alike. */
  readonly isOrdinary: boolean;
  /** Whether the client says that nothing more comes as soon as all is sent. */
  readonly endsAtOnce: boolean;
}

export interface FuzzTargets {
  /** URLs that hold. */
  readonly good: readonly string[];
  /** Everything else. */
  readonly odd: readonly string[];
  /** Of the marker. */
  readonly marker: string;
}

const USUAL_FIELDS = listed(
  'Range: bytes=0-9|Range: bytes=5-|Range: bytes=-7|Range: bytes=0-0|Range: bytes=100-19999',
  'If-None-Match: *|If-None-Match: "x"|If-Range: "x"|Accept: */*|Accept-Encoding: gzip, br',
  'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT|If-Modified-Since: Thu, 01 Jan 2015 00:00:00 GMT',
  'Origin: https://a.example|Connection: keep-alive|User-Agent: fuzz|Referer: https://a.example/x',
);
const RANGES = listed(
  'bytes=9-5|bytes=0-1,3-4|bytes=99999999-|bytes=-0|bytes=-|bytes=|items=0-4|Bytes=0-4|bytes=0-4 ',
  'bytes= 0-4|bytes=0 -4|bytes=+1-4|bytes=0x1-4|bytes=00000000000000000001-4|bytes',
  'bytes=0-99999999999999999999|bytes=18446744073709551616-|bytes=-99999999999999999999|bytes=1-\t4',
  'bytes=0-,-1|bytes=,0-1|bytes=0-1,|bytes=0--1|bytes 0-4|bytes=a-b|0-4|bytes=0-4;x',
);
const FRAMING = listed(
  'Content-Length: 0|Content-Length: 5|Content-Length: 05|Content-Length: +5|Content-Length: -1',
  'Content-Length: 0x5|Content-Length: 5 5|Content-Length: 4, 4|Content-Length:|Content-Length: 5;',
  'Content-Length: 99999999999999999999|Content-Length : 5|Content-Length: 18446744073709551621',
  'Transfer-Encoding: chunked|Transfer-Encoding: identity, chunked|Transfer-Encoding: xchunked',
  'Transfer-Encoding: chunked, chunked|Transfer-Encoding: chunked, identity',
  'Transfer-Encoding: identity|Transfer-Encoding : chunked|Transfer-Encoding: \x0bchunked',
  'Transfer-Encoding: Chunked|Transfer-Encoding:|Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: "chunked"|Trailer: X-A|Transfer-encoding: chunked\x00',
);
const MEANING = listed(
  'Connection: Upgrade|Connection: close|Connection: keep-alive, close|Connection: Host|Connection:',
  'Connection: close, x|Connection: closed|Proxy-Connection: close|Keep-Alive: timeout=1',
  'Connection: CLOSE|Expect: 100-continue|Expect: 100-Continue|Expect: 200-ok|Expect:',
  'Upgrade: websocket|Upgrade: h2c|HTTP2-Settings: AAMAAABkAAQAAP__|TE: trailers|TE: chunked',
  'If-Match: "x"|If-Match: *|Allow: x|If-None-Match: "x", W/"y"|If-None-Match: x|If-None-Match:',
  'If-None-Match: "|If-None-Match: *, "x"|If-Modified-Since: whenever|If-Modified-Since: 0',
  'If-Unmodified-Since: Thu, 01 Jan 2015 00:00:00 GMT',
  'If-Modified-Since: Friday, 01-Jan-99 00:00:00 GMT|If-Range: W/"x"',
  'If-Range: Thu, 01 Jan 2015 00:00:00 GMT|Host: y|Host: a b|Host:|Host: a,b|Host: a/b|Host: [::1',
  'Host: \x80|Host : x|Host: a:99999|X-Forwarded-For: 10.1.2.3|X-Forwarded-For: 10.1.2.3, nonsense',
  'X-Forwarded-For:|Forwarded: for=1.2.3.4|X-HTTP-Method-Override: DELETE|X-Original-URL: /metrics',
  'X-Rewrite-URL: /metrics|Cookie: a=b|Range: x',
);
const MALFORMED = listed(
  'X-A : b| folded|\tfolded|X-A:b|X-A: \xff\x01|X-A: \r|:|: b|X-A|X A: b|X-A\t: b|X-\x00A: b',
  'X-A: b\x00c|X_A: b|(X): b|X-A: \x7f|\xe9: b|X-A: "|\x0b|\r|GET / HTTP/1.1|@: x',
);
const METHODS = listed('GET|HEAD|POST|OPTIONS|PUT|DELETE|TRACE|CONNECT|PRI|get|GETX|G\x00T||G ET');
const VERSIONS = listed(
  'HTTP/1.0|HTTP/1.2|HTTP/1.9|http/1.1|HTTP/2.0|HTTP/0.9||HTTP/1.1 |HTTP/11|HTTP/1|HTTP/1.10',
  'HTTP/01.1|HTTP /1.1|HTTP/1.1\t|HTTPS/1.1|HTTP/3.1|HTTP/1,1|ICE/1.0|RTSP/1.0',
);
const SCRAPS = listed(
  '\r\n|\n|\r| |\x00|\t|%2e|/|..|?|#|:|~|=|\xe9|GET /s/|0\r\n\r\n|\r\n\r\n|\n\n|\r\r\n|\x0b|,|;',
  'HTTP/1.1|chunked|\r\n |\x80|\xff|5|close',
);
const PREFACES = [
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0',
  '\x16\x03\x01\0\xa5\x01\0\0',
  '\r\n\r\n',
  '\n',
  ' ',
  '\0',
  'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n',
];

interface Draft {
  readonly ids: string[];
  readonly heads: Set<string>;
  readonly bodied: string[];
  /** Whether no doubt is possible yet where a request ends. */
  isFramed: boolean;
}

/** Grammar first, then damage: what the seed makes is the same each time. */
export class FuzzGenerator {
  #scripts = 0;

  constructor(
    private readonly random: Random,
    private readonly targets: FuzzTargets,
  ) {}

  next(): FuzzScript {
    const { random } = this;
    const number = (this.#scripts += 1);
    const isOrdinary = random.next() < 0.3;
    const draft: Draft = { ids: [], heads: new Set(), bodied: [], isFramed: true };
    const count = isOrdinary ? random.whole(3, 8) : random.whole(1, 4);
    let text = '';
    for (let index = 0; index < count; index += 1) {
      const id = `f${number}-${index}`;
      draft.ids.push(id);
      const kind = random.next();
      if (isOrdinary || kind < 0.3) text += this.#ordinary(id, draft);
      else text += kind < 0.4 ? this.#withBody(id, draft) : this.#odd(id, draft);
    }
    let bodied = draft.bodied;
    if (!isOrdinary && random.next() < 0.4) {
      text = this.#damaged(text);
      bodied = [];
    }
    const marker = `m${number}`;
    draft.ids.push(marker);
    text += `GET ${this.targets.marker} HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${marker}\r\nConnection: close\r\n\r\n`;
    const endsAtOnce = !isOrdinary && random.next() < 0.03;
    return { ...draft, bodied, pieces: this.#cut(text), isOrdinary, endsAtOnce };
  }

  #ordinary(id: string, { heads }: Draft): string {
    const { random } = this;
    const method = random.next() < 0.2 ? 'HEAD' : 'GET';
    if (method === 'HEAD') heads.add(id);
    const fields = this.#some(random.whole(0, 3), () => random.pick(USUAL_FIELDS));
    const names = new Set<string>();
    const once = fields.filter((field) => {
      const name = field.slice(0, field.indexOf(':'));
      return names.has(name) ? false : names.add(name);
    });
    const lines = [
      `${method} ${random.pick(this.targets.good)} HTTP/1.1`,
      'Host: x',
      `X-Request-Id: ${id}`,
      ...once,
    ];
    return `${lines.join('\r\n')}\r\n\r\n`;
  }

  /** An ordinary request with a body that is framed as it says, and looks like requests. */
  #withBody(id: string, draft: Draft): string {
    const { random } = this;
    const inner = `s${id.slice(1)}`;
    if (draft.isFramed) draft.bodied.push(inner);
    const body = this.#inner(inner);
    const isChunked = random.next() < 0.5;
    const field = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`;
    const head = [
      `GET ${random.pick(this.targets.good)} HTTP/1.1`,
      'Host: x',
      `X-Request-Id: ${id}`,
      field,
      '',
      '',
    ];
    const framed = isChunked ? `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
    return head.join('\r\n') + framed;
  }

  #inner(id: string): string {
    return `GET ${this.targets.marker} HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${id}\r\n\r\n`;
  }

  #odd(id: string, draft: Draft): string {
    const { random } = this;
    draft.isFramed = false;
    const method = random.next() < 0.75 ? random.pick(['GET', 'GET', 'HEAD']) : random.pick(METHODS);
    if (method === 'HEAD') draft.heads.add(id);
    const fields = this.#some(random.whole(0, 4), () => this.#field());
    if (random.next() < 0.03)
      fields.push(`X-Huge: ${'a'.repeat(random.pick([4_000, 9_000, 17_000, 40_000]))}`);
    if (random.next() < 0.02)
      fields.push(...this.#some(random.pick([90, 150, 1_100]), (n) => `X-${n}: ${n}`));
    const host = random.next() < 0.95 ? ['Host: x'] : [];
    const body = random.next() < 0.15 ? this.#wrongBody(`s${id.slice(1)}`) : { field: [], text: '' };
    const lines = [...host, `X-Request-Id: ${id}`, ...fields, ...body.field];
    if (random.next() < 0.3) lines.sort(() => random.next() - 0.5);
    const preface = random.next() < 0.02 ? random.pick(PREFACES) : '';
    return preface + [this.#requestLine(method), ...lines, '', ''].join(this.#lineEnd()) + body.text;
  }

  #requestLine(method: string): string {
    const { random } = this;
    const isUsual = random.next() < 0.75;
    let target = random.pick(isUsual ? this.targets.good : this.targets.odd);
    if (random.next() < 0.03) target = `http://x${target}`;
    const version = random.next() < 0.85 ? 'HTTP/1.1' : random.pick(VERSIONS);
    const space = random.next() < 0.97 ? ' ' : random.pick(['  ', '\t', '', '\r', '\x0b', '\0']);
    return version === '' ? `${method}${space}${target}` : `${method}${space}${target}${space}${version}`;
  }

  #field(): string {
    const { random } = this;
    const kind = random.next();
    if (kind < 0.35) return random.pick(USUAL_FIELDS);
    if (kind < 0.5) return `Range: ${random.pick(RANGES)}`;
    if (kind < 0.65) return random.pick(FRAMING);
    return random.pick(kind < 0.87 ? MEANING : MALFORMED);
  }

  /** A body that is framed otherwise than it says, or in a way that is read in two ways, with a request inside. */
  #wrongBody(inner: string): { field: string[]; text: string } {
    const { random } = this;
    const text = this.#inner(inner);
    const off = random.pick([-2, -1, 0, 1, 2]);
    if (random.next() < 0.4) return { field: [`Content-Length: ${text.length + off}`], text };
    const size = (text.length + off).toString(16);
    const line = random.pick([
      size,
      `${size};a=b`,
      `0${size}`,
      `0x${size}`,
      `${size} `,
      `-${size}`,
      `+${size}`,
      'g',
      '',
    ]);
    const end = random.pick([
      '0\r\n\r\n',
      '0\r\nX-A: b\r\n\r\n',
      '0\n\n',
      '00\r\n\r\n',
      '',
      '0\r\n\r',
      '0\r\n',
    ]);
    const both = random.next() < 0.3 ? [`Content-Length: ${random.pick([0, 5, text.length])}`] : [];
    const chunk = `${line}${random.next() < 0.9 ? '\r\n' : '\n'}${text}${random.next() < 0.9 ? '\r\n' : '\n'}`;
    return { field: ['Transfer-Encoding: chunked', ...both], text: chunk + end };
  }

  #lineEnd(): string {
    const { random } = this;
    return random.next() < 0.97 ? '\r\n' : random.pick(['\n', '\r', '\r\r\n', '\n\r', '\r\n\n']);
  }

  #damaged(text: string): string {
    const { random } = this;
    let damaged = text;
    for (let times = random.whole(1, 3); times > 0; times -= 1) {
      const at = random.whole(0, damaged.length - 1);
      const [kind, length] = [random.next(), random.whole(0, 4)];
      const cut = random.whole(0, 60);
      if (kind < 0.6) damaged = damaged.slice(0, at) + random.pick(SCRAPS) + damaged.slice(at + length);
      else if (kind < 0.75) damaged = damaged.slice(0, at) + damaged.slice(at + length);
      else if (kind < 0.85) damaged = damaged.slice(0, at) + damaged.slice(at, at + cut) + damaged.slice(at);
      else if (kind < 0.95)
        damaged = damaged.slice(0, at) + String.fromCharCode(random.whole(0, 255)) + damaged.slice(at + 1);
      else damaged = damaged.slice(0, at);
      if (damaged === '') return ' ';
    }
    return damaged;
  }

  #cut(text: string): string[] {
    const { random } = this;
    if (random.next() < 0.5) return [text];
    const places = this.#some(random.whole(1, 3), () => random.whole(0, text.length)).sort((a, b) => a - b);
    return [0, ...places].map((from, index) => text.slice(from, places[index]));
  }

  #some<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }
}
