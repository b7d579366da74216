import { createServer } from 'node:net';

/** A port of the loopback that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const port = await listening(0);
  if (port === undefined) throw new Error('no free port');
  return port;
}

/** Below those that the system gives to outgoing connections: whoever asks twice may not come first. */
const FIRST = 12_000;
const LAST = 32_000;

/** The first of two neighbouring ports that nobody uses, for a program that takes the next one too. */
export async function freePortPair(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = FIRST + Math.floor((Math.random() * (LAST - FIRST)) / 2) * 2;
    if ((await listening(port)) !== undefined && (await listening(port + 1)) !== undefined) return port;
  }
  throw new Error('no two free ports');
}

/** The port, which is free again; undefined when it is taken. 0 is any. */
async function listening(port: number): Promise<number | undefined> {
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  const address = server.address();
  if (!isFree || address === null || typeof address === 'string') return undefined;
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}
