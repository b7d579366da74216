import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { headOf } from '../measure/sender.js';
import { peakOf, resetPeak, residentOf } from '../measure/process-tree.js';
import { MIB } from './file.js';
import type { LecternPeer } from './lectern.js';

const SLICE = randomBytes(16 * 1024);
const FIRST = Buffer.concat([Buffer.from('%PDF-1.4\n'), SLICE.subarray(9)]);

/** What many uploads at once, each as slow as a bad link, need of memory: resident before, and the peak with all. */
export async function slowUploads(
  lectern: LecternPeer,
  { count, seconds }: { count: number; seconds: number },
): Promise<{ uploads: number; beforeMiB: number; peakMiB: number }> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push((await lectern.begin({ bytes: 64 * MIB })).id);
  const beforeMiB = await residentOf(lectern.pid);
  await resetPeak(lectern.pid);
  const sockets: Socket[] = [];
  let broken = 0;
  try {
    for (const id of ids) {
      const socket = connect({ host: '127.0.0.1', port: lectern.port });
      socket.on('error', () => undefined).on('data', () => undefined);
      socket.once('close', () => {
        broken += 1;
      });
      await once(socket, 'connect');
      socket.write(headOf(lectern.patch(id, 0, 64 * MIB)));
      socket.write(FIRST);
      sockets.push(socket);
    }
    for (let second = 0; second < seconds; second += 1) {
      for (const socket of sockets) socket.write(SLICE);
      await delay(1_000);
    }
    if (broken > 0) throw new Error(`${broken} of ${count} slow uploads were cut off`);
    return { uploads: count, beforeMiB, peakMiB: await peakOf(lectern.pid) };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}
