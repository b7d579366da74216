import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const FACE = pathToFileURL(path.resolve('dist/libs/http/index.js')).href;

interface Service {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: string | null; out: string }>;
}

/** A service whose stop takes so long, in a process of its own. */
async function service(closeMs: number): Promise<Service> {
  const text = `
    const { runService } = await import(${JSON.stringify(FACE)});
    const timer = setInterval(() => {}, 1000);
    await runService('tried', async () => ({
      close: async () => {
        await new Promise((closed) => setTimeout(closed, ${closeMs}));
        console.log('closed');
      },
      shutdownSeconds: 10,
    }));
    console.log('up');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const ended = once(child, 'close').then((values: unknown[]) => {
    const [code, signal] = values as [number | null, string | null];
    return { code, signal, out };
  });
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return { child, ended };
}

describe('a service', () => {
  it('stops once, cleanly, however many hand on the Ctrl-C that it has got itself', async () => {
    const { child, ended } = await service(300);
    child.kill('SIGINT');
    await delay(20);
    child.kill('SIGINT');
    await delay(20);
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, signal: null, out: 'up\nclosed\n' });
  });

  it('stops cleanly when its terminal is closed', async () => {
    const closed = await service(10);
    closed.child.kill('SIGHUP');
    expect(await closed.ended).toEqual({ code: 0, signal: null, out: 'up\nclosed\n' });
  });

  it('ends at once when it is told again', async () => {
    const { child, ended } = await service(60_000);
    child.kill('SIGINT');
    await delay(1_200);
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: 1, signal: null, out: 'up\n' });
  });
});
