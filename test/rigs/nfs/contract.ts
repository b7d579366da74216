import { Findings, must } from './findings.js';
import type { NfsLab } from './lab.js';
import { MOUNT, type Pod } from './pod.js';

/** The backend's contract suite and own tests, on the mount, in every guest at the same time. */
export async function contract(lab: NfsLab, findings: Findings, only: string | undefined): Promise<void> {
  await Promise.all(
    lab.pods.map((pod) =>
      findings.check(`the contract suite in guest ${pod.name}`, () => suiteIn(pod, only)),
    ),
  );
}

async function suiteIn(pod: Pod, only: string | undefined): Promise<string> {
  const trees = `${MOUNT}/contract-${pod.name}`;
  const { code, output } = await pod.run(
    [
      'bash',
      '-c',
      `mkdir -p ${trees} && exec "$0" "$@"`,
      process.execPath,
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      'code',
      '--no-cache',
      ...(only === undefined ? [] : ['-t', only]),
      'libs/storage/nfs',
    ],
    // The suite makes its trees in the system's folder for temporary files.
    { env: { TMPDIR: trees, NO_COLOR: '1', CI: '1' } },
  );
  const summary = /Tests\s+(.*)/.exec(output)?.[1] ?? 'no summary';
  must(code === 0, `${summary}\n${output.slice(-6_000)}`);
  await pod.run(['rm', '-rf', trees]);
  return summary;
}
