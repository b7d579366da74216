import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { Random } from '../../model/random.js';
import type { CrashLedger } from './ledger.js';
import { type Answer, call } from '../../servers/replicas-call.js';
import type { Replica, Replicas } from '../../servers/replicas.js';

/** Nobody waits longer for an answer; a restart of everything takes a few seconds. */
const PATIENCE_MS = 120_000;
/** What a client tries again: nobody there, or nobody able. */
const PASSING = new Set([0, 502, 503]);
const TUS = { 'tus-resumable': '1.0.0' };
const PATCH = { ...TUS, 'content-type': 'application/offset+octet-stream' };
const KIB = 1024;

type Ask = Partial<Parameters<typeof call>[0]>;

/** The upload came to an end that is not its success, and why was told already. */
class GivenUp extends Error {}

/**
 * One client among many, while services die under it: it sends files in every way there is, goes on from what it
 * was told, and notes whatever is taken back.
 */
export class CrashClient {
  private number = 0;
  private readonly mine: string[] = [];

  constructor(
    private readonly name: string,
    private readonly replicas: Replicas,
    private readonly ledger: CrashLedger,
    private readonly random: Random,
    private readonly isOver: () => boolean,
  ) {}

  async run(): Promise<void> {
    const flows = [
      ['tus', 5, () => this.tus()],
      ['parts', 3, () => this.parts()],
      ['form', 2, () => this.form()],
      ['concatenation', 2, () => this.concatenation()],
      ['termination', 1, () => this.termination()],
      ['deletion', 1, () => this.deletion()],
    ] as const;
    const total = flows.reduce((sum, [, weight]) => sum + weight, 0);
    while (!this.isOver()) {
      let at = this.random.next() * total;
      const [name, , flow] = flows.find(([, weight]) => (at -= weight) < 0) ?? flows[0];
      try {
        await flow();
        this.ledger.count(name);
      } catch (error) {
        if (!(error instanceof GivenUp)) throw error;
        this.ledger.count(`${name} broken off`);
      }
    }
  }

  private async tus(): Promise<void> {
    const { fileName, content } = this.file();
    const location = await this.create(fileName, { 'upload-length': content.byteLength });
    await this.send(location, fileName, content);
    await this.completed(location, fileName);
  }

  /** A create whose answer is lost leaves an upload that nobody goes on with: it has to expire. */
  private async create(fileName: string, headers: Ask['headers']): Promise<string> {
    const metadata = `filename ${Buffer.from(fileName).toString('base64')}`;
    const answer = await this.once('POST', '/v1/uploads', {
      headers: { ...TUS, 'upload-metadata': metadata, ...headers },
    });
    if (answer.status === 201 && answer.headers.location !== undefined) return answer.headers.location;
    throw this.givenUp(answer, 'POST /v1/uploads');
  }

  /** Sends all of `content`, in PATCHes of any length, from what was acknowledged. */
  private async send(
    location: string,
    fileName: string,
    content: Buffer,
    until = content.byteLength,
  ): Promise<void> {
    let acknowledged = 0;
    // A request whose answer was lost may still be carried out later: how far such ones may lead.
    let loose = 0;
    const ends = new Set<number>();
    while (acknowledged < until) {
      const most = this.random.pick([20 * KIB, 200 * KIB, 2_000 * KIB]);
      const end = Math.min(until, acknowledged + this.random.whole(1, most));
      const body = content.subarray(acknowledged, end);
      const isChecked = this.random.next() < 0.4;
      const isCut = this.random.next() < 0.1;
      const { status, headers, text } = await this.once('PATCH', location, {
        headers: { ...PATCH, 'upload-offset': acknowledged, ...(isChecked ? this.checksum(body) : {}) },
        body,
        ...(isCut ? { sends: this.random.whole(0, body.byteLength - 1) } : {}),
      });
      if (status === 204) {
        const offset = Number(headers['upload-offset']);
        if (offset !== end) this.wrong(fileName, `PATCH to ${end} was answered with the offset ${offset}`);
        acknowledged = offset;
        continue;
      }
      // 409: something of this upload is still on its way in elsewhere.
      if (!PASSING.has(status) && status !== 409) throw this.givenUp({ status, headers, text }, 'PATCH');
      const offset = await this.offsetOf(location, fileName, acknowledged);
      ends.add(end);
      if (!isChecked) loose = Math.max(loose, end);
      if (offset > Math.max(...ends))
        throw this.wrong(fileName, `the offset ${offset} lies beyond what was sent`);
      if (offset > loose && offset !== acknowledged && !ends.has(offset))
        throw this.wrong(fileName, `${offset} bytes stand of a PATCH that counts whole or not at all`);
      acknowledged = offset;
    }
  }

  /** By HEAD, of whoever answers; what was acknowledged may never be taken back. */
  private async offsetOf(location: string, fileName: string, acknowledged: number): Promise<number> {
    const answer = await this.persist('HEAD', location, { headers: TUS });
    if (answer.status !== 200) throw this.givenUp(answer, 'HEAD');
    const offset = Number(answer.headers['upload-offset']);
    this.ledger.count('HEAD after a fault');
    if (!(offset >= acknowledged))
      throw this.wrong(fileName, `${acknowledged} bytes were acknowledged, and HEAD says ${offset}`);
    return offset;
  }

  /** Every byte is acknowledged: the asset must be there, or come by itself. */
  private async completed(location: string, fileName: string): Promise<void> {
    this.ledger.promised.add(fileName);
    await this.offsetOf(location, fileName, this.bytesOf(fileName));
    const { status, text } = await this.persist('GET', location);
    const { asset, state } = JSON.parse(text) as { asset: string; state: string };
    if (status !== 200 || state !== 'completed')
      throw this.wrong(fileName, `HEAD gave the whole length, and GET says ${status} ${state}`);
    this.gotAsset(asset, fileName);
  }

  private async parts(): Promise<void> {
    const { fileName, content } = this.file();
    const partBytes = this.random.whole(64 * KIB, 300 * KIB);
    const begun = await this.once('POST', '/v1/uploads', {
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ fileName, bytes: content.byteLength, partBytes })),
    });
    if (begun.status !== 201) throw this.givenUp(begun, 'POST /v1/uploads');
    const { id } = JSON.parse(begun.text) as { id: string };
    const count = Math.ceil(content.byteLength / partBytes);
    const part = (number: number): Buffer => content.subarray((number - 1) * partBytes, number * partBytes);
    const numbers = Array.from({ length: count }, (_, index) => index + 1).toSorted(
      () => this.random.next() - 0.5,
    );
    const acknowledged = new Set<number>();
    const lanes = [0, 1].map(async () => {
      for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) {
        await this.sendPart(`/v1/uploads/${id}/parts/${number}`, part(number));
        acknowledged.add(number);
        if (this.random.next() < 0.2) await this.compareParts(id, fileName, new Set(acknowledged), part);
      }
    });
    const ends = await Promise.allSettled(lanes);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    await this.compareParts(id, fileName, acknowledged, part);
    this.ledger.promised.add(fileName);
    for (const deadline = Date.now() + PATIENCE_MS; ; ) {
      const answer = await this.persist('POST', `/v1/uploads/${id}/complete`);
      if (answer.status === 200) {
        this.gotAsset((JSON.parse(answer.text) as { asset: string }).asset, fileName);
        return;
      }
      // Somebody is at it, or was until it was killed: then a sweep takes it up when its lease has run out.
      if (answer.status !== 202) throw this.givenUp(answer, 'POST complete');
      if (Date.now() > deadline || this.isOver() || this.random.next() < 0.2) return;
      await delay(200);
    }
  }

  private async sendPart(path: string, body: Buffer): Promise<void> {
    const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
    const headers = this.random.next() < 0.5 ? { 'content-digest': digest } : {};
    const answer = await this.persist('PUT', path, {
      headers: { 'content-type': 'application/octet-stream', ...headers },
      body,
    });
    if (answer.status !== 204) throw this.givenUp(answer, 'PUT part');
    // A part that went straight into its upload has a digest of its own only where its sender gave one.
    const stored = answer.headers['content-digest'];
    if (stored !== digest && (stored !== undefined || 'content-digest' in headers))
      throw this.wrong(path, 'the part was stored with another digest');
  }

  private async compareParts(
    id: string,
    fileName: string,
    acknowledged: ReadonlySet<number>,
    part: (number: number) => Buffer,
  ): Promise<void> {
    const answer = await this.persist('GET', `/v1/uploads/${id}/parts`);
    if (answer.status !== 200) throw this.givenUp(answer, 'GET parts');
    const { stored } = JSON.parse(answer.text) as { stored: { number: number; sha256: string | null }[] };
    const digests = new Map(stored.map(({ number, sha256 }) => [number, sha256]));
    for (const number of acknowledged) {
      const digest = digests.get(number);
      // null: it went straight into the upload, and shows by the digest of the whole.
      if (digest !== null && digest !== createHash('sha256').update(part(number)).digest('hex'))
        this.wrong(fileName, `part ${number} was acknowledged and is not stored`);
    }
  }

  /** A form whose answer is lost may have become an asset or not, but never half of one. */
  private async form(): Promise<void> {
    const { fileName, content } = this.file();
    const boundary = 'crash-rig-boundary';
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const answer = await this.once('POST', '/v1/assets', {
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body,
    });
    if (answer.status !== 202) throw this.givenUp(answer, 'POST /v1/assets');
    this.gotAsset((JSON.parse(answer.text) as { id: string }).id, fileName);
  }

  private async concatenation(): Promise<void> {
    const { fileName, content } = this.file();
    const count = this.random.whole(2, 3);
    const step = Math.ceil(content.byteLength / count);
    const locations: string[] = [];
    for (let at = 0; at < content.byteLength; at += step) {
      const piece = content.subarray(at, at + step);
      const location = await this.create(fileName, {
        'upload-concat': 'partial',
        'upload-length': piece.byteLength,
      });
      await this.send(location, fileName, piece);
      locations.push(location);
    }
    const concat = `final;${locations.map((location) => new URL(location, 'http://any').pathname).join(' ')}`;
    const metadata = `filename ${Buffer.from(fileName).toString('base64')}`;
    const answer = await this.persist('POST', '/v1/uploads', {
      headers: { ...TUS, 'upload-metadata': metadata, 'upload-concat': concat },
    });
    // Refused: an earlier try was carried out and its answer lost. The asset comes in either case.
    if (answer.status !== 201 && answer.status !== 409) throw this.givenUp(answer, 'POST final');
    this.ledger.promised.add(fileName);
    const asset = answer.headers['upload-asset'];
    if (answer.status === 201 && typeof asset === 'string') this.gotAsset(asset, fileName);
  }

  private async termination(): Promise<void> {
    const { fileName, content } = this.file();
    const location = await this.create(fileName, { 'upload-length': content.byteLength });
    await this.send(location, fileName, content, this.random.whole(0, content.byteLength - 1));
    const answer = await this.persist('DELETE', location, { headers: TUS });
    // 410: an earlier try was carried out and its answer lost.
    if (answer.status !== 204 && answer.status !== 410) throw this.givenUp(answer, 'DELETE upload');
    this.ledger.sent.delete(fileName);
    const { status } = await this.persist('HEAD', location, { headers: TUS });
    if (status !== 410) this.wrong(fileName, `was given up, and HEAD says ${status}`);
  }

  private async deletion(): Promise<void> {
    const asset = this.mine.pop();
    if (asset === undefined) return;
    this.ledger.mayBeTrashed.add(asset);
    const answer = await this.persist('DELETE', `/v1/assets/${asset}`);
    if (answer.status !== 202 && answer.status !== 404) throw this.givenUp(answer, 'DELETE asset');
    this.ledger.trashed.add(asset);
    const { status } = await this.persist('GET', `/v1/assets/${asset}`);
    if (status !== 404) this.wrong(asset, `was deleted, and GET says ${status}`);
  }

  private gotAsset(asset: string, fileName: string): void {
    this.ledger.acknowledged.set(asset, fileName);
    this.mine.push(asset);
  }

  private file(): { fileName: string; content: Buffer } {
    this.number += 1;
    const fileName = `${this.name}-${this.number}.pdf`;
    const content = this.random.bytes(
      this.random.pick([5 * KIB, 100 * KIB, 700 * KIB]) + this.random.whole(0, 99_999),
    );
    content.write('%PDF-1.4\n');
    this.ledger.file(fileName, content);
    return { fileName, content };
  }

  private bytesOf(fileName: string): number {
    return this.ledger.sent.get(fileName)?.bytes ?? 0;
  }

  private checksum(body: Buffer): Record<string, string> {
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(body));
    const values = {
      crc32: crc,
      sha1: createHash('sha1').update(body).digest(),
      sha256: createHash('sha256').update(body).digest(),
    };
    const name = this.random.pick(['crc32', 'sha1', 'sha256'] as const);
    return { 'upload-checksum': `${name} ${values[name].toString('base64')}` };
  }

  /** Tries again until somebody answers; for what may be done twice. */
  private async persist(method: string, location: string, more: Ask = {}): Promise<Answer> {
    for (const deadline = Date.now() + PATIENCE_MS; ; ) {
      const answer = await this.once(method, location, more);
      if (!PASSING.has(answer.status)) return answer;
      if (Date.now() > deadline) throw this.wrong(location, `${method} was not answered for two minutes`);
      await delay(this.random.whole(20, 150));
    }
  }

  private async once(method: string, location: string, more: Ask = {}): Promise<Answer> {
    const { url } = await this.replica();
    const headers = { authorization: `Bearer ${this.replicas.keys.doctor}`, ...more.headers };
    const path = new URL(location, url);
    return call({ ...more, url: `${url}${path.pathname}`, method, headers }).answer;
  }

  private async replica(): Promise<Replica> {
    for (;;) {
      const alive = this.replicas.all.filter((replica) => replica.alive);
      if (alive.length > 0) return this.random.pick(alive);
      await delay(20);
    }
  }

  private wrong(what: string, sentence: string): GivenUp {
    this.ledger.fail(`${what}: ${sentence}`);
    return new GivenUp(sentence);
  }

  /** An answer after which this client does not go on; worth a failure unless nobody was there to answer. */
  private givenUp(answer: Answer, what: string): GivenUp {
    if (!PASSING.has(answer.status))
      this.ledger.fail(`${what} was answered with ${answer.status} ${answer.text}`);
    return new GivenUp(what);
  }
}
