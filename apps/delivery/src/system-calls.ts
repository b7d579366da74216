import { constants } from 'node:os';
import koffi from 'koffi';

const { EAGAIN, EINTR } = constants.errno;
const MSG_MORE = 0x8000;
const MSG_NOSIGNAL = 0x4000;
const SIOCOUTQ = 0x5411;
const RWF_NOWAIT = 8;
const MFD_CLOEXEC = 1;

/** A call that would have had to wait, or was interrupted: nothing was done. */
export const NOT_NOW = -1;
/** The connection is broken, or the descriptor is none. */
export const BROKEN = -2;

type Call = (...values: unknown[]) => number;

/**
 * The system calls that Node does not offer and that sending a file without copying it takes. None of them
 * waits, provided that a file's descriptor is that of a file on a local disk or in memory.
 */
export interface SystemCalls {
  /** Sends bytes to a socket; the number that it took, NOT_NOW or BROKEN. `more`: the rest follows at once. */
  send(socket: number, bytes: Uint8Array, length: number, more: boolean): number;
  /** sendfile(2): the number of bytes sent, 0 behind the end of the file, NOT_NOW or BROKEN. */
  sendFile(socket: number, file: number, offset: number, length: number): number;
  /** Whether the byte at `offset` can be read without waiting for the disk. */
  isCached(file: number, offset: number): boolean;
  /** Bytes that the socket has taken and the other end has not acknowledged yet. */
  unacknowledged(socket: number): number;
  /** A new, empty file in memory, under no name. @throws Error when there is none to be had */
  memoryFile(): number;
}

let loaded: { readonly calls: SystemCalls | undefined } | undefined;

/** Undefined where the platform does not have them: not on Linux, or not little-endian. */
export function systemCalls(): SystemCalls | undefined {
  loaded ??= { calls: process.platform === 'linux' ? attempt(load) : undefined };
  return loaded.calls;
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function load(): SystemCalls {
  if (new Uint16Array(Uint8Array.of(1, 0).buffer)[0] !== 1) throw new Error('big-endian');
  const libc = koffi.load(null);
  const call = (signature: string) => libc.func(signature) as Call;
  koffi.struct('lectern_iovec', { base: 'void *', length: 'size_t' });
  const send = call('int64_t send(int socket, const void *bytes, size_t length, int flags)');
  const sendfile = call('int64_t sendfile64(int to, int from, void *offset, size_t length)');
  const preadv2 = call(
    'int64_t preadv2(int file, lectern_iovec *parts, int count, int64_t offset, int flags)',
  );
  const ioctl = call('int ioctl(int file, unsigned long request, void *value)');
  const memfdCreate = call('int memfd_create(const char *name, unsigned int flags)');
  const offsetWords = new Uint32Array(2);
  const queued = new Int32Array(1);
  const oneByte = { base: Buffer.alloc(1), length: 1 };
  return {
    send: (socket, bytes, length, more) =>
      outcome(send(socket, bytes, length, more ? MSG_NOSIGNAL | MSG_MORE : MSG_NOSIGNAL)),
    sendFile: (socket, file, offset, length) => {
      offsetWords[0] = offset % 0x1_0000_0000;
      offsetWords[1] = Math.floor(offset / 0x1_0000_0000);
      return outcome(sendfile(socket, file, offsetWords, length));
    },
    isCached: (file, offset) => preadv2(file, oneByte, 1, offset, RWF_NOWAIT) === 1,
    unacknowledged: (socket) => (ioctl(socket, SIOCOUTQ, queued) === 0 ? (queued[0] ?? 0) : 0),
    memoryFile: () => {
      const file = memfdCreate('lectern', MFD_CLOEXEC);
      if (file < 0) throw new Error(`memfd_create failed with errno ${koffi.errno()}`);
      return file;
    },
  };
}

function outcome(result: number): number {
  if (result >= 0) return result;
  const errno = koffi.errno();
  return errno === EAGAIN || errno === EINTR ? NOT_NOW : BROKEN;
}
