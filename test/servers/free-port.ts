import { createServer } from 'node:net';

/** Below those that the system gives to outgoing connections: one of these may be taken before it is used. */
const FIRST = 12_000;
const LAST = 32_000;

/** A port of the loopback that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return freePorts(1);
}

/** The first of two neighbouring ports that nobody uses, for a program that takes the next one too. */
export function freePortPair(): Promise<number> {
  return freePorts(2);
}

async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const first = FIRST + Math.floor((Math.random() * (LAST - FIRST)) / count) * count;
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(ports.map((port) => isFree(port)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('no free ports');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (listens) await new Promise((resolve) => server.close(resolve));
  return listens;
}
