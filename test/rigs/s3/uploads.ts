import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../model/random.js';
import { type Answer, call } from '../../servers/replicas-call.js';

const MIB = 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0' };
const PATCH = { ...TUS, 'content-type': 'application/offset+octet-stream' };
/** So long a client tries before it says that it can't get on. */
const PATIENCE_MS = 120_000;

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What a client was told of one file. */
export interface Told {
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
  /**
   * `stored`: there is an asset, it was said; `refused`: an error was said, and the client went away;
   * `ended`: the client gave it up, or deleted it, and that was said.
   */
  readonly outcome: 'stored' | 'refused' | 'ended';
  readonly asset?: string;
}

/** Something that Lectern must not say to a client. */
export class BrokenPromise extends Error {}

export type Way =
  | 'small'
  | 'large'
  | 'deferred'
  | 'takeover'
  | 'form'
  | 'parts'
  | 'instant'
  | 'terminate'
  | 'delete';

/** Clients that upload one file each, in all the ways there are, and never give up where they may go on. */
export class Uploads {
  private latest: { bytes: Buffer; sha256: string } | undefined;

  constructor(
    private readonly target: { readonly url: string; readonly key: string },
    private readonly random: Random,
  ) {}

  async upload(way: Way, fileName: string): Promise<Told> {
    const { random } = this;
    switch (way) {
      case 'small':
        return this.tus(this.file(random.whole(1000, 3 * MIB)), fileName, { goes: random.whole(1, 4) });
      case 'large':
        return this.tus(this.file(random.whole(8.5 * MIB, 10 * MIB)), fileName, { goes: random.whole(1, 3) });
      case 'deferred':
        return this.tus(this.file(random.whole(8.5 * MIB, 9.5 * MIB)), fileName, {
          goes: random.whole(2, 3),
          deferred: true,
        });
      case 'takeover':
        return this.tus(this.file(random.whole(9 * MIB, 10 * MIB)), fileName, {
          goes: 1,
          deferred: true,
          mistakeAt: Math.round(random.whole(81, 89) * 0.1 * MIB),
        });
      case 'form':
        return this.form(this.file(random.pick([random.whole(1000, MIB), 9 * MIB])), fileName);
      case 'parts':
        return this.parts(this.file(random.whole(1000, 4 * MIB)), fileName);
      case 'instant':
        return this.instant(fileName);
      case 'terminate':
        return this.terminate(this.file(random.whole(8.5 * MIB, 10 * MIB)), fileName);
      case 'delete':
        return this.delete(await this.tus(this.file(random.whole(1000, 2 * MIB)), fileName, { goes: 1 }));
    }
  }

  private file(bytes: number): Buffer {
    const content = Buffer.alloc(bytes, this.random.bytes(64 * 1024));
    for (let at = 0; at < bytes - 8; at += 64 * 1024) content.writeDoubleLE(this.random.next(), at);
    content.write('%PDF-1.4\n');
    return content.subarray(0, bytes);
  }

  private async tus(
    file: Buffer,
    fileName: string,
    options: { goes: number; deferred?: boolean; mistakeAt?: number },
  ): Promise<Told> {
    const { goes, deferred = false, mistakeAt } = options;
    const location = await this.begin(fileName, deferred ? null : file.length);
    let offset = 0;
    if (mistakeAt !== undefined) {
      offset = await this.send(location, file, { offset, until: mistakeAt });
      // Bytes under a wrong checksum count for nothing, and leave a new fence behind.
      const wrong = `sha1 ${createHash('sha1').update('something else').digest('base64')}`;
      const patch = { ...PATCH, 'upload-offset': offset, 'upload-checksum': wrong };
      await this.call('PATCH', location, patch, file.subarray(offset, offset + 1000)).answer;
      offset = await this.offsetOf(location, offset);
    }
    const step = Math.ceil(file.length / goes);
    while (offset < file.length)
      offset = await this.send(location, file, {
        offset,
        until: Math.min(file.length, offset + step),
        deferred,
      });
    return this.completed(location, file, fileName);
  }

  /** Sends until the offset is reached, however often it takes. @returns the offset that was acknowledged */
  private async send(
    location: string,
    file: Buffer,
    go: { offset: number; until: number; deferred?: boolean },
  ): Promise<number> {
    let { offset } = go;
    await this.until('bytes that are taken', async () => {
      const last = go.until === file.length && go.deferred === true;
      const headers = {
        ...PATCH,
        'upload-offset': offset,
        ...(last ? { 'upload-length': file.length } : {}),
      };
      const {
        status,
        headers: told,
        text,
      } = await this.call('PATCH', location, headers, file.subarray(offset, go.until)).answer;
      if (status === 204) {
        const acknowledged = Number(told['upload-offset']);
        if (acknowledged !== go.until) throw new BrokenPromise(`204 at ${acknowledged}, not at ${go.until}`);
        offset = acknowledged;
        return true;
      }
      if (!mayPass(status)) throw new BrokenPromise(`PATCH was answered ${status} ${text}`);
      offset = await this.offsetOf(location, offset);
      return offset >= go.until;
    });
    return offset;
  }

  /** Where to go on; never before what was acknowledged. */
  private async offsetOf(location: string, acknowledged: number): Promise<number> {
    let offset = 0;
    await this.until('an offset', async () => {
      const { status, headers } = await this.call('HEAD', location, TUS).answer;
      if (status === 200) offset = Number(headers['upload-offset']);
      else if (!mayPass(status)) throw new BrokenPromise(`HEAD was answered ${status}`);
      return status === 200;
    });
    if (offset < acknowledged)
      throw new BrokenPromise(`LOSS: ${acknowledged} bytes were acknowledged, ${offset} are there`);
    return offset;
  }

  private async completed(location: string, file: Buffer, fileName: string): Promise<Told> {
    let asset = '';
    await this.until('the end of the upload', async () => {
      const { status, text } = await this.call('GET', location).answer;
      if (status !== 200) return false;
      const upload = JSON.parse(text) as { state: string; asset: string };
      asset = upload.asset;
      if (upload.state === 'completed') return true;
      // HEAD goes on with a finish that was interrupted.
      await this.call('HEAD', location, TUS).answer;
      return false;
    });
    return this.stored(asset, file, fileName);
  }

  private stored(asset: string, file: Buffer, fileName: string): Told {
    const sha256 = sha256Of(file);
    if (file.length < 3 * MIB) this.latest = { bytes: file, sha256 };
    return { fileName, bytes: file.length, sha256, outcome: 'stored', asset };
  }

  private async begin(fileName: string, bytes: number | null): Promise<string> {
    const headers = {
      ...TUS,
      'upload-metadata': `filename ${Buffer.from(fileName).toString('base64')}`,
      ...(bytes === null ? { 'upload-defer-length': '1' } : { 'upload-length': bytes }),
    };
    let location = '';
    await this.until('an upload', async () => {
      const { status, headers: told, text } = await this.call('POST', '/v1/uploads', headers).answer;
      location = told.location ?? '';
      if (status !== 201 && !mayPass(status)) throw new BrokenPromise(`POST was answered ${status} ${text}`);
      return status === 201;
    });
    return location;
  }

  private async form(file: Buffer, fileName: string): Promise<Told> {
    const boundary = `rig-${this.random.whole(1e9, 2e9)}`;
    const disposition = `Content-Disposition: form-data; name="file"; filename="${fileName}"`;
    const body = Buffer.concat([
      Buffer.from(`--${boundary}\r\n${disposition}\r\nContent-Type: application/pdf\r\n\r\n`),
      file,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const type = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    const { status, text } = await this.call('POST', '/v1/assets', type, body).answer;
    if (status === 202) return this.stored((JSON.parse(text) as { id: string }).id, file, fileName);
    if (!mayPass(status)) throw new BrokenPromise(`a form was answered ${status} ${text}`);
    // A form can't be gone on with; whether it became an asset after all is for the aftermath to see.
    return { fileName, bytes: file.length, sha256: sha256Of(file), outcome: 'refused' };
  }

  private async parts(file: Buffer, fileName: string): Promise<Told> {
    const partBytes = MIB;
    const begun = { fileName, bytes: file.length, partBytes };
    let id = '';
    await this.until('an upload in parts', async () => {
      const { status, text } = await this.json('POST', '/v1/uploads', begun);
      if (status === 201) id = (JSON.parse(text) as { id: string }).id;
      return status === 201;
    });
    const octets = { 'content-type': 'application/octet-stream' };
    for (let number = 1; (number - 1) * partBytes < file.length; number++) {
      const part = file.subarray((number - 1) * partBytes, number * partBytes);
      await this.until(`part ${number}`, async () => {
        const { status, text } = await this.call('PUT', `/v1/uploads/${id}/parts/${number}`, octets, part)
          .answer;
        if (status !== 204 && !mayPass(status))
          throw new BrokenPromise(`a part was answered ${status} ${text}`);
        return status === 204;
      });
    }
    await this.until('all parts together', async () => {
      const { status, text } = await this.json('POST', `/v1/uploads/${id}/complete`, {});
      if (![200, 202].includes(status) && !mayPass(status))
        throw new BrokenPromise(`complete was answered ${status} ${text}`);
      return status === 200;
    });
    return this.completed(`/v1/uploads/${id}`, file, fileName);
  }

  /** A file that is stored already: its asset is there at once, or the bytes are asked for. */
  private async instant(fileName: string): Promise<Told> {
    const { latest } = this;
    if (latest === undefined) return this.tus(this.file(MIB), fileName, { goes: 1 });
    const { bytes, sha256 } = latest;
    let location = '';
    await this.until('an instant upload', async () => {
      const wish = { fileName, bytes: bytes.length, sha256 };
      const { status, headers, text } = await this.json('POST', '/v1/uploads', wish);
      if (![200, 201].includes(status) && !mayPass(status))
        throw new BrokenPromise(`an instant upload was answered ${status} ${text}`);
      location = headers.location ?? '';
      return status === 200 || status === 201;
    });
    const offset = await this.offsetOf(location, 0);
    if (offset < bytes.length) await this.send(location, bytes, { offset, until: bytes.length });
    return this.completed(location, bytes, fileName);
  }

  private async terminate(file: Buffer, fileName: string): Promise<Told> {
    const location = await this.begin(fileName, this.random.next() < 0.5 ? file.length : null);
    await this.send(location, file, { offset: 0, until: this.random.whole(1, file.length - 1) });
    await this.until('the end of an upload', async () => {
      const { status, text } = await this.call('DELETE', location, TUS).answer;
      if (![204, 410].includes(status) && !mayPass(status))
        throw new BrokenPromise(`DELETE was answered ${status} ${text}`);
      return status === 204 || status === 410;
    });
    return { fileName, bytes: file.length, sha256: sha256Of(file), outcome: 'ended' };
  }

  private async delete(told: Told): Promise<Told> {
    await this.until('the deletion of an asset', async () => {
      const { status, text } = await this.call('DELETE', `/v1/assets/${told.asset}`).answer;
      if (![202, 404, 409].includes(status) && !mayPass(status))
        throw new BrokenPromise(`DELETE was answered ${status} ${text}`);
      return [202, 404, 409].includes(status);
    });
    this.latest = undefined;
    return { ...told, outcome: 'ended' };
  }

  /** Tries again with a growing pause, as clients do. */
  private async until(what: string, attempt: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (let pause = 50; !(await attempt()); pause = Math.min(1000, pause * 2)) {
      if (Date.now() > deadline) throw new BrokenPromise(`no way to get ${what}`);
      await delay(pause);
    }
  }

  private json(method: string, path: string, body: object): Promise<Answer> {
    return this.call(method, path, { 'content-type': 'application/json' }, Buffer.from(JSON.stringify(body)))
      .answer;
  }

  private call(
    method: string,
    path: string,
    headers: Record<string, string | number> = {},
    body?: Uint8Array,
  ) {
    const { url, key } = this.target;
    return call({
      url: `${url}${path}`,
      method,
      headers: { authorization: `Bearer ${key}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
  }
}

/** No answer, or one that says "later". */
function mayPass(status: number): boolean {
  return status === 0 || status === 409 || status === 423 || status === 429 || status === 503;
}
