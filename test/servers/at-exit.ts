/**
 * Does something when this process ends, whether by itself or by Ctrl-C: synchronous, since nothing waits then.
 *
 * @returns to be called when it has been done in good order
 */
export function atExit(tidyUp: () => void): () => void {
  process.on('exit', tidyUp);
  return () => void process.off('exit', tidyUp);
}
