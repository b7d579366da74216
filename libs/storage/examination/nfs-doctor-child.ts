/** The examination of a folder as a program of its own, run by nfs-doctor.ts: it may hang, who runs it may not. */
import { examineTree } from './nfs-examination.js';
import type { Told } from './nfs-doctor.js';

const { root, also } = JSON.parse(process.argv[2] ?? '{}') as { root: string; also?: string | undefined };
const stopping = new AbortController();
// Whoever started it is gone, or wants no more.
process.on('disconnect', () => stopping.abort());
process.on('message', () => stopping.abort());

const tell = (told: Told) =>
  new Promise<void>((resolve) => {
    if (process.connected) process.send?.(told, () => resolve());
    else resolve();
  });

try {
  await examineTree(
    {
      root,
      also,
      signal: stopping.signal,
      stage: (stage, withinMs) => void tell({ stage, withinMs }),
      making: (making) => void tell({ making }),
    },
    (finding) => void tell({ finding }),
  );
} catch (error) {
  if (!stopping.signal.aborted) throw error;
}
await tell({ done: true });
process.exit(0);
