import { createServer } from 'node:net';
import { join } from 'node:path';

/**
 * Loaded into a service before its own program: the longest that its event loop stood still. By the clock, which on a
 * busy machine also counts what others had of the processor, and by the processor time of the loop's own thread. Told,
 * and begun anew, to whoever connects to the socket in RIG_PROBE_FOLDER that is named after LECTERN_POD.
 */
const EVERY_MS = 5;
const { RIG_PROBE_FOLDER: folder, LECTERN_POD: name } = process.env;

let clockMs = 0;
let processorMs = 0;
let at = performance.now();
let used = usedMs();

function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function look(): void {
  const [now, usedNow] = [performance.now(), usedMs()];
  clockMs = Math.max(clockMs, now - at - EVERY_MS);
  processorMs = Math.max(processorMs, usedNow - used);
  [at, used] = [now, usedNow];
}

if (folder !== undefined && name !== undefined) {
  setInterval(look, EVERY_MS).unref();
  const server = createServer((socket) => {
    look();
    socket.end(JSON.stringify({ clockMs, processorMs }));
    clockMs = 0;
    processorMs = 0;
  });
  server.listen(join(folder, `${name}.probe`)).unref();
}
