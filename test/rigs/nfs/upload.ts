import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../../model/random.js';
import type { NfsLab } from './lab.js';
import type { Pod } from './pod.js';
import { type Answer, call } from '../../servers/replicas-call.js';

const TUS = { 'tus-resumable': '1.0.0' };
const PATCH = { ...TUS, 'content-type': 'application/offset+octet-stream' };
const JSON_TYPE = { 'content-type': 'application/json' };
/** Of every numbered part but the last. */
export const PART_BYTES = 256 * 1024;
const BOUNDARY = 'lectern-rig-boundary';
/** No single request may take longer, whatever the server does. */
const CALL_GUARD_MS = 180_000;
/** An upload that has not gone on for so long never will. */
const UPLOAD_GUARD_MS = 600_000;

type Fact = 'false acknowledgement' | 'false 404' | 'other bytes' | 'refused' | 'never ended';

/** Something that was acknowledged and is not so. */
export class Broken extends Error {
  constructor(
    readonly fact: Fact,
    message: string,
  ) {
    super(message);
  }
}

/** What all uploads of a run came to. */
export class Toll {
  requests = 0;
  /** Requests that failed cleanly (5xx, or a connection cut) and were made again. */
  readonly failed = new Map<string, number>();
  /** Times that an upload was gone on with on the other pod. */
  moved = 0;
  bytes = 0;
  slowestMs = 0;

  count(answer: Answer, milliseconds: number): void {
    this.requests += 1;
    this.slowestMs = Math.max(this.slowestMs, milliseconds);
    if (answer.status !== 0 && answer.status < 500) return;
    const what = answer.status === 0 ? 'cut' : `${answer.status} ${codeOf(answer)}`;
    this.failed.set(what, (this.failed.get(what) ?? 0) + 1);
  }
}

export const KINDS = ['tus', 'form', 'parts'] as const;
export type Kind = (typeof KINDS)[number];

/** One client that uploads one file, whatever happens to the storage, and then reads it on the other pod. */
export class UploadClient {
  #deadline = Date.now() + UPLOAD_GUARD_MS;

  constructor(
    private readonly lab: NfsLab,
    private readonly random: Random,
    private readonly toll: Toll,
    /** The pod that the upload begins on. */
    private pod: Pod,
    readonly content: Buffer,
  ) {}

  /** A client with a PDF of so many random bytes, whose requests nobody counts. */
  static withFile(lab: NfsLab, pod: Pod, bytes: number, seed: number): UploadClient {
    const random = new Random(seed);
    return new UploadClient(lab, random, new Toll(), pod, pdfOf(random, bytes));
  }

  /** @returns the asset; everything that its upload acknowledged has been found on the other pod */
  async run(kind: Kind): Promise<string> {
    const asset = kind === 'tus' ? await this.tus() : await (kind === 'form' ? this.form() : this.parts());
    this.toll.bytes += this.content.byteLength;
    await this.readBack(asset, this.lab.other(this.pod));
    return asset;
  }

  /** tus, in several PATCHes, sometimes going on at the other pod. */
  async tus(): Promise<string> {
    const created = await this.until(201, () =>
      this.ask('POST', '/v1/uploads', { headers: { ...TUS, 'upload-length': this.content.byteLength } }),
    );
    const location = new URL(created.headers.location ?? '', this.pod.url('uploader')).pathname;
    const { asset } = JSON.parse(created.text) as { asset: string };
    const step = Math.max(1, Math.ceil(this.content.byteLength / this.random.whole(1, 4)));
    let acknowledged = 0;
    for (;;) {
      const sent = this.content.subarray(acknowledged, acknowledged + step);
      const headers = { ...PATCH, 'upload-offset': acknowledged };
      const answer = await this.ask('PATCH', location, { headers, body: sent });
      if (answer.status === 204) {
        const reached = Number(answer.headers['upload-offset']);
        this.agrees(
          reached === acknowledged + sent.byteLength,
          `PATCH of ${sent.byteLength} at ${acknowledged} says ${reached}`,
        );
        acknowledged = reached;
        if (answer.headers['upload-asset'] !== undefined) return asset;
        continue;
      }
      this.mayFail(answer, [409]);
      await this.rest();
      const reached = await this.offset(location);
      this.agrees(
        reached >= acknowledged && reached <= acknowledged + sent.byteLength,
        `HEAD says ${reached}: ${acknowledged} were acknowledged and ${sent.byteLength} sent since`,
      );
      acknowledged = reached;
      if (reached === this.content.byteLength && (await this.isPublished(location))) return asset;
    }
  }

  /** A form can not be gone on with: one that fails is sent again from its beginning. */
  async form(): Promise<string> {
    const answer = await this.until(202, () => this.formOnce());
    return (JSON.parse(answer.text) as { id: string }).id;
  }

  formOnce(): Promise<Answer> {
    const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), this.content, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
    const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    return this.ask('POST', '/v1/assets', { headers, body });
  }

  /** Numbered parts, alternately on both pods. */
  async parts(): Promise<string> {
    return this.restOfParts(await this.beginParts());
  }

  async beginParts(): Promise<{ id: string; asset: string }> {
    const wish = { fileName: 'a.pdf', bytes: this.content.byteLength, partBytes: PART_BYTES };
    const body = Buffer.from(JSON.stringify(wish));
    const created = await this.until(201, () =>
      this.ask('POST', '/v1/uploads', { headers: JSON_TYPE, body }),
    );
    return JSON.parse(created.text) as { id: string; asset: string };
  }

  async restOfParts({ id, asset }: { id: string; asset: string }): Promise<string> {
    const count = Math.ceil(this.content.byteLength / PART_BYTES);
    for (let number = 1; number <= count; number++) {
      const body = this.content.subarray((number - 1) * PART_BYTES, number * PART_BYTES);
      await this.until(204, () => this.ask('PUT', `/v1/uploads/${id}/parts/${number}`, { body }), [409]);
      this.move();
      const seen = await this.until(200, () => this.ask('GET', `/v1/uploads/${id}/parts`));
      const { stored } = JSON.parse(seen.text) as { stored: { number: number }[] };
      this.agrees(stored.length === number, `${number} parts were acknowledged, ${stored.length} are listed`);
    }
    for (;;) {
      const done = await this.until(200, () => this.ask('POST', `/v1/uploads/${id}/complete`), [202, 409]);
      if ((JSON.parse(done.text) as { state: string }).state === 'completed') return asset;
      await this.rest();
    }
  }

  /** The path of a signed URL of the asset. */
  async linkTo(asset: string, pod: Pod): Promise<string> {
    const location = `/v1/assets/${asset}/download-links`;
    const wish = { pod, headers: JSON_TYPE, body: Buffer.from('{}') };
    const link = await this.until(201, () => this.ask('POST', location, wish), [], 'false 404');
    const { pathname, search } = new URL((JSON.parse(link.text) as { url: string }).url);
    return pathname + search;
  }

  /** Byte for byte, through the delivery of a pod that has not stored it. */
  async readBack(asset: string, pod: Pod): Promise<void> {
    const link = await this.linkTo(asset, pod);
    for (;;) {
      const signal = AbortSignal.timeout(CALL_GUARD_MS);
      const started = performance.now();
      const got = await fetch(`${pod.url('delivery')}${link}`, { signal })
        .then(async (response) => ({
          status: response.status,
          body: Buffer.from(await response.arrayBuffer()),
        }))
        .catch(() => ({ status: 0, body: Buffer.alloc(0) }));
      const text = got.status === 200 ? '' : got.body.toString();
      this.toll.count({ status: got.status, headers: {}, text }, performance.now() - started);
      if (got.status === 404)
        throw new Broken('false 404', `delivery in ${pod.name} does not know ${asset}: ${text}`);
      if (got.status === 200) {
        if (got.body.equals(this.content)) return;
        throw new Broken('other bytes', `${asset} in ${pod.name}: ${differenceOf(got.body, this.content)}`);
      }
      this.mayFail({ status: got.status, headers: {}, text }, []);
      await this.rest();
    }
  }

  /** Where the upload stands, as soon as somebody can say. */
  private async offset(location: string): Promise<number> {
    if (this.random.next() < 0.4) this.move();
    const answer = await this.until(200, () => this.ask('HEAD', location, { headers: TUS }));
    return Number(answer.headers['upload-offset']);
  }

  private async isPublished(location: string): Promise<boolean> {
    const answer = await this.until(200, () => this.ask('GET', location));
    return (JSON.parse(answer.text) as { state: string }).state === 'completed';
  }

  private move(): void {
    this.pod = this.lab.other(this.pod);
    this.toll.moved += 1;
  }

  /** Asks until the answer is the one wanted; a clean failure is asked again, on either pod. */
  private async until(
    status: number,
    ask: () => Promise<Answer>,
    alsoAgain: readonly number[] = [],
    ifGone: Fact = 'false acknowledgement',
  ): Promise<Answer> {
    for (;;) {
      const answer = await ask();
      if (answer.status === status) return answer;
      this.mayFail(answer, alsoAgain, ifGone);
      await this.rest();
    }
  }

  async ask(
    method: string,
    path: string,
    more: { headers?: Record<string, string | number>; body?: Uint8Array; pod?: Pod } = {},
  ): Promise<Answer> {
    const { pod = this.pod, headers = {}, body } = more;
    const started = performance.now();
    const going = call({
      url: `${pod.url('uploader')}${path}`,
      method,
      headers: { authorization: `Bearer ${this.lab.keys.doctor}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const guard = setTimeout(() => going.cut(), CALL_GUARD_MS);
    const answer = await going.answer;
    clearTimeout(guard);
    this.toll.count(answer, performance.now() - started);
    return answer;
  }

  private mayFail(
    answer: Answer,
    alsoAgain: readonly number[],
    ifGone: Fact = 'false acknowledgement',
  ): void {
    const { status } = answer;
    if (Date.now() > this.#deadline)
      throw new Broken('never ended', `still ${status} ${codeOf(answer)} after ${UPLOAD_GUARD_MS / 1000} s`);
    if (status === 0 || status === 503 || alsoAgain.includes(status)) return;
    const gone = status === 404 || status === 410;
    throw new Broken(gone ? ifGone : 'refused', `answered ${status} ${answer.text}`);
  }

  private agrees(holds: boolean, message: string): void {
    if (!holds) throw new Broken('false acknowledgement', message);
  }

  private rest(): Promise<void> {
    return delay(this.random.whole(100, 500));
  }
}

export function codeOf({ text }: Answer): string {
  try {
    return (JSON.parse(text) as { code?: string }).code ?? '';
  } catch {
    return '';
  }
}

/** Which of the bytes differ, and whether they are zeros, as where a cached page was never filled. */
function differenceOf(seen: Buffer, sent: Buffer): string {
  if (seen.byteLength !== sent.byteLength) return `${seen.byteLength} bytes instead of ${sent.byteLength}`;
  const first = seen.findIndex((byte, index) => byte !== sent[index]);
  const last = seen.findLastIndex((byte, index) => byte !== sent[index]);
  const zeros = seen.subarray(first, last + 1).every((byte) => byte === 0);
  return `bytes ${first} to ${last} of ${sent.byteLength} differ${zeros ? ', and are zeros' : ''}`;
}

/** A PDF of random bytes: small ones mostly, some of a few MiB. */
export function fileOf(random: Random): Buffer {
  const bytes = random.next() < 0.5 ? random.whole(16, 64 * 1024) : random.whole(64 * 1024, 3 * 1024 * 1024);
  return pdfOf(random, bytes);
}

function pdfOf(random: Random, bytes: number): Buffer {
  const content = random.bytes(bytes);
  content.write('%PDF-1.4\n');
  return content;
}
