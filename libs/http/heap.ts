import { setFlagsFromString } from 'node:v8';

const GROWTH_PERCENT = 50;

/**
 * Has V8 collect garbage when the heap has grown by half. By itself it lets it grow to four times its size where there
 * is much memory: a crowd whose connections have long been closed then still takes hundreds of MiB. To be called first.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
