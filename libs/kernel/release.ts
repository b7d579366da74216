import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Which release this is: the version of the package that this file is part of, compiled or not. */
export function releaseVersion(): string {
  for (let folder = import.meta.dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }
  return 'unknown';
}
