import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { DomainError } from '#libs/kernel';
import { NfsStorage } from '#libs/storage';
import { carryOut, type Memory, type Step } from './storage-steps.js';

/**
 * A process that carries steps out one after another, for rigs that kill it or make its system calls fail:
 * `node storage-task.js ROOT`, then one line of JSON on its standard input. It says each thing that it has
 * acknowledged in a line of its own, written before it goes on. A step that fails is told, and tried again as
 * often as the order says.
 */
export interface Order {
  readonly steps: readonly Step[];
  /** How often a failed step is tried again; 0 ends at the first failure. */
  readonly tries?: number;
}

export type Told =
  | { readonly ready: true }
  | { readonly done: number; readonly memory: readonly (readonly [string, unknown])[] }
  | { readonly failed: number; readonly code: string; readonly message: string }
  | { readonly end: true };

const [root = ''] = process.argv.slice(2);
const storage = new NfsStorage({ root });
const memory: Memory = new Map();

function tell(told: Told): void {
  writeSync(1, `${JSON.stringify(told)}\n`);
}

async function carryOutAll({ steps, tries = 0 }: Order): Promise<void> {
  for (const [index, step] of steps.entries()) {
    for (let left = tries; ; left -= 1) {
      try {
        await carryOut(storage, step, memory);
        break;
      } catch (error) {
        const code = error instanceof DomainError ? error.code : 'no-domain-error';
        tell({ failed: index, code, message: error instanceof Error ? (error.stack ?? '') : String(error) });
        if (left === 0) return;
      }
    }
    tell({ done: index, memory: [...memory] });
  }
  tell({ end: true });
}

const orders = createInterface({ input: process.stdin });
orders.once('line', (line) => {
  void carryOutAll(JSON.parse(line) as Order).finally(() => process.exit(0));
});
tell({ ready: true });
