import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { systemCalls } from '../system-calls.js';
import { FilesAtHand } from './at-hand.js';

const folder = mkdtempSync(join(tmpdir(), 'lectern-at-hand-'));
afterAll(() => rmSync(folder, { recursive: true }));

const found = systemCalls();
if (found === undefined) throw new Error('These tests are for Linux.');
const files = new FilesAtHand(found, 10_000);
const look = (name: string) => files.read(join(folder, name));

it.each([0, 1, 4_096, 9_999, 10_000])('reads a file of %i bytes that lies in memory', (bytes) => {
  const content = Buffer.alloc(bytes, 'lesson');
  writeFileSync(join(folder, `small-${bytes}`), content);
  const file = look(`small-${bytes}`);
  expect(file?.content).toEqual(content);
  expect(file?.modifiedAt).toEqual(statSync(join(folder, `small-${bytes}`), { bigint: true }).mtime);
});

it('leaves what is larger, elsewhere, or no file, and waits for none of it', () => {
  writeFileSync(join(folder, 'large'), Buffer.alloc(10_001));
  writeFileSync(join(folder, 'target'), 'secret');
  symlinkSync(join(folder, 'target'), join(folder, 'link'));
  mkdirSync(join(folder, 'folder'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  for (const name of ['large', 'link', 'folder', 'pipe', 'none'])
    expect([name, look(name)]).toEqual([name, undefined]);
});

it('leaves a file whose bytes lie on the disk alone, until they have been read', () => {
  const path = join(folder, 'cold');
  writeFileSync(path, Buffer.alloc(9_000, 1));
  // Written to the disk, and dropped from the page cache.
  execFileSync('dd', [`of=${path}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0', 'status=none']);
  expect(look('cold')).toBeUndefined();
  readFileSync(path);
  expect(look('cold')?.content.length).toBe(9_000);
});
