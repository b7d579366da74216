import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Replica, Replicas } from '../../test/servers/replicas.js';
import { send } from '../measure/sender.js';
import type { BenchFile } from './file.js';

/** Lectern's uploader, one replica on a storage path, with its PostgreSQL as a server of its own. */
export class LecternPeer {
  private constructor(
    private readonly replicas: Replicas,
    private readonly replica: Replica,
    readonly pid: number,
    readonly databasePid: number,
  ) {}

  static async start(): Promise<LecternPeer> {
    const replicas = await Replicas.start({ count: 1 });
    const [replica] = replicas.all;
    const cluster = path.join(replicas.folder, 'postgres', 'cluster', 'postmaster.pid');
    const databasePid = Number((await readFile(cluster, 'utf8')).split('\n')[0]);
    if (replica?.pid === undefined) throw new Error('the uploader does not run');
    return new LecternPeer(replicas, replica, replica.pid, databasePid);
  }

  get port(): number {
    return this.replica.port;
  }

  get authorization(): Record<string, string> {
    return { authorization: `Bearer ${this.replicas.keys.doctor}` };
  }

  stop(): Promise<void> {
    return this.replicas.dispose();
  }

  /** @returns the asset */
  async form(file: BenchFile, bytes: number): Promise<string> {
    const head = Buffer.from(
      '--B\r\nContent-Disposition: form-data; name="file"; filename="bench.pdf"\r\n\r\n',
    );
    const tail = Buffer.from('\r\n--B--\r\n');
    const { body } = await send({
      port: this.port,
      method: 'POST',
      path: '/v1/assets',
      headers: { ...this.authorization, 'content-type': 'multipart/form-data; boundary=B' },
      bytes: head.length + bytes + tail.length,
      body: between(head, file.chunks(0, bytes), tail),
    });
    return (JSON.parse(body) as { id: string }).id;
  }

  /** @returns the asset */
  async tus(file: BenchFile, bytes: number, patchBytes: number): Promise<string> {
    const upload = await this.begin({ bytes });
    for (let offset = 0; offset < bytes; offset += patchBytes) {
      const end = Math.min(bytes, offset + patchBytes);
      await send({ ...this.patch(upload.id, offset, end - offset), body: file.chunks(offset, end) });
    }
    return upload.asset;
  }

  /** @returns the asset */
  async parts(file: BenchFile, bytes: number, partBytes: number): Promise<string> {
    const upload = await this.begin({ bytes, partBytes });
    for (let number = 1; (number - 1) * partBytes < bytes; number += 1) {
      const from = (number - 1) * partBytes;
      const end = Math.min(bytes, from + partBytes);
      await send({
        port: this.port,
        method: 'PUT',
        path: `/v1/uploads/${upload.id}/parts/${number}`,
        headers: { ...this.authorization, 'content-type': 'application/octet-stream' },
        bytes: end - from,
        body: file.chunks(from, end),
      });
    }
    await send({
      port: this.port,
      method: 'POST',
      path: `/v1/uploads/${upload.id}/complete`,
      headers: this.authorization,
    });
    return upload.asset;
  }

  patch(id: string, offset: number, bytes: number) {
    return {
      port: this.port,
      method: 'PATCH',
      path: `/v1/uploads/${id}`,
      headers: {
        ...this.authorization,
        'tus-resumable': '1.0.0',
        'content-type': 'application/offset+octet-stream',
        'upload-offset': offset,
      },
      bytes,
    };
  }

  async begin(wanted: { bytes: number; partBytes?: number }): Promise<{ id: string; asset: string }> {
    const body = Buffer.from(JSON.stringify({ fileName: 'bench.pdf', ...wanted }));
    const answer = await send({
      port: this.port,
      method: 'POST',
      path: '/v1/uploads',
      headers: { ...this.authorization, 'content-type': 'application/json' },
      bytes: body.length,
      body: [body],
    });
    return JSON.parse(answer.body) as { id: string; asset: string };
  }

  async sha256Of(asset: string): Promise<string> {
    const { body } = await send({
      port: this.port,
      method: 'GET',
      path: `/v1/assets/${asset}`,
      headers: this.authorization,
    });
    return (JSON.parse(body) as { sha256: string }).sha256;
  }

  /** Frees the disk behind the service's back: nobody reads the assets of a benchmark. */
  async clear(): Promise<void> {
    await rm(path.join(this.replicas.storage, 'assets'), { recursive: true, force: true });
  }
}

function* between(head: Buffer, chunks: Iterable<Buffer>, tail: Buffer): Generator<Buffer> {
  yield head;
  yield* chunks;
  yield tail;
}
