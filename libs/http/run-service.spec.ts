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
function service(closeMs: number): Promise<Service> {
  return started(`
    await runService('tried', async () => ({
      close: async () => {
        await new Promise((closed) => setTimeout(closed, ${closeMs}));
        console.log('closed');
        return { uploads: 2 };
      },
      logger: createLogger('tried'),
      shutdownSeconds: 10,
    }));
    console.log('up');`);
}

/** Such a program in a process of its own, when it has printed a line. */
async function started(program: string): Promise<Service> {
  const text = `
    const { createLogger, runService } = await import(${JSON.stringify(FACE)});
    const timer = setInterval(() => {}, 1000);
    ${program}`;
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

/** What it said: each line of its log without what all lines have. */
function told(out: string): unknown[] {
  return out
    .trim()
    .split('\n')
    .map((line) => {
      if (!line.startsWith('{')) return line;
      const { level: _, time: __, app: ___, ...said } = JSON.parse(line) as Record<string, unknown>;
      return said;
    });
}

describe('a service', () => {
  it('stops once, cleanly, however many hand on the Ctrl-C that it has got itself', async () => {
    const { child, ended } = await service(300);
    child.kill('SIGINT');
    await delay(20);
    child.kill('SIGINT');
    await delay(20);
    child.kill('SIGTERM');
    const { out, ...end } = await ended;
    expect(end).toEqual({ code: 0, signal: null });
    expect(told(out)).toEqual([
      'up',
      { msg: 'stopping', signal: 'SIGINT' },
      'closed',
      { msg: 'stopped', signal: 'SIGINT', ms: expect.any(Number), uploads: 2 },
    ]);
  });

  it('stops cleanly when its terminal is closed', async () => {
    const closed = await service(10);
    closed.child.kill('SIGHUP');
    const { code, out } = await closed.ended;
    expect(code).toBe(0);
    expect(told(out)).toContainEqual({ msg: 'stopping', signal: 'SIGHUP' });
  });

  it('is not hurried by whoever tells it again and again, as supervisors do', async () => {
    const { child, ended } = await service(2_500);
    child.kill('SIGTERM');
    await delay(1_200);
    child.kill('SIGTERM');
    child.kill('SIGHUP');
    child.kill('SIGINT');
    const { out, ...end } = await ended;
    expect(end).toEqual({ code: 0, signal: null });
    expect(told(out).slice(0, 3)).toEqual(['up', { msg: 'stopping', signal: 'SIGTERM' }, 'closed']);
  });

  it('tells a start that it is to stop, and ends as it was told to', async () => {
    const { child, ended } = await started(`
      await runService('tried', async (stopping) => {
        console.log('starting');
        await new Promise((told) => stopping.addEventListener('abort', told));
        console.log('given up');
        throw stopping.reason;
      });`);
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, signal: null, out: 'starting\ngiven up\n' });
  });

  it('stops cleanly although nobody reads what it prints any more', async () => {
    const { child, ended } = await started(`
      await runService('tried', async (stopping) => {
        console.log('up');
        stopping.addEventListener('abort', () => console.log('stopping'));
        return { close: async () => { await new Promise((closed) => setTimeout(closed, 300)); return {}; }, logger: createLogger('tried', { level: 'silent' }), shutdownSeconds: 10 };
      });`);
    child.stdout?.destroy();
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, signal: null, out: 'up\n' });
  });

  it('stops at once where its parent died while it was being loaded', async () => {
    const text = `
      process.once('message', () => undefined);
      await new Promise((gone) => process.once('disconnect', gone));
      const { runService } = await import(${JSON.stringify(FACE)});
      setInterval(() => {}, 1000);
      await runService('tried', async (stopping) => {
        console.log(stopping.aborted ? 'told' : 'up');
        stopping.throwIfAborted();
        return {};
      });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const ended = once(child, 'exit');
    child.disconnect();
    expect(String(await once(child.stdout as NodeJS.ReadableStream, 'data'))).toBe('told\n');
    expect(await ended).toEqual([0, null]);
  });

  it('ends at once when it is told again by Ctrl-C', async () => {
    const { child, ended } = await service(60_000);
    child.kill('SIGINT');
    await delay(1_200);
    child.kill('SIGINT');
    const { out, ...end } = await ended;
    expect(end).toEqual({ code: 1, signal: null });
    expect(told(out)).toEqual(['up', { msg: 'stopping', signal: 'SIGINT' }]);
  });
});
