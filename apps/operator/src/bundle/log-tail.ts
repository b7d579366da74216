import { open } from 'node:fs/promises';

/** The end of a file, from the beginning of a line on. @throws the system's error */
export async function tailOfFile(file: string, mostBytes: number): Promise<{ text: string; left: number }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const wanted = Math.min(size, mostBytes);
    const buffer = Buffer.alloc(wanted);
    const { bytesRead } = await handle.read(buffer, 0, wanted, size - wanted);
    return wholeLines(buffer.subarray(0, bytesRead), size - wanted);
  } finally {
    await handle.close();
  }
}

/** The same of what comes through a pipe, which holds no more than twice that in memory. */
export async function tailOfStream(
  stream: AsyncIterable<Uint8Array>,
  mostBytes: number,
): Promise<{ text: string; left: number }> {
  let kept: Uint8Array[] = [];
  let [bytes, left] = [0, 0];
  const shorten = (): void => {
    if (bytes <= mostBytes) return;
    const whole = Buffer.concat(kept);
    kept = [Buffer.from(whole.subarray(-mostBytes))];
    left += whole.length - mostBytes;
    bytes = mostBytes;
  };
  for await (const chunk of stream) {
    kept.push(chunk);
    bytes += chunk.length;
    if (bytes > 2 * mostBytes) shorten();
  }
  shorten();
  return wholeLines(Buffer.concat(kept), left);
}

/** A line that is begun in the part that is left out may hold half a secret, which nobody would know as one. */
function wholeLines(buffer: Buffer, left: number): { text: string; left: number } {
  if (left === 0) return { text: buffer.toString('utf8'), left };
  const start = buffer.indexOf('\n') + 1;
  if (start === 0) return { text: '', left: left + buffer.length };
  return { text: buffer.toString('utf8', start), left: left + start };
}
