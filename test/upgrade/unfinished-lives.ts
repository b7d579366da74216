import { request } from 'node:http';
import { answered, textOf } from './api.js';
import type { House } from './house.js';
import { keptFile, type KeptRelease } from './kept-release.js';
import { begin, concatenate, head, patch, putPart } from './sending.js';

type Unfinished = KeptRelease['unfinished'];

/** The smallest that a part may be. */
const PART = 64 * 1024;

/** Uploads through every door, each left at another point, to be gone on with. The uploader is killed meanwhile. */
export async function leaveUnfinished(house: House): Promise<Unfinished> {
  const anna = house.as('anna');
  const whole = [await justBegun(house), await inOneGo(house)];
  const deferred = { file: 'deferred.pdf', bytes: 30_000, offset: 12_000, by: 'anna' };
  const content = keptFile(deferred.file, deferred.bytes);
  const id = await begin(anna, deferred.file, { 'upload-defer-length': '1' });
  answered(await patch(anna, id, 0, content.subarray(0, deferred.offset)), 204, 'deferred');
  const partial = await inPieces(house);
  const parts = await inParts(house);
  const [inHand, overtaken] = [await beingSent(house, 'in-hand.pdf'), await beingSent(house, 'segments.pdf')];
  const finished = await finishing(house);
  await Promise.all([...inHand.silent, ...overtaken.silent]);
  await house.uploader.start();
  return {
    whole: [...whole, inHand.facts, await goOn(house, overtaken)],
    deferred: { ...deferred, id },
    ...partial,
    parts,
    finishing: finished,
  };
}

async function justBegun(house: House) {
  const facts = { file: 'begun.pdf', bytes: 20_000, offset: 0, by: 'ben' };
  return { ...facts, id: await begin(house.as('ben'), facts.file, { 'upload-length': String(facts.bytes) }) };
}

async function inOneGo(house: House) {
  const facts = { file: 'middle.pdf', bytes: 60_000, offset: 25_000, by: 'anna' };
  const anna = house.as('anna');
  const id = await begin(anna, facts.file, { 'upload-length': String(facts.bytes) });
  const first = keptFile(facts.file, facts.bytes).subarray(0, facts.offset);
  answered(await patch(anna, id, 0, first), 204, 'the first bytes');
  return { ...facts, id };
}

/**
 * Two whose sender is at it when the uploader is killed: who goes on with such a one writes a file of their own
 * behind it.
 */
async function beingSent(house: House, file: string) {
  const facts = { file, bytes: 50_000, offset: 10_000, by: 'ben' };
  const ben = house.as('ben');
  const content = keptFile(file, facts.bytes);
  const id = await begin(ben, file, { 'upload-length': String(facts.bytes) });
  answered(await patch(ben, id, 0, content.subarray(0, facts.offset)), 204, 'the first bytes');
  return { facts: { ...facts, id }, silent: await silentSender(house, id, facts) };
}

/** Goes on in another segment. */
async function goOn(house: House, { facts }: Awaited<ReturnType<typeof beingSent>>) {
  const ben = house.as('ben');
  const offset = facts.offset + 20_000;
  const at = Number((await head(ben, facts.id)).headers.get('upload-offset'));
  const content = keptFile(facts.file, facts.bytes);
  answered(await patch(ben, facts.id, at, content.subarray(at, offset)), 204, 'the second segment');
  return { ...facts, offset };
}

/** Begins to send and then says nothing more, with the upload in hand. @returns ends when the uploader does */
async function silentSender(
  house: House,
  id: string,
  { bytes, offset, by }: { bytes: number; offset: number; by: string },
): Promise<Promise<void>[]> {
  const sending = request(`${house.uploader.url}/v1/uploads/${id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${house.keys[by]?.secret ?? ''}`,
      'tus-resumable': '1.0.0',
      'content-type': 'application/offset+octet-stream',
      'content-length': bytes - offset,
      'upload-offset': offset,
    },
  });
  const ended = new Promise<void>((resolve) =>
    sending.on('error', () => resolve()).on('close', () => resolve()),
  );
  sending.flushHeaders();
  const held = 'select 1 from uploads where id = $1 and lease_holder is not null';
  await house.until('the upload is in hand', held, [id], 20);
  return [ended];
}

/** Two partial uploads of one file, of which one is complete and waits for the other; and a file made of such. */
async function inPieces(house: House): Promise<Pick<Unfinished, 'partial' | 'partialFile'>> {
  const chen = house.as('chen');
  const send = async (bytes: Uint8Array, length: number) => {
    const id = await begin(chen, 'piece', { 'upload-concat': 'partial', 'upload-length': String(length) });
    answered(await patch(chen, id, 0, bytes), 204, 'a piece');
    return id;
  };
  const joined = keptFile('joined.pdf', 25_000);
  const pieces = [
    await send(joined.subarray(0, 15_000), 15_000),
    await send(joined.subarray(15_000), 10_000),
  ];
  answered(await concatenate(chen, 'joined.pdf', pieces), 201, 'a final upload');
  const partialFile = { file: 'pieces.pdf', bytes: 40_000 };
  const content = keptFile(partialFile.file, partialFile.bytes);
  const complete = await send(content.subarray(0, 16_000), 16_000);
  const middle = await send(content.subarray(16_000, 26_000), 24_000);
  return {
    partialFile,
    partial: [
      { id: complete, by: 'chen', file: partialFile.file, bytes: 16_000, offset: 16_000 },
      { id: middle, by: 'chen', file: partialFile.file, bytes: 24_000, offset: 10_000 },
    ],
  };
}

/** Five parts, of which the first was written into the upload, two came out of turn, and two are missing. */
async function inParts(house: House): Promise<Unfinished['parts']> {
  const anna = house.as('anna');
  const begun = async (file: string, bytes: number) =>
    textOf(await anna.must(201, 'POST', '/v1/uploads', { fileName: file, bytes, partBytes: PART }), 'id');
  const put = async (id: string, file: string, bytes: number, numbers: readonly number[]) => {
    const content = keptFile(file, bytes);
    for (const number of numbers)
      answered(
        await putPart(anna, id, number, content.subarray((number - 1) * PART, number * PART)),
        204,
        `part ${number}`,
      );
  };
  const done = await begun('whole-in-parts.pdf', PART + 5_000);
  await put(done, 'whole-in-parts.pdf', PART + 5_000, [2, 1]);
  await anna.must(200, 'POST', `/v1/uploads/${done}/complete`);
  const facts = {
    file: 'in-parts.pdf',
    bytes: 4 * PART + 1_000,
    by: 'anna',
    partBytes: PART,
    missing: [2, 4],
  };
  const id = await begun(facts.file, facts.bytes);
  await put(id, facts.file, facts.bytes, [1, 5, 3]);
  return { ...facts, id };
}

/** All bytes are there and the object is published, but the asset is not: the quota's counters are held until the kill. */
async function finishing(house: House): Promise<Unfinished['finishing']> {
  const facts = { file: 'finishing.pdf', bytes: 15_000, offset: 15_000, by: 'chen' };
  const chen = house.as('chen');
  const id = await begin(chen, facts.file, { 'upload-length': String(facts.bytes) });
  const asset = textOf(await chen.must(200, 'GET', `/v1/uploads/${id}`), 'asset');
  await house.whileHeld('chen', async () => {
    const sending = patch(chen, id, 0, keptFile(facts.file, facts.bytes)).catch(() => undefined);
    const waits = `select 1 from uploads u, pg_stat_activity a where u.id = $1 and u.state = 'finishing'
      and a.wait_event_type = 'Lock' and a.query like 'insert into "assets"%'`;
    await house.until('the upload is finishing', waits, [id], 20);
    await house.uploader.stop('SIGKILL');
    await sending;
  });
  return { ...facts, id, asset };
}
