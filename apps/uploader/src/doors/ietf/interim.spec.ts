import { createServer, type IncomingHttpHeaders, request, type ServerResponse, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { Interim } from './interim.js';
import { INTEROPS } from './interop.js';

const NEWEST = String(INTEROPS[0].version);

let server: Server;
afterEach(() => server.close());

/** What a client is told on the way, by a server that does this. */
async function told(
  serve: (interim: Interim, response: ServerResponse) => Promise<void>,
  version?: string,
): Promise<IncomingHttpHeaders[]> {
  server = createServer((incoming, response) => {
    void serve(new Interim(incoming, response), response).then(() => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const headers: IncomingHttpHeaders[] = [];
  await new Promise<void>((resolve) => {
    const { port } = server.address() as AddressInfo;
    request({
      port,
      agent: false,
      ...(version === undefined ? {} : { headers: { 'upload-draft-interop-version': version } }),
    })
      .on('information', (info) => headers.push(info.headers))
      .on('response', (response) => response.resume().on('end', resolve))
      .end();
  });
  return headers;
}

/** A transfer whose durable offset grows, stands, can't be asked, and grows again. */
async function transfer(interim: Interim): Promise<void> {
  const offsets = [5, 10, 10, undefined, 30];
  await new Promise<void>((resolve) => {
    let asked = 0;
    const end = interim.follow(
      () => {
        if (asked === 8) {
          end();
          resolve();
        }
        const offset = offsets[Math.min(asked++, offsets.length - 1)];
        return offset === undefined ? Promise.reject(new Error('away')) : Promise.resolve(offset);
      },
      5,
      5,
    );
  });
}

it('tells how far an upload is durable, each time that it is further', async () => {
  const seen = await told(transfer, NEWEST);
  expect(seen.map((headers) => headers['upload-offset'])).toEqual(['10', '30']);
  expect(seen.every((headers) => headers['upload-draft-interop-version'] === NEWEST)).toBe(true);
  expect(seen.every((headers) => headers.location === undefined)).toBe(true);
});

it('tells nothing to who did not say the version', async () => {
  const serve = async (interim: Interim) => interim.announce('/u/1', 'min-size=1');
  expect(await told(serve)).toEqual([]);
});

it('tells nothing any more once the answer has begun', async () => {
  const seen = await told(async (interim, response) => {
    interim.announce('/u/1', 'min-size=1');
    response.writeHead(200);
    interim.announce('/u/2', 'min-size=1');
  }, NEWEST);
  expect(seen.map(({ location }) => location)).toEqual(['/u/1']);
});
