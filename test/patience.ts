import { vi } from 'vitest';

/** As `expect.poll` has it in vitest.config.ts: a machine on which all else is slow as well is no reason to fail. */
const PATIENCE_MS = 120_000;
const { waitFor } = vi;

// Unless told it would wait a second, and unlike that of `expect.poll` no setting says otherwise.
vi.waitFor = (callback, options = PATIENCE_MS) => waitFor(callback, options);
