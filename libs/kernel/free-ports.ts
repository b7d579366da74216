import { createServer } from 'node:net';
import { InvalidSettings } from './settings.js';

/** A place that a process will listen at, and the settings that say so. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly hostSetting: string;
  readonly portSetting: string;
}

/** Where settings say that a process will listen, by the names of two of them. */
export function placeIn<Host extends string, Port extends string>(
  settings: Readonly<Record<Host, string> & Record<Port, number>>,
  hostSetting: Host,
  portSetting: Port,
): Place {
  return { host: settings[hostSetting], port: settings[portSetting], hostSetting, portSetting };
}

/**
 * Whether a process will be able to listen at all its places, asked before anything is started for it: each is listened
 * at for a moment. Port 0 stands for any, which there is.
 *
 * @throws InvalidSettings naming each that it can't
 */
export async function requireFreePorts(...places: readonly Place[]): Promise<void> {
  const problems: string[] = [];
  for (const place of places) {
    const problem = await problemOf(place);
    if (problem !== undefined) problems.push(problem);
  }
  if (problems.length > 0) throw new InvalidSettings([...new Set(problems)]);
}

function problemOf({ host, port, hostSetting, portSetting }: Place): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      switch (code) {
        case 'EADDRINUSE':
          return resolve(
            `${portSetting}: ${host}:${port} is taken by another program: stop it (ss -ltnp names it), or choose another port`,
          );
        case 'EACCES':
          return resolve(`${portSetting}: port ${port} is for root alone: choose one from 1024 on`);
        case 'EADDRNOTAVAIL':
        case 'ENOTFOUND':
        case 'EAI_AGAIN':
          return resolve(`${hostSetting}: ${host} is no address of this machine`);
        default:
          // The start itself will meet what is rarer than that, and say so.
          return resolve(undefined);
      }
    });
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
