import { setTimeout as sleep } from 'node:timers/promises';
import type { NpmStart } from '../../servers/npm-start.js';

/** One way to end `npm start`. */
export interface Ending {
  /** What it is told: everything then ends in order, with 0 and a line that says so. A kill tells nothing. */
  readonly tells: 'stop' | 'stop at once' | 'nothing';
  /** Whether a form that is under way comes to its end. */
  readonly sparesForms: boolean;
  send(start: NpmStart): Promise<void>;
}

/** The service takes a Ctrl-C that comes so late for a second one. */
const SECOND_MS = 1_200;

const told = (signal: NodeJS.Signals, whom: (start: NpmStart) => number): Ending => ({
  tells: 'stop',
  sparesForms: true,
  send: async (start) => void process.kill(whom(start), signal),
});

/** A part of it by its command line, or all that are left where it has none. */
const killed = (part: string): Ending => ({
  tells: 'nothing',
  sparesForms: part !== 'standalone/src/main.js',
  send: async (start) => void process.kill(await start.pidOf(part), 'SIGKILL'),
});

/** By their names in the table. A terminal sends its Ctrl-C to the whole group in its foreground. */
export const ENDINGS = {
  'TERM npm': told('SIGTERM', ({ pid }) => pid),
  'TERM group': told('SIGTERM', ({ pid }) => -pid),
  'INT group': told('SIGINT', ({ pid }) => -pid),
  'INT twice': {
    tells: 'stop at once',
    sparesForms: false,
    send: async (start) => {
      process.kill(-start.pid, 'SIGINT');
      await Promise.race([start.ended, sleep(SECOND_MS)]);
      if (start.runs) process.kill(-start.pid, 'SIGINT');
    },
  },
  'KILL npm': {
    tells: 'nothing',
    sparesForms: true,
    send: async (start) => void process.kill(start.pid, 'SIGKILL'),
  },
  'KILL helper': killed('prepare.mjs start'),
  'KILL node': killed('standalone/src/main.js'),
} as const satisfies Readonly<Record<string, Ending>>;
