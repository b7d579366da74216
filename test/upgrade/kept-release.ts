import { readFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Piece } from './playing.js';

/** Where releases are kept, seen from the project's folder: a folder for each, named after its version. */
export const RELEASES = 'test/upgrade';

/** The names of the files of a kept release. */
export const FILES = {
  database: 'database.sql',
  media: 'media',
  keyRing: 'key-ring.json',
  expected: 'expected.json',
} as const;

/** Who of the kept release's people asks: a name of `keys`. */
export type Person = string;

/** An answer that was given, and is to be given again. */
interface KeptAnswer {
  readonly by: Person;
  readonly path: string;
  readonly body: unknown;
}

/** An upload that is to be gone on with; `file` and `bytes` name its content (see `keptFile`). */
interface KeptUpload {
  readonly id: string;
  readonly by: Person;
  readonly file: string;
  readonly bytes: number;
  readonly offset: number;
}

/** What the next release must find. Ids and secrets are those of the kept database alone. */
export interface KeptRelease {
  readonly release: string;
  readonly keys: Readonly<Record<Person, { readonly secret: string; readonly subject: string }>>;
  /** Keys that must not open anything, by why. */
  readonly refusedKeys: Readonly<Record<string, string>>;
  readonly answers: readonly KeptAnswer[];
  /** A POST that is answered from its Idempotency-Key. Keys are kept for a day, so it is asked first. */
  readonly repeated: {
    readonly by: Person;
    readonly path: string;
    readonly key: string;
    readonly body: unknown;
    readonly status: number;
    readonly answer: unknown;
  };
  /** Targets that the release had signed. */
  readonly signed: readonly {
    readonly what: string;
    readonly target: string;
    readonly status: number;
    readonly code?: string;
  }[];
  readonly playing: readonly {
    readonly asset: string;
    readonly pieces: readonly Piece[];
    readonly pictures: readonly { readonly path: string; readonly sha256: string }[];
  }[];
  readonly originals: readonly { readonly asset: string; readonly sha256: string }[];
  readonly unfinished: {
    /** In one go, from `offset` on. */
    readonly whole: readonly KeptUpload[];
    /** The same, whose length was not yet said. */
    readonly deferred: KeptUpload;
    /** All bytes had come, and the asset was being made. */
    readonly finishing: KeptUpload & { readonly asset: string };
    /** Partial uploads of one file, in order. */
    readonly partial: readonly KeptUpload[];
    readonly partialFile: { readonly file: string; readonly bytes: number };
    readonly parts: Omit<KeptUpload, 'offset'> & {
      readonly partBytes: number;
      readonly missing: readonly number[];
    };
  };
  /** Uploads that are over (410), by how they ended; `due` had not been noticed. */
  readonly over: readonly { readonly how: string; readonly id: string; readonly by: Person }[];
  /** Assets that a worker had not come to the end of, with the state in which they were left. */
  readonly inWork: readonly { readonly asset: string; readonly how: string; readonly state: string }[];
  readonly failed: { readonly asset: string; readonly by: Person; readonly code: string };
  readonly trashed: { readonly asset: string; readonly by: Person; readonly pieces: readonly Piece[] };
  /** Its bytes were being removed. */
  readonly purging: { readonly asset: string; readonly by: Person };
  /** The end of the audit trail. */
  readonly audit: { readonly seq: number; readonly hash: string };
}

/** A folder that holds a kept release. */
export interface KeptFolder {
  readonly name: string;
  readonly folder: string;
}

/** Every kept release, the oldest first. */
export function keptReleases(): KeptFolder[] {
  return readdirSync(RELEASES)
    .map((name) => ({ name, folder: path.join(RELEASES, name) }))
    .filter(({ folder }) => existsSync(path.join(folder, FILES.expected)))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

export async function readExpected({ folder }: KeptFolder): Promise<KeptRelease> {
  return JSON.parse(await readFile(path.join(folder, FILES.expected), 'utf8')) as KeptRelease;
}

/**
 * The content of a file that was sent in pieces: lines that tell where they stand, so that a piece in a wrong place
 * is another file, and that git packs well. Kept releases hold only what had come of such a file, and the rest is
 * made here: never change it.
 */
export function keptFile(name: string, bytes: number): Buffer {
  const lines = ['%PDF-1.4\n'];
  for (let length = 9, number = 0; length < bytes; number += 1) {
    const line = `${name} ${String(number).padStart(8, '0')}\n`;
    lines.push(line);
    length += Buffer.byteLength(line);
  }
  return Buffer.from(lines.join('')).subarray(0, bytes);
}

/** What depends on the day or on who asked meanwhile, and so is no part of an answer that lasts. */
const PASSING: ReadonlySet<string> = new Set(['daily', 'lastUsedAt']);

/** The states of uploads that hold no quota: 0.1.0 went on to tell what they had held. */
const OVER: ReadonlySet<unknown> = new Set(['completed', 'abandoned', 'expired']);

/** An answer as a release gave it, with what is told otherwise by now. */
export function toldNow(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toldNow);
  if (typeof value !== 'object' || value === null) return value;
  const told = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toldNow(inner)]));
  return 'reservedBytes' in told && OVER.has(told['state']) ? { ...told, reservedBytes: 0 } : told;
}

/** An answer without what passes. */
export function lasting(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lasting);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !PASSING.has(name))
      .map(([name, inner]) => [name, lasting(inner)]),
  );
}
