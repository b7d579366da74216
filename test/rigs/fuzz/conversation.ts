import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { type Answer, AnswerReader } from '../../servers/answer-reader.js';
import type { FuzzScript } from './script.js';

/** What a server said on one connection. */
export interface Conversation {
  readonly answers: readonly Answer[];
  /** What came and is no answer; undefined where there is none. */
  readonly broken: string | undefined;
  /** The answer that the connection's end has cut off, as far as it came. */
  readonly cutOff: Answer | undefined;
  /** The last bytes that came, a KiB of them at most. */
  readonly tail: string;
  /** Whether the connection was reset. */
  readonly wasReset: boolean;
  /** Whether the server closed, by itself or when it was told that nothing more comes. */
  readonly hasClosed: boolean;
}

const CLOSE_MS = 12_000;
const FRAMED = /content-length|transfer-encoding/i;

/** Plays a script on a connection, and hears the server out. After `quietMs` of silence nothing more is sent. */
export async function converse(port: number, script: FuzzScript, quietMs: number): Promise<Conversation> {
  const answers: Answer[] = [];
  let broken: string | undefined;
  let cutOff: Answer | undefined;
  let tail = Buffer.alloc(0);
  let [hasClosed, wasReset] = [true, false];
  const { promise: over, resolve: finish } = Promise.withResolvers<void>();
  const text = script.pieces.join('');
  const reader = new AnswerReader((head) => isToHead(script, text, idIn(head)));
  const take = (answer: Answer) => {
    // An interim answer announces another one.
    if (answer.status >= 200) answers.push(answer);
  };
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  let quiet = setTimeout(end, quietMs);
  let isEnding = false;
  function end(): void {
    if (isEnding) {
      hasClosed = false;
      return finish();
    }
    isEnding = true;
    socket.end();
    quiet = setTimeout(end, CLOSE_MS);
  }
  const read = (step: () => void) => {
    try {
      if (broken === undefined) step();
    } catch (error) {
      broken = error instanceof Error ? error.message : 'no answer';
      finish();
    }
  };
  socket.on('data', (chunk: Buffer) => {
    if (!isEnding) quiet.refresh();
    tail = Buffer.concat([tail, chunk.subarray(-1_024)]).subarray(-1_024);
    read(() => reader.push(chunk, take));
  });
  socket.on('error', () => {
    wasReset = true;
  });
  socket.on('end', () => socket.end());
  socket.on('close', () => {
    read(() => reader.end(take));
    if (reader.isWithin && reader.rest.length > 0)
      broken ??= `left over: ${reader.rest.toString('latin1', 0, 80)}`;
    cutOff = reader.begun;
    finish();
  });
  for (const [index, piece] of script.pieces.entries()) {
    if (index > 0) await setImmediate();
    if (!socket.destroyed) socket.write(piece, 'latin1');
  }
  if (script.endsAtOnce) end();
  await over;
  clearTimeout(quiet);
  socket.destroy();
  return { answers, broken, cutOff, tail: tail.toString('latin1'), wasReset, hasClosed };
}

/** The id that an answer says its request had. */
export function idOf(answer: Answer): string {
  return idIn(answer.head);
}

function idIn(head: string): string {
  return /\r\nx-request-id: ([^\r]*)/i.exec(head)?.[1] ?? '';
}

/**
 * Undefined where damage has made the id doubtful or has put it under another method, and behind a body, whose framing
 * may have taken the method's first bytes.
 */
function isToHead({ ids, heads }: FuzzScript, text: string, id: string): boolean | undefined {
  const [before = '', ...others] = text.split(`Id: ${id}\r`);
  if (!ids.includes(id) || others.length !== 1) return undefined;
  const isHead = heads.has(id);
  const begins = before.slice(Math.max(0, ...['\n\n', '\n\r\n'].map((end) => before.lastIndexOf(end))));
  const isSure = /^\s*HEAD\s/.test(begins) === isHead && !(isHead && FRAMED.test(before));
  return isSure ? isHead : undefined;
}
