import { constants as files } from 'node:fs';
import { constants } from 'node:os';
import koffi from 'koffi';

const { EAGAIN, EINTR } = constants.errno;
const MSG_MORE = 0x8000;
const MSG_NOSIGNAL = 0x4000;
const SIOCOUTQ = 0x5411;
const RWF_NOWAIT = 8;
const MFD_CLOEXEC = 1;
const AT_FDCWD = -100;
const AT_EMPTY_PATH = 0x1000;
/** Type, modification time and size. */
const STATX_WANTED = 0x1 | 0x40 | 0x200;
const O_CLOEXEC = 0o2000000;
const RESOLVE_CACHED = 0x20n;
/** The same number on all architectures (it is newer than their differences). */
const SYS_OPENAT2 = 437;

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
  /**
   * Opens a file to read it, if its path and its inode are in memory (openat2(2) with RESOLVE_CACHED, from Linux 5.12 on): the
   * descriptor, or NOT_NOW for any other, a symbolic link at the path's end and one that is not there among them.
   */
  openCached(path: string): number;
  /**
   * Reads files' first bytes into `into`: how many could be had without waiting, up to `length`, or NOT_NOW.
   *
   * @param into memory of its own (no slice of a pool), which stays
   */
  cachedReader(into: Uint8Array): (file: number, length: number) => number;
  /** What an open file is; undefined where it is no regular one. Waits for nothing where `openCached` opened it. */
  factsOf(file: number): { readonly bytes: number; readonly modifiedAt: Date } | undefined;
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
  const send = call('int64_t send(int socket, const void *bytes, size_t length, int flags)');
  const sendfile = call('int64_t sendfile64(int to, int from, void *offset, size_t length)');
  const preadv2 = call('int64_t preadv2(int file, const void *parts, int count, int64_t offset, int flags)');
  const ioctl = call('int ioctl(int file, unsigned long request, void *value)');
  // openat2 has no function in the C library.
  const openat2 = call(
    'int64_t syscall(int64_t number, int folder, const char *path, const void *how, size_t size)',
  );
  // The newest of them: without it all else still goes, and nothing is at hand.
  const statx = attempt(() =>
    call('int statx(int folder, const char *path, int flags, unsigned int mask, void *facts)'),
  );
  const memfdCreate = call('int memfd_create(const char *name, unsigned int flags)');
  const offsetWords = new Uint32Array(2);
  const queued = new Int32Array(1);
  const oneByte = iovecOf(Buffer.allocUnsafeSlow(1));
  /** struct statx, which is the same on all architectures. */
  const facts = Buffer.alloc(256);
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = files;
  // Without waiting for the other end of what turns out to be a pipe, too.
  const how = BigUint64Array.of(BigInt(O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), 0n, RESOLVE_CACHED);
  return {
    send: (socket, bytes, length, more) =>
      outcome(send(socket, bytes, length, more ? MSG_NOSIGNAL | MSG_MORE : MSG_NOSIGNAL)),
    sendFile: (socket, file, offset, length) => {
      offsetWords[0] = offset % 0x1_0000_0000;
      offsetWords[1] = Math.floor(offset / 0x1_0000_0000);
      return outcome(sendfile(socket, file, offsetWords, length));
    },
    openCached: (path) => {
      const file = openat2(SYS_OPENAT2, AT_FDCWD, path, how, how.byteLength);
      return file < 0 ? NOT_NOW : file;
    },
    cachedReader: (into) => {
      const part = iovecOf(into);
      return (file, length) => {
        part.struct[1] = BigInt(Math.min(length, part.memory.byteLength));
        const read = preadv2(file, part.struct, 1, 0, RWF_NOWAIT);
        return read < 0 ? NOT_NOW : read;
      };
    },
    factsOf: (file) => {
      if (statx?.(file, '', AT_EMPTY_PATH, STATX_WANTED, facts) !== 0) return undefined;
      if ((facts.readUInt16LE(28) & files.S_IFMT) !== files.S_IFREG) return undefined;
      const seconds = Number(facts.readBigInt64LE(112));
      const ms = Math.floor(facts.readUInt32LE(120) / 1e6);
      return { bytes: Number(facts.readBigUInt64LE(40)), modifiedAt: new Date(seconds * 1000 + ms) };
    },
    isCached: (file, offset) => preadv2(file, oneByte.struct, 1, offset, RWF_NOWAIT) === 1,
    unacknowledged: (socket) => (ioctl(socket, SIOCOUTQ, queued) === 0 ? (queued[0] ?? 0) : 0),
    memoryFile: () => {
      const file = memfdCreate('lectern', MFD_CLOEXEC);
      if (file < 0) throw new Error(`memfd_create failed with errno ${koffi.errno()}`);
      return file;
    },
  };
}

/** struct iovec of memory that stays where it is, as long as this is held. */
function iovecOf(memory: Uint8Array): { readonly struct: BigUint64Array; readonly memory: Uint8Array } {
  return { struct: BigUint64Array.of(koffi.address(memory), BigInt(memory.byteLength)), memory };
}

function outcome(result: number): number {
  if (result >= 0) return result;
  const errno = koffi.errno();
  return errno === EAGAIN || errno === EINTR ? NOT_NOW : BROKEN;
}
