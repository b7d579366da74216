import { execFileSync } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** What executing a program takes. */
export interface ProgramFiles {
  readonly file: string;
  /** Of a program that is not linked statically: what loads its libraries. */
  readonly loader: string | undefined;
  /** The folders of its libraries: the libraries themselves are replaced by upgrades, under a running service. */
  readonly libraries: readonly string[];
}

/** What the loader and libraries read before a program begins; OpenSSL gives up when it may not. */
const READ_BY_LIBRARIES = ['/etc/ld.so.cache', '/etc/ssl/openssl.cnf'];
const known = new Map<string, ProgramFiles>();

/**
 * Found once in a process for each program, by the loader's own account (ldd); that waits some 20 ms.
 *
 * @throws Error when there is no such program
 */
export function programFiles(program: string, path: string): ProgramFiles {
  const found = known.get(program) ?? examined(program, path);
  known.set(program, found);
  return found;
}

function examined(program: string, path: string): ProgramFiles {
  const file = realpathSync(program.includes('/') ? program : inPath(program, path));
  const lines = linkedWith(file, path);
  const libraries = lines.flatMap((line) => /=> (\/.*) \(0x/.exec(line)?.[1] ?? []);
  const loader = lines.flatMap((line) => /^\s*(\/\S*) \(0x/.exec(line)?.[1] ?? [])[0];
  const folders = new Set(libraries.map((library) => dirname(realpathSync(library))));
  return {
    file,
    loader: loader === undefined ? undefined : realpathSync(loader),
    libraries:
      loader === undefined
        ? []
        : [...folders, ...READ_BY_LIBRARIES.filter((path) => may(path, constants.R_OK))],
  };
}

function inPath(program: string, path: string): string {
  const found = path
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => may(file, constants.X_OK));
  if (found === undefined) throw new Error(`${program} is not installed`);
  return found;
}

function linkedWith(file: string, path: string): string[] {
  try {
    const options = { encoding: 'utf8', env: { PATH: path, LC_ALL: 'C' }, stdio: 'pipe' } as const;
    return execFileSync('ldd', [file], options).split('\n');
  } catch {
    // Linked statically: ldd says so and ends with 1.
    return [];
  }
}

function may(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
