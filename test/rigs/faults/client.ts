import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Answer, call } from '../../servers/replicas-call.js';
import type { Replica, Replicas } from '../../servers/replicas.js';
import { contentOf } from '../crash/storage-steps.js';

const TUS = { 'tus-resumable': '1.0.0' };
const PATCH = { ...TUS, 'content-type': 'application/offset+octet-stream' };
const PART = 64 * 1024;

/** A part whose turn it is goes into its upload's file, one out of turn into a file of its own (ADR 27). */
export type Door = 'tus' | 'form' | 'parts' | 'parts out of turn';
export const DOORS: readonly Door[] = ['tus', 'form', 'parts', 'parts out of turn'];

/** What a fault must be answered with. */
export interface Expected {
  readonly status: 503 | 507;
}

/** So that no two files have the same name, whatever storage they lie on. */
let files = 0;

/** Sends files to one uploader on a storage that fails meanwhile, and says what is not as it must be. */
export class FaultClient {
  constructor(
    private readonly replicas: Replicas,
    private readonly replica: Replica,
    /** Where the uploader's files really lie. */
    private readonly files: string,
  ) {}

  ask(method: string, location: string, more: Partial<Parameters<typeof call>[0]> = {}): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.replicas.keys.doctor}`, ...more.headers };
    const { pathname } = new URL(location, this.replica.url);
    return call({ ...more, url: `${this.replica.url}${pathname}`, method, headers }).answer;
  }

  /**
   * Sends a file through a door. Part of it goes well, then `faulty` is called, and the rest has to be refused as
   * expected, nothing of it acknowledged and nothing left; `mended` ends the fault, and the file has to come in whole.
   */
  async round(
    door: Door,
    expected: Expected,
    fault: { faulty(): Promise<void>; mended(): Promise<void>; readonly bytes?: number },
  ): Promise<string[]> {
    files += 1;
    const fileName = `fault-${files}.pdf`;
    const content = contentOf(fileName, fault.bytes ?? 300_000);
    content.write('%PDF-1.4\n');
    try {
      if (door === 'tus') return await this.tus(fileName, content, expected, fault);
      if (door === 'form') return await this.form(fileName, content, expected, fault);
      return await this.parts(fileName, content, expected, {
        ...fault,
        number: door === 'parts' ? 2 : 3,
      });
    } finally {
      await fault.mended();
    }
  }

  private async tus(
    fileName: string,
    content: Buffer,
    expected: Expected,
    fault: { faulty(): Promise<void>; mended(): Promise<void> },
  ): Promise<string[]> {
    const first = 100_000;
    const begun = await this.ask('POST', '/v1/uploads', {
      headers: {
        ...TUS,
        'upload-length': content.byteLength,
        'upload-metadata': `filename ${Buffer.from(fileName).toString('base64')}`,
      },
    });
    const location = begun.headers.location ?? '';
    const patch = (offset: number, end: number): Promise<Answer> =>
      this.ask('PATCH', location, {
        headers: { ...PATCH, 'upload-offset': offset },
        body: content.subarray(offset, end),
      });
    const wrong = [
      ...unlike(begun, 201, 'POST'),
      ...unlike(await patch(0, first), 204, 'PATCH before the fault'),
    ];
    await fault.faulty();
    wrong.push(...refused(await patch(first, content.byteLength), expected, 'PATCH'));
    await fault.mended();
    const head = await this.ask('HEAD', location, { headers: TUS });
    const offset = Number(head.headers['upload-offset']);
    // All bytes may have been durable, and only their publishing have failed.
    if (offset !== first && offset !== content.byteLength)
      wrong.push(`HEAD says ${head.status} and ${offset} after ${first} were acknowledged`);
    if (offset === first)
      wrong.push(...unlike(await patch(first, content.byteLength), 204, 'PATCH after the fault'));
    const { asset } = JSON.parse((await this.ask('GET', location)).text) as { asset: string };
    return [...wrong, ...(await this.stored(asset, content))];
  }

  private async form(
    fileName: string,
    content: Buffer,
    expected: Expected,
    fault: { faulty(): Promise<void>; mended(): Promise<void> },
  ): Promise<string[]> {
    const boundary = 'fault-rig-boundary';
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\n\r\n`;
    const send = (): Promise<Answer> =>
      this.ask('POST', '/v1/assets', {
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
        body: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
      });
    const before = await this.names();
    await fault.faulty();
    const wrong = refused(await send(), expected, 'form');
    await fault.mended();
    const rows = await this.replicas.database.kysely
      .selectFrom('assets')
      .select('id')
      .where('fileName', '=', fileName)
      .execute();
    if (rows.length > 0) wrong.push('a form that was refused has an asset');
    wrong.push(...(await this.leftSince(before)));
    const answer = await send();
    wrong.push(...unlike(answer, 202, 'form after the fault'));
    if (answer.status !== 202) return wrong;
    return [...wrong, ...(await this.stored((JSON.parse(answer.text) as { id: string }).id, content))];
  }

  private async parts(
    fileName: string,
    content: Buffer,
    expected: Expected,
    fault: { faulty(): Promise<void>; mended(): Promise<void>; readonly number: number },
  ): Promise<string[]> {
    const begun = await this.ask('POST', '/v1/uploads', {
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ fileName, bytes: content.byteLength, partBytes: PART })),
    });
    const { id } = JSON.parse(begun.text) as { id: string };
    const put = (number: number): Promise<Answer> =>
      this.ask('PUT', `/v1/uploads/${id}/parts/${number}`, {
        headers: { 'content-type': 'application/octet-stream' },
        body: content.subarray((number - 1) * PART, number * PART),
      });
    const wrong = unlike(await put(1), 204, 'part before the fault');
    const before = await this.names();
    await fault.faulty();
    wrong.push(...refused(await put(fault.number), expected, 'part'));
    await fault.mended();
    wrong.push(...(await this.leftSince(before)));
    const { stored } = JSON.parse((await this.ask('GET', `/v1/uploads/${id}/parts`)).text) as {
      stored: { number: number }[];
    };
    if (stored.length !== 1) wrong.push(`${stored.length} parts are told stored, and one was acknowledged`);
    for (let number = 2; (number - 1) * PART < content.byteLength; number++)
      wrong.push(...unlike(await put(number), 204, 'part after the fault'));
    const complete = await this.ask('POST', `/v1/uploads/${id}/complete`);
    wrong.push(...unlike(complete, 200, 'complete'));
    if (complete.status !== 200) return wrong;
    return [
      ...wrong,
      ...(await this.stored((JSON.parse(complete.text) as { asset: string }).asset, content)),
    ];
  }

  /** An asset's file, looked at where it lies, is what was sent. */
  async stored(asset: string, content: Buffer): Promise<string[]> {
    const file = path.join(this.files, 'assets', asset.slice(-2), asset, 'source/original');
    const found = await readFile(file).catch(() => undefined);
    if (found?.equals(content) === true) return [];
    return [`${asset} is stored as ${found?.byteLength} bytes that are not those that were sent`];
  }

  private async leftSince(before: ReadonlySet<string>): Promise<string[]> {
    return [...(await this.names())].filter((name) => !before.has(name)).map((name) => `${name} is left`);
  }

  private async names(): Promise<Set<string>> {
    const entries = await readdir(this.files, { recursive: true, withFileTypes: true });
    return new Set(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(this.files, path.join(entry.parentPath, entry.name)))
        .filter((name) => !/^(?:control|audit\/anchors)\//.test(name)),
    );
  }
}

export function unlike({ status, text }: Answer, expected: number, what: string): string[] {
  return status === expected ? [] : [`${what} was answered with ${status} instead of ${expected}: ${text}`];
}

/** 507 or 503 as a problem, with a word of when to come again. */
export function refused(answer: Answer, { status }: Expected, what: string): string[] {
  const wrong = unlike(answer, status, `${what} on a fault`);
  if (wrong.length === 0 && answer.headers['retry-after'] === undefined)
    wrong.push(`${what} was refused without Retry-After`);
  return wrong;
}
