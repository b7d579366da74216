import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DomainError, InvalidSettings, startFault } from './index.js';

class Away extends DomainError {
  readonly code = 'away';
  readonly kind = 'unavailable';
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('why a program could not start', () => {
  it('is said of a port that is taken, with what to do', async () => {
    const first = createServer().listen(0, '127.0.0.1');
    await once(first, 'listening');
    const { port } = first.address() as { port: number };
    const second = createServer().listen(port, '127.0.0.1');
    const [error] = (await once(second, 'error')) as unknown[];
    first.close();
    expect(startFault(error)).toMatch(
      `127.0.0.1:${port} is taken by another program.\n  hint: stop the other`,
    );
    expect(startFault(error)).toContain('LECTERN_DELIVERY_PORT');
  });

  it('is said of an address that is not this machine’s', async () => {
    const server = createServer().listen(0, '192.0.2.1');
    const [error] = (await once(server, 'error')) as unknown[];
    expect(startFault(error)).toMatch(
      /^192\.0\.2\.1.* can't be listened on\.\n {2}hint: .*address of this machine$/,
    );
  });

  it('is said of a file where a folder should be', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'start-fault-'));
    const file = join(folder, 'data');
    await writeFile(file, '');
    const there = await failureOf(mkdir(file, { recursive: true }));
    const below = await failureOf(mkdir(join(file, 'keys'), { recursive: true }));
    await rm(folder, { recursive: true });
    expect(startFault(there)).toBe(`${file} can't be made a folder: a file stands in its way.`);
    expect(startFault(below)).toContain("can't be made a folder: a file stands in its way.");
  });

  it('is said of a folder that another user may not write', () => {
    const error = Object.assign(new Error('EACCES: permission denied, mkdir'), {
      code: 'EACCES',
      syscall: 'mkdir',
      path: '/srv/lectern',
    });
    expect(startFault(error)).toMatch(/^The user that this runs as may not use \/srv\/lectern\.\n {2}hint: /);
  });

  it('is said of a file system that is mounted read-only', () => {
    const error = Object.assign(new Error('EROFS: read-only file system, mkdir'), {
      code: 'EROFS',
      syscall: 'mkdir',
      path: '/srv/lectern',
    });
    expect(startFault(error)).toBe(
      '/srv/lectern lies on a file system that is mounted read-only.\n  hint: mount it for writing, or name another folder',
    );
  });

  it('is one sentence with its cause for an error of ours, and for any other its message', () => {
    const cause = Object.assign(new Error('password authentication failed'), { code: '28P01' });
    expect(startFault(new Away('The database is away.', { cause }))).toMatch(
      /^The database is away\. \(password authentication failed\)\n {2}hint: .*DATABASE_URL/,
    );
    const page = new Error('@aws-sdk XML parse error: mismatched tags.\n  Deserialization error: see it.');
    expect(startFault(new Away('The storage is away.', { cause: page }))).toMatch(
      /^The storage is away\. \(@aws-sdk XML parse error: mismatched tags\.\)\n {2}hint: .*LECTERN_S3_ENDPOINT/,
    );
    expect(startFault(new InvalidSettings(['LECTERN_PORT: must be a number']))).toBe(
      'These settings need mending:\n  - LECTERN_PORT: must be a number',
    );
    expect(startFault(new Error('Something else.'))).toBe('Something else.');
    expect(startFault('odd')).toBe('odd');
  });
});
