import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { InvalidSettings, requireFreePorts } from './index.js';

let taken: Server;
let port: number;
beforeAll(async () => {
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  ({ port } = taken.address() as { port: number });
});
afterAll(() => void taken.close());

const place = (host: string, at: number, name = '') => ({
  host,
  port: at,
  hostSetting: `LECTERN_${name}HOST`,
  portSetting: `LECTERN_${name}PORT`,
});

it('names every place that can’t be listened at, with the setting to mend, and holds none', async () => {
  const problems = await requireFreePorts(
    place('127.0.0.1', port),
    place('127.0.0.1', 0),
    place('192.0.2.1', 0, 'DELIVERY_'),
    place('no-such-host.invalid', 0, 'WORKER_'),
  ).then(
    () => [],
    (error: unknown) => (error as InvalidSettings).problems,
  );
  expect(problems).toEqual([
    `LECTERN_PORT: 127.0.0.1:${port} is taken by another program: stop it (ss -ltnp names it), or choose another port`,
    'LECTERN_DELIVERY_HOST: 192.0.2.1 is no address of this machine',
    'LECTERN_WORKER_HOST: no-such-host.invalid is no address of this machine',
  ]);
  taken.close();
  await once(taken, 'close');
  await requireFreePorts(place('127.0.0.1', port));
  await requireFreePorts(place('127.0.0.1', port));
});
