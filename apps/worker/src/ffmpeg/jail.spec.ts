import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { gather, JailedProgramFailed, runJailed } from './jail.js';

const limits = { wallSeconds: 60, cpuSeconds: 60, memoryBytes: 256 * 2 ** 20, outputBytes: 2 ** 20 };
const reads = ['/dev/null'];

it('F62 a program is ended with all that it has, for it can neither leave its group nor have children', async () => {
  const stop = new AbortController();
  const line =
    'use strict; $| = 1; my $c = fork; print defined $c ? "two" : "one", " $$\\n"; setpgrp(0, 0); sleep 1000';
  const { outputs, ended } = runJailed(['perl', '-e', line], { limits, reads, signal: stop.signal });
  const [output] = outputs;
  let printed = '';
  const reading = (async () => {
    for await (const chunk of output ?? []) {
      printed += Buffer.from(chunk).toString();
      if (printed.endsWith('\n')) stop.abort(new Error('enough'));
    }
  })();
  await expect(reading).rejects.toThrow('enough');
  await expect(ended).rejects.toThrow('enough');
  const [, pid] = /^one (\d+)\n$/.exec(printed) ?? [];
  expect(pid).toBeDefined();
  expect(() => readFileSync(`/proc/${pid}/stat`)).toThrow(/ENOENT|ESRCH/);
});

it('F62 a program ends when the service is killed', async () => {
  const jail = fileURLToPath(new URL('../../../../dist/apps/worker/src/ffmpeg/jail.js', import.meta.url));
  const text = `const { runJailed } = await import(${JSON.stringify(jail)});
    const { outputs } = runJailed(['perl', '-e', '$| = 1; print "$$\\\\n"; sleep 1000'], ${JSON.stringify({ limits, reads })});
    for await (const chunk of outputs[0]) process.stdout.write(chunk);`;
  const service = spawn(process.execPath, ['--input-type=module', '-e', text], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = (await once(service.stdout, 'data')) as [Buffer];
  const pid = Number(printed.toString());
  const isThere = () => {
    try {
      // One that has ended and was not waited for yet is gone, too.
      return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  };
  expect(isThere()).toBe(true);
  service.kill('SIGKILL');
  await once(service, 'close');
  await expect.poll(isThere, { timeout: 30_000 }).toBe(false);
});

it('F62 what could not be jailed was not started, and is no fault of the recording', async () => {
  const { ended } = runJailed(['perl', '-e', '1'], { limits, reads: ['/no/such/file'] });
  await expect(ended).rejects.toMatchObject({
    why: 'not-started',
    detail: expect.stringContaining('jail: '),
  });
  expect(() => runJailed(['no-such-program'], { limits, reads: [] })).toThrow(JailedProgramFailed);
});

it('F31 without the jail the limits hold still', async () => {
  const { outputs } = runJailed(['perl', '-e', 'print "x" x (1 << 20); print "y"'], {
    limits,
    reads: [],
    off: true,
  });
  const [output] = outputs;
  await expect(gather(output ?? (async function* () {})())).rejects.toMatchObject({ why: 'output' });
});
