// A server that does nothing but the least: request -> SHA-256 -> file, synced at its end.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const [folder = '.'] = process.argv.slice(2);
let files = 0;
const server = createServer((request, response) => {
  const hash = createHash('sha256');
  files += 1;
  request.on('data', (chunk: Buffer) => hash.update(chunk));
  // `flush` syncs the file before it is closed.
  pipeline(request, createWriteStream(path.join(folder, `raw-${files}`), { flush: true })).then(
    () => response.writeHead(201, { 'x-sha256': hash.digest('hex') }).end(),
    () => response.destroy(),
  );
});
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
