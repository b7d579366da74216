import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { described } from './described.js';
import { spectralFindings } from './spectral.js';

const run = promisify(execFile);
const CONFIG = fileURLToPath(new URL('redocly.yaml', import.meta.url));

/**
 * What is found and stays. These two have no method in common, so that no request is for both, and clients of before
 * know the second.
 */
const KNOWN = [
  'no-ambiguous-paths at #/paths/~1v1~1admin~1quotas~1{account}~1recompute: Paths should resolve unambiguously. Found two ambiguous paths: `/v1/admin/quotas/units/{account}` and `/v1/admin/quotas/{account}/recompute`.',
];

/** @returns one line for each finding, however small */
async function redoclyFindings(document: object): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-redocly-'));
  try {
    const file = path.join(folder, 'openapi.json');
    await writeFile(file, JSON.stringify(document));
    const { stdout } = await run(
      'node_modules/.bin/redocly',
      ['lint', file, '--config', CONFIG, '--format', 'json', '--max-problems', '1000'],
      {
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
        maxBuffer: 64 * 1024 ** 2,
      },
    ).catch((error: { stdout: string }) => error);
    const { problems } = JSON.parse(stdout) as {
      problems: { ruleId: string; message: string; location: { pointer?: string }[] }[];
    };
    return problems.map(
      ({ ruleId, message, location }) => `${ruleId} at ${location[0]?.pointer ?? ''}: ${message}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe.each([
  ['as it is by itself', {}],
  ['with the draft’s door', { LECTERN_RESUMABLE_DRAFT: 'true' }],
])('the API’s description, %s,', (_, settings) => {
  it('passes Redocly with no word but those that are known', async () => {
    expect(await redoclyFindings(await described(settings))).toEqual(KNOWN);
  });

  it('passes Spectral without a word', async () => {
    expect(await spectralFindings(await described(settings))).toEqual([]);
  });
});

describe('the lints', () => {
  it('would find a $ref to nothing', async () => {
    const document = await described();
    Object.assign(document.components?.schemas ?? {}, { Course: { $ref: '#/components/schemas/Nothing' } });
    expect((await redoclyFindings(document)).join('\n')).toContain('no-unresolved-refs');
    expect((await spectralFindings(document)).join('\n')).toContain('invalid-ref');
  });
});
