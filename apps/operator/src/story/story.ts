import { createReadStream, createWriteStream } from 'node:fs';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { type Command, CommandUsage } from '../command.js';
import { type LoggedLine, readLine } from './logged-line.js';
import { printed } from './printed-story.js';

/** So many lines of a story are printed at most. */
const MOST_LINES = 20_000;

/**
 * The story of one upload and its asset, from the logs of all services: lines of JSON in any order, with whatever
 * `kubectl logs --prefix` or Docker put before them. Nothing else is asked: it works on logs alone, long after.
 */
export const story: Command = {
  wants: 'UPLOAD_OR_ASSET_ID [FILE… | -]',
  about: 'what became of an upload, from log lines in files or on standard input',
  async run(given) {
    const [id, ...files] = given;
    if (id === undefined || !/^[A-Za-z0-9_]{4,64}$/.test(id))
      throw new CommandUsage('It wants the id of an upload or an asset, such as upl_… or ast_….');
    for (const file of files) if (file !== '-') await requireReadable(file);
    const spool = await mkdtemp(path.join(tmpdir(), 'lectern-story-'));
    try {
      // The lines are read twice, and what comes through a pipe can be read once.
      const read = await readable(files.length === 0 ? ['-'] : files, spool);
      const ids = await partnersOf(id, read);
      const lines: LoggedLine[] = [];
      for await (const line of linesOf(read))
        if (lines.length < MOST_LINES && (ids.has(line.upload ?? '') || ids.has(line.asset ?? '')))
          lines.push(line);
      if (lines.length === 0) {
        console.error(
          `lectern operator: No line names ${id}.\n  hint: give the logs of all replicas; with LECTERN_LOG_LEVEL=warn or above there are none of these lines`,
        );
        return 1;
      }
      console.log(printed(lines));
      if (lines.length === MOST_LINES)
        console.error(
          `lectern operator: These are the first ${MOST_LINES} lines that were read; there are more.`,
        );
      return 0;
    } finally {
      await rm(spool, { recursive: true, force: true });
    }
  },
};

async function requireReadable(file: string): Promise<void> {
  await access(file, constants.R_OK).catch(() => {
    throw new CommandUsage(`The file ${file} is not there, or can't be read.`);
  });
}

async function readable(files: readonly string[], spool: string): Promise<string[]> {
  const standardInput = path.join(spool, 'standard-input');
  if (files.includes('-')) await pipeline(process.stdin, createWriteStream(standardInput, { mode: 0o600 }));
  return files.map((file) => (file === '-' ? standardInput : file));
}

async function* linesOf(files: readonly string[]): AsyncGenerator<LoggedLine> {
  for (const file of files) {
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const line = readLine(text);
      if (line !== undefined) yield line;
    }
  }
}

/** The ids of the upload and the asset of which one is given: most lines have both, and delivery's the asset's alone. */
async function partnersOf(id: string, files: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = new Set([id]);
  for await (const { upload, asset } of linesOf(files))
    if (upload !== undefined && asset !== undefined && (upload === id || asset === id))
      ids.add(upload).add(asset);
  return ids;
}
