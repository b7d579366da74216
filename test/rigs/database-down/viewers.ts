import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 120_000;
/** A viewer who was answered looks for a moment. */
const PAUSE_MS = 200;

export interface ViewersReport {
  /** Of each session that was opened, how long its answer took, in milliseconds. */
  readonly sessions: readonly number[];
  readonly segments: number;
  /** A sentence for each answer that was another than it should be. */
  readonly failed: readonly string[];
}

/**
 * So many viewers each open one playback session after another, now at this uploader and now at that, and fetch from
 * delivery what it leads to, down to a segment. Nothing is tried again.
 */
export async function watch(options: {
  readonly uploaders: readonly string[];
  readonly delivery: string;
  readonly asset: string;
  readonly key: string;
  readonly count: number;
  readonly over: AbortSignal;
}): Promise<ViewersReport> {
  const { uploaders, delivery, asset, key, count, over } = options;
  const sessions: number[] = [];
  const failed: string[] = [];
  let segments = 0;
  const one = async (index: number): Promise<void> => {
    for (let turn = index; !over.aborted; turn += 1) {
      const began = performance.now();
      try {
        const uploader = uploaders[turn % uploaders.length] ?? '';
        const { hls } = await opened(`${uploader}/v1/assets/${asset}/playback-sessions`, key);
        sessions.push(performance.now() - began);
        const { pathname, search } = new URL(hls);
        await playedFrom(`${delivery}${pathname}${search}`);
        segments += 1;
      } catch (error) {
        const ms = Math.round(performance.now() - began);
        failed.push(`a viewer, after ${ms} ms: ${error instanceof Error ? error.message : String(error)}`);
      }
      await sleep(PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => one(index)));
  return { sessions, segments, failed };
}

async function opened(url: string, key: string): Promise<{ hls: string }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{}',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`the session was answered ${answer.status} ${text}`);
  return JSON.parse(text) as { hls: string };
}

/** The master playlist, the first one that it names, and the first segment of that. */
async function playedFrom(master: string): Promise<void> {
  let url = master;
  for (let step = 0; step < 3; step += 1) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`delivery answered ${answer.status} ${text}`);
    const next = text.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? '';
    if (step < 2) url = new URL(next, url).href;
  }
}
