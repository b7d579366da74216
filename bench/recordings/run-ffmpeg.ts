import { spawnSync } from 'node:child_process';

/** Runs ffmpeg to its end, which says what is wrong alone. @throws Error where it fails */
export function runFfmpeg(args: readonly string[]): void {
  const { status } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}`);
}
