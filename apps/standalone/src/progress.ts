/**
 * Says what a start does: a line for each step, with what was done and how long it took, as prepare.mjs does for those
 * before. On a terminal the line stands while the step runs.
 */
export async function step<T>(name: string, work: () => Promise<T>, said: (result: T) => string): Promise<T> {
  const { stdout } = process;
  const since = performance.now();
  const column = `  ${name.padEnd(10)}`;
  if (stdout.isTTY) stdout.write(`${column}…`);
  const clear = (): void => {
    if (stdout.isTTY) stdout.write('\r\u001b[K');
  };
  try {
    const result = await work();
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    clear();
    stdout.write(`${column}${said(result).padEnd(46)}${seconds.padStart(6)} s\n`);
    return result;
  } catch (error) {
    clear();
    throw error;
  }
}
