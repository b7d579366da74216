import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** When a segment's first frame is shown, and until when its last one is, in seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The spans of every segment of a media playlist, measured from the frames that lie in it. */
export async function spansOf(url: string): Promise<Span[]> {
  const text = await (await fetch(url)).text();
  const lines = text.split('\n');
  const [, initBytes = 0, initAt = 0] = (/BYTERANGE="(\d+)@(\d+)"/.exec(text) ?? []).map(Number);
  const ranges = lines
    .filter((line) => line.startsWith('#EXT-X-BYTERANGE:'))
    .map((line) => line.slice('#EXT-X-BYTERANGE:'.length).split('@').map(Number));
  const file = lines.find((line) => line !== '' && !line.startsWith('#')) ?? '';
  const bytes = Buffer.from(await (await fetch(new URL(file, url))).arrayBuffer());
  const init = bytes.subarray(initAt, initAt + initBytes);
  const folder = await mkdtemp(join(tmpdir(), 'lectern-segments-'));
  try {
    const spans: Span[] = [];
    for (const [length = 0, offset = 0] of ranges) {
      const path = join(folder, 'segment.mp4');
      await writeFile(path, Buffer.concat([init, bytes.subarray(offset, offset + length)]));
      spans.push(await spanOf(path));
    }
    return spans;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function spanOf(path: string): Promise<Span> {
  const show = ['-show_entries', 'packet=pts_time,duration_time', '-of', 'csv=p=0'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...show, path], { maxBuffer: 2 ** 26 });
  let start = Infinity;
  let end = 0;
  for (const line of stdout.trim().split('\n')) {
    const [time = 0, duration = 0] = line.split(',').map(Number);
    start = Math.min(start, time);
    end = Math.max(end, time + duration);
  }
  return { start, end };
}

export interface Change {
  readonly from: string;
  readonly to: string;
  /** Seconds that are missing between the two; below 0 they overlap. */
  readonly hole: number;
}

/** What a player meets that takes each segment of one rendition and goes on with the next one of another. */
export function changesBetween(renditions: ReadonlyMap<string, readonly Span[]>): Change[] {
  return [...renditions].flatMap(([from, spans]) =>
    [...renditions].flatMap(([to, others]) =>
      spans.slice(0, -1).map(({ end }, index) => {
        const next = others.findLast(({ start }) => start <= end + 0.5 && start > (spans[index]?.start ?? 0));
        return { from, to, hole: (next?.start ?? Infinity) - end };
      }),
    ),
  );
}
