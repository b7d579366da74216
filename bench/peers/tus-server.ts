// @tus/server with its FileStore, and the SHA-256 that Lectern has: on the way in, where it costs it least.
import { createHash, type Hash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

const [folder = '.'] = process.argv.slice(2);

/** The FileStore, that hashes the chunks as they pass; no second stream, no second reading. */
class HashingFileStore extends FileStore {
  readonly hashes = new Map<string, Hash>();

  override write(readable: Readable, id: string, offset: number): Promise<number> {
    const hash = this.hashes.get(id) ?? createHash('sha256');
    this.hashes.set(id, hash);
    readable.on('data', (chunk: Uint8Array) => hash.update(chunk));
    return super.write(readable, id, offset);
  }
}

const datastore = new HashingFileStore({ directory: folder });
const tus = new Server({
  path: '/files',
  datastore,
  onUploadFinish: (_request, { id }) => {
    const sha256 = datastore.hashes.get(id)?.digest('hex') ?? '';
    datastore.hashes.delete(id);
    return Promise.resolve({ headers: { 'x-sha256': sha256 } });
  },
});
const server = createServer((request, response) => void tus.handle(request, response));
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
