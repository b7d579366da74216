import { spawnSync } from 'node:child_process';

/** Whether this machine has Prometheus' own checker (Debian: prometheus). */
export function hasPromtool(): boolean {
  return spawnSync('promtool', ['--version']).status === 0;
}

/** What it complains of; an empty text when it has nothing to say against it. */
export function complaintsOf(args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  // `check metrics` tells what it would rather have on its error output, whatever it ends with.
  if (status === 0 && stderr.trim() === '') return '';
  return `${stdout}${stderr}`.trim() || `It ended with ${status}.`;
}
