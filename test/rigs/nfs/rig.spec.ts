import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const RIG = path.resolve('dist/test/rigs/nfs/rig.js');

const able = spawnSync(process.execPath, [RIG, '--able'], { encoding: 'utf8' });
const required = process.env['LECTERN_TEST_RIGS'] === 'required';
if (able.status !== 0 && !required) console.warn(`The NFS rig is left out: ${able.stderr.trim()}`);

it.skipIf(able.status !== 0 && !required)(
  'F01 F04 F05 F06 F08 F09 two clients of a real NFS server that is killed, filled and stopped',
  { timeout: 600_000 },
  async () => {
    const { code, printed } = await run();
    expect(code, printed).toBe(0);
    expect(printed).toMatch(/^\d{2,} passed, 0 failed$/m);
    expect(printed).toContain('0 false acknowledgements, 0 false 404s');
  },
);

function run(): Promise<{ code: number | null; printed: string }> {
  const rig = spawn(process.execPath, [RIG, '--short'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  const take = (chunk: Buffer): void => {
    printed += chunk.toString();
  };
  rig.stdout.on('data', take);
  rig.stderr.on('data', take);
  return new Promise((resolve) => rig.once('close', (code) => resolve({ code, printed })));
}
