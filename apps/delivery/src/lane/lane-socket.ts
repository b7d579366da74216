import { Socket, type SocketConstructorOpts } from 'node:net';

/** What every connection of the lane is read into: bytes are used, or copied, before others are read. */
const incoming = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Looks at the first `length` bytes of `buffer`, which are its own until it returns. False: they shall wait in
 * the socket's stream, as bytes that nobody has read yet.
 */
export type Receiver = (buffer: Buffer, length: number) => boolean;

/** What Node keeps of a connection that it has accepted. */
interface Accepted {
  _handle: { readonly useUserBuffer?: unknown } | null;
  _server: unknown;
  server: unknown;
}

/**
 * Takes the place of a socket that was accepted a moment ago and not read yet. By itself Node allocates 64 KiB for
 * each read and passes them through a stream, which costs more than all the rest of a small answer: this socket
 * uses the `onread` option of node:net. What its receiver leaves goes the ordinary way, with its order and its
 * back-pressure, so that it can become anybody's socket. Undefined where Node has no such reads.
 */
export function laneSocket(accepted: Socket, receive: Receiver): Socket | undefined {
  const inner = accepted as unknown as Accepted;
  if (typeof inner._handle?.useUserBuffer !== 'function') return undefined;
  const callback = (length: number): boolean =>
    receive(incoming, length) || socket.push(Buffer.from(incoming.subarray(0, length)));
  // `handle` is how Node itself makes sockets of what it accepts.
  const options = { handle: inner._handle, allowHalfOpen: true, onread: { buffer: incoming, callback } };
  const socket: Socket = new Socket(options as unknown as SocketConstructorOpts);
  // By these the server counts its connections.
  Object.assign(socket, { server: inner.server, _server: inner._server });
  Object.assign(inner, { _handle: null, server: null, _server: null });
  return socket;
}
