import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../servers/replicas-call.js';
import { type Actor, Difference, HANG_GUARD_MS, PATCH, SETTLE_MS, within } from './tus-actor.js';
import { ModelUpload } from './tus-model.js';

/** Below the guard of every call: who waits for a lock of the one that hangs gets on. */
const LONGEST_HANG_MS = 6_000;

export type Operation = (actor: Actor) => Promise<void>;

export async function create(actor: Actor): Promise<void> {
  await begin(actor, 0);
}

async function createWithBytes(actor: Actor): Promise<void> {
  await begin(actor, actor.random.next());
}

async function begin(actor: Actor, part: number): Promise<void> {
  const replica = await actor.replica();
  const { deaths } = replica;
  const length = actor.random.whole(16, 150_000);
  const content = Buffer.concat([Buffer.from('%PDF-1.4\n'), actor.random.bytes(length - 9)]);
  const first = content.subarray(0, Math.floor(part * length));
  const { status, headers, text } = await within(
    actor.call(replica, 'POST', '/v1/uploads', {
      headers: {
        'upload-length': length,
        'upload-metadata': `filename ${Buffer.from('讲义.pdf').toString('base64')}`,
        ...(first.length > 0 ? PATCH : {}),
      },
      body: first,
    }).answer,
    'POST',
  );
  if (status === 0 && replica.deaths > deaths) return;
  if (status !== 201) throw new Difference(`POST says ${status} ${text}`);
  const { asset } = JSON.parse(text) as { asset: string };
  const upload = new ModelUpload(headers.location ?? '', asset, content);
  if (first.length > 0) {
    if (Number(headers['upload-offset']) !== first.length)
      throw new Difference('creation-with-upload lost bytes');
    upload.acknowledged(first.length);
  }
  actor.uploads.push(upload);
}

async function head(actor: Actor): Promise<void> {
  await actor.look(actor.upload);
}

/** The next bytes, where the model knows the offset. */
async function append(actor: Actor): Promise<void> {
  const { upload } = actor;
  if (!(await actor.certain(upload))) return;
  const replica = await actor.replica();
  const { deaths } = replica;
  const from = upload.low;
  const bytes = actor.random.next() < 0.4 ? upload.bytes - from : actor.random.whole(1, upload.bytes - from);
  // Until the answer is there nothing is known; not even when there is none.
  upload.sentUpTo(from + bytes, 0);
  const answer = await within(actor.patch(replica, upload, from, bytes).answer, 'PATCH');
  if (answer.status === 0 && replica.deaths > deaths) return;
  requirePatched(upload, from + bytes, answer);
}

function requirePatched(upload: ModelUpload, reach: number, answer: Answer): void {
  const { status, headers, text } = answer;
  if (status !== 204 || Number(headers['upload-offset']) !== reach) {
    upload.sentUpTo(reach, SETTLE_MS);
    throw new Difference(
      `PATCH up to ${reach} says ${status}, offset ${String(headers['upload-offset'])} ${text}`,
    );
  }
  upload.acknowledged(reach);
  if (reach === upload.bytes && headers['upload-asset'] !== upload.asset)
    throw new Difference('the last PATCH does not name the asset');
}

async function appendElsewhere(actor: Actor): Promise<void> {
  const { upload } = actor;
  if (!(await actor.certain(upload))) return;
  const offset = actor.random.whole(0, upload.bytes + 10);
  if (offset === upload.low) return;
  const replica = await actor.replica();
  const { deaths } = replica;
  // The very bytes of that place: should the service have been further than the model thinks, no harm is done.
  const place = upload.content.subarray(offset, offset + actor.random.whole(1, 2000));
  const body = place.length > 0 ? place : actor.random.bytes(100);
  const { status, text } = await within(
    actor.call(replica, 'PATCH', upload.location, { headers: { ...PATCH, 'upload-offset': offset }, body })
      .answer,
    'PATCH',
  );
  if (status === 0 && replica.deaths > deaths) return;
  if (status !== 409)
    throw new Difference(`PATCH at ${offset} instead of ${upload.low} says ${status} ${text}`);
  await actor.look(upload);
}

/** The link breaks in the middle of a PATCH. */
async function cut(actor: Actor): Promise<void> {
  const { upload } = actor;
  if (!(await actor.certain(upload))) return;
  const bytes = upload.bytes - upload.low;
  const sends = actor.random.whole(0, bytes - 1);
  const from = upload.low;
  const going = actor.patch(await actor.replica(), upload, from, bytes, { sends });
  await within(going.answer, 'a PATCH that was cut');
  upload.sentUpTo(from + sends, SETTLE_MS);
  // Half of the time somebody asks at once, while the service may not have noticed yet.
  if (actor.random.next() < 0.5) await actor.look(upload);
}

/** A holder on a half-open connection: another replica's HEAD must get it out of the way. */
async function stall(actor: Actor): Promise<void> {
  const { upload } = actor;
  if (!(await actor.certain(upload))) return;
  const [holder, other = holder] = await actor.replicas();
  if (holder === undefined || other === undefined) return;
  const from = upload.low;
  const sends = actor.random.whole(0, upload.bytes - from - 1);
  const going = actor.patch(holder, upload, from, upload.bytes - from, { sends, stall: true });
  await going.sent;
  upload.sentUpTo(from + sends, SETTLE_MS);
  await delay(actor.random.whole(0, 60));
  await actor.look(upload, other);
  if (upload.low === from + sends && sends > 0) actor.world.count('  (and all of its bytes were kept)');
  const guard = delay(actor.random.whole(0, 1) * 2 + 3000, 'open' as const);
  if ((await Promise.race([going.answer, guard])) === 'open') {
    // It may have come after the HEAD: then the next newcomer gets it out of the way.
    await actor.look(upload, other);
    await within(going.answer, 'a holder that was asked to yield');
  }
  going.cut();
}

/** A holder that hangs, connection and all: it is overtaken, and what it does when it comes back changes nothing. */
async function hang(actor: Actor): Promise<void> {
  const { upload, world } = actor;
  if (!(await actor.certain(upload))) return;
  const [holder, other, third] = await actor.replicas();
  if (holder === undefined || other === undefined || third === undefined || world.disturbed) return;
  world.disturbed = true;
  const from = upload.low;
  const half = Math.floor((upload.bytes - from) / 2);
  const going = actor.patch(holder, upload, from, upload.bytes - from, { sends: half, stall: true });
  await going.sent;
  await delay(30);
  upload.sentUpTo(from + half, HANG_GUARD_MS);
  holder.pause();
  // It may have stopped within a transaction whose locks others want: it does not hang for ever.
  const back = setTimeout(() => holder.resume(), LONGEST_HANG_MS);
  try {
    await actor.look(upload, other);
    if (upload.state !== 'open') return;
    const { low } = upload;
    upload.sentUpTo(upload.bytes, HANG_GUARD_MS);
    const { status, text } = await within(
      actor.patch(other, upload, low, upload.bytes - low).answer,
      'PATCH',
    );
    if (status === 204) upload.acknowledged(upload.bytes);
    // Come back too early, the holder may begin only now, and overtake in its turn.
    else if (!holder.alive) throw new Difference(`PATCH after a hang says ${status} ${text}`);
  } finally {
    clearTimeout(back);
    holder.resume();
    world.disturbed = false;
    going.cut();
    upload.unsettledUntil = Date.now() + 4 * SETTLE_MS;
  }
}

/** The same bytes on two replicas at once, as a client with a half-dead proxy may send them. */
async function race(actor: Actor): Promise<void> {
  const { upload } = actor;
  if (!(await actor.certain(upload))) return;
  const [one, two = one] = await actor.replicas();
  if (one === undefined || two === undefined) return;
  const from = upload.low;
  const bytes = actor.random.whole(1, upload.bytes - from);
  upload.sentUpTo(from + bytes, SETTLE_MS);
  const answers = await within(
    Promise.all([one, two].map((replica) => actor.patch(replica, upload, from, bytes).answer)),
    'a race',
  );
  for (const { status, headers, text } of answers) {
    if (status === 204) {
      if (Number(headers['upload-offset']) !== from + bytes)
        throw new Difference(`a PATCH in a race says offset ${String(headers['upload-offset'])}`);
      upload.acknowledged(from + bytes);
    } else if (status !== 409 && status !== 0 && status !== 423)
      throw new Difference(`a PATCH in a race says ${status} ${text}`);
  }
  if (upload.state === 'open') await actor.look(upload);
}

async function terminate(actor: Actor): Promise<void> {
  const { upload } = actor;
  if (!(await actor.certain(upload))) return;
  const replica = await actor.replica();
  const { deaths } = replica;
  upload.mayBeGone = true;
  const { status, text } = await within(actor.call(replica, 'DELETE', upload.location).answer, 'DELETE');
  if (status === 0 && replica.deaths > deaths) return;
  if (status !== 204) throw new Difference(`DELETE says ${status} ${text}`);
  upload.state = 'gone';
  await actor.look(upload);
}

/** Its time runs out: here the time is moved, not waited for. */
async function expire(actor: Actor): Promise<void> {
  const { upload } = actor;
  if (!(await actor.certain(upload))) return;
  const id = upload.location.split('/').at(-1) ?? '';
  await actor.world.replicas.database.kysely
    .updateTable('uploads')
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where('id', '=', id)
    .execute();
  upload.state = 'gone';
  if (actor.random.next() < 0.5) {
    const replica = await actor.replica();
    const { deaths } = replica;
    const { status } = await within(actor.patch(replica, upload, upload.low, 1).answer, 'PATCH');
    if (status !== 410 && replica.deaths === deaths)
      throw new Difference(`PATCH of an expired upload says ${status}`);
  }
  await actor.look(upload);
}

export async function killReplica(actor: Actor): Promise<void> {
  const { all } = actor.world.replicas;
  const victim = actor.random.pick(all);
  // One at a time: somebody must be there to answer.
  if (actor.world.disturbed) return;
  if (all.every((replica) => replica.alive)) await actor.world.kill(victim);
}

/** Name, operation, and how often it is chosen. */
export const CREATIONS: readonly (readonly [string, Operation, number])[] = [
  ['create', create, 14],
  ['create with bytes', createWithBytes, 6],
];
export const OPERATIONS: readonly (readonly [string, Operation, number])[] = [
  ['PATCH', append, 34],
  ['HEAD', head, 16],
  ['PATCH at a wrong offset', appendElsewhere, 8],
  ['PATCH cut', cut, 10],
  ['PATCH stalled, then HEAD elsewhere', stall, 4],
  ['PATCH on two replicas at once', race, 4],
  ['DELETE', terminate, 3],
  ['expiry', expire, 3],
  ['replica hangs', hang, 0.2],
];
