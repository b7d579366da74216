import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/**
 * A process of its own, so that what it does takes no time from who measures: as many connections as it is told, each of
 * a kind in turn, and anew whenever one is closed. It ends when its parent tells it to, or is gone.
 */
const [port, connections, bodyBytes, returnMs, slowForms, key] = process.argv.slice(2);
const counts = { opened: 0, closed: 0 };

function head(line: string, ...fields: readonly string[]): string {
  return [`${line} HTTP/1.1`, 'Host: rig', ...fields, '', ''].join('\r\n');
}

const length = `Content-Length: ${Number(bodyBytes) + 1_000}`;
const json = 'Content-Type: application/json';
const form = 'Content-Type: multipart/form-data; boundary=B';
const body = Buffer.alloc(Number(bodyBytes), 'x');
const unknownKey = () => `Authorization: Bearer lk_${randomBytes(32).toString('base64url')}`;

type Kind = (socket: Socket) => void;

/** Sends nearly all of a body, and then a byte now and then. */
function half(request: () => string, sent = body): Kind {
  return (socket) => {
    socket.write(request());
    socket.write(sent);
    trickle(socket, 'x');
  };
}

function trickle(socket: Socket, bytes: string): void {
  const timer = setInterval(() => socket.write(bytes), 1_000 + Math.random() * 1_000);
  socket.once('close', () => clearInterval(timer));
}

const KINDS: readonly Kind[] = [
  half(() => head('POST /v1/courses', json, length)),
  half(() => head('POST /nowhere', json, length)),
  half(() => head('POST /v1/courses', unknownKey(), json, length)),
  half(() => head('POST /v1/assets', form, length)),
  half(() => head('OPTIONS /v1/uploads', json, length)),
  half(() => head('GET /livez', json, length)),
  half(() => head('POST /v1/courses', json, 'Transfer-Encoding: chunked'), Buffer.from('100\r\nx')),
  half(() => head('PUT /v1/courses', json, length, 'Expect: 100-continue'), Buffer.alloc(0)),
  // A head that never ends.
  (socket) => trickle(socket, socket.write('GET / HTTP/1.1\r\nHost: rig\r\n') ? 'X: x\r\n' : ''),
  // Nothing at all.
  () => undefined,
  // Once refused, and then silent.
  (socket) => socket.write(head('GET /v1/me')),
  // Far ahead of the answers, which are not read.
  (socket) => {
    socket.pause();
    socket.write(head('GET /v1/me').repeat(200));
  },
];

/** With a key, but so that the form never ends. */
const slowForm: Kind = (socket) => {
  const start = '--B\r\nContent-Disposition: form-data; name="title"\r\n\r\n';
  socket.write(head('POST /v1/assets', `Authorization: Bearer ${key}`, form, length) + start);
  trickle(socket, 'x');
};

function keep(kind: Kind): void {
  const socket = connect(Number(port), '127.0.0.1', () => {
    counts.opened += 1;
    kind(socket);
  });
  socket.on('error', () => undefined).on('data', () => undefined);
  socket.once('close', () => {
    counts.closed += 1;
    setTimeout(() => keep(kind), Number(returnMs) * (0.5 + Math.random()));
  });
}

for (let index = 0; index < Number(connections); index += 1) {
  const kind = KINDS[index % KINDS.length];
  // A listening socket's queue holds 511.
  if (kind !== undefined) setTimeout(() => keep(kind), Math.floor(index / 200) * 50);
}
for (let index = 0; index < Number(slowForms); index += 1) setTimeout(() => keep(slowForm), index * 5);

process.on('message', () => process.send?.(counts));
process.on('disconnect', () => process.exit(0));
