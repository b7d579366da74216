import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { pino } from 'pino';
import { Holds } from '#libs/catalog';
import type { Database } from '#libs/database';
import type { Storage } from '#libs/storage';
import { domains, intakeRoom } from '../../../apps/uploader/src/intake/testing/intake-room.js';
import { Leftovers } from '../../../apps/uploader/src/upkeep/leftovers.js';
import { Orphans } from '../../../apps/uploader/src/upkeep/orphans.js';
import type { Told } from './uploads.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WINDOW_SECONDS = 3 * 24 * 3600;

/** What lies in a bucket, as the server itself lists it: names of objects, and of multipart uploads. */
export async function contentsOf(
  server: S3Client,
  bucket: string,
): Promise<{ objects: Map<string, number>; multiparts: string[] }> {
  const objects = new Map<string, number>();
  let next: string | undefined;
  do {
    const page = await server.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        ...(next === undefined ? {} : { ContinuationToken: next }),
      }),
    );
    for (const { Key = '', Size = 0 } of page.Contents ?? []) objects.set(Key, Size);
    next = page.NextContinuationToken;
  } while (next !== undefined);
  const multiparts: string[] = [];
  let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined;
  do {
    const page = await server.send(new ListMultipartUploadsCommand({ Bucket: bucket, ...marker }));
    for (const { Key, UploadId } of page.Uploads ?? []) multiparts.push(`${Key} (${UploadId})`);
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
    marker =
      page.IsTruncated === true && KeyMarker !== undefined && UploadIdMarker !== undefined
        ? { KeyMarker, UploadIdMarker }
        : undefined;
  } while (marker !== undefined);
  return { objects, multiparts };
}

export async function sha256At(server: S3Client, bucket: string, key: string): Promise<string> {
  const { Body } = await server.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const hash = createHash('sha256');
  for await (const chunk of Body as AsyncIterable<Uint8Array>) hash.update(chunk);
  return hash.digest('hex');
}

/** What is swept by time, by a clock that is set forward: first an hour, then past every window. */
export class Aftermath {
  private shiftMs = 0;
  private readonly clock = { now: () => new Date(Date.now() + this.shiftMs) };
  private readonly signal = new AbortController().signal;

  constructor(
    private readonly database: Database,
    /** Straight at the server. */
    private readonly storage: Storage,
  ) {}

  /** Finishes what was begun to finish, then ends what nobody goes on with, and removes all that is left. */
  async sweep(): Promise<{ found: number; removed: number }> {
    const { database, storage, clock, signal } = this;
    const logger = pino({ level: 'silent' });
    const { uploads, assets, audit } = domains;
    const { intake, assembly } = intakeRoom(
      { database, storage, holder: 'aftermath' },
      { clock, maxFileBytes: 1024 ** 4, uploadWindowMs: 14 * DAY_MS, uploadPercent: 92 },
    );
    const leftovers = new Leftovers({ database, storage, uploads, clock, logger });
    const holds = new Holds();
    const orphans = new Orphans(
      { database, storage, assets, uploads, holds, audit, clock, logger },
      WINDOW_SECONDS,
    );
    this.shiftMs = HOUR_MS;
    for (let round = 0; round < 3; round++) {
      await intake.sweep(signal);
      await assembly.sweep(signal);
      await delay(500);
    }
    await leftovers.sweep(signal);
    this.shiftMs = 20 * DAY_MS;
    for (let round = 0; round < 3; round++) {
      await intake.sweep(signal);
      await assembly.sweep(signal);
    }
    let found = 0;
    for await (const _ of orphans.find()) found += 1;
    await orphans.sweep(signal);
    const swept = await storage.sweep(clock.now());
    return { found, removed: swept };
  }
}

/** What is wrong with the bucket and the database when everything is quiet: one line each. */
export async function judge(
  database: Database,
  server: S3Client,
  bucket: string,
  told: readonly Told[],
): Promise<string[]> {
  const wrong: string[] = [];
  const { objects, multiparts } = await contentsOf(server, bucket);
  for (const multipart of multiparts) wrong.push(`ORPHAN: multipart upload ${multipart}`);
  const rows = await database.kysely
    .selectFrom('assets')
    .select(['id', 'fileName', 'bytes', 'sha256', 'deletedAt'])
    .execute();
  const byName = Map.groupBy(rows, ({ fileName }) => fileName);
  const known = new Set(['control/revocations.json']);
  for (const { id } of rows) known.add(`assets/${id}/source/original`);
  for (const name of objects.keys())
    if (!known.has(name) && !name.startsWith('audit/anchors/')) wrong.push(`ORPHAN: object ${name}`);
  for (const file of told) {
    const mine = byName.get(file.fileName) ?? [];
    if (mine.length > 1) wrong.push(`DUPLICATE: ${file.fileName} became ${mine.length} assets`);
    const alive = mine.filter(({ deletedAt }) => deletedAt === null);
    if (file.outcome === 'stored' && alive.length === 0)
      wrong.push(`LOSS: ${file.fileName} was told to be an asset, and there is none`);
    if (file.outcome === 'ended' && alive.length > 0)
      wrong.push(`${file.fileName} was given up, and is an asset all the same`);
    for (const asset of mine) {
      const key = `assets/${asset.id}/source/original`;
      if (asset.sha256 !== file.sha256) wrong.push(`LOSS: ${file.fileName} is known with another SHA-256`);
      if (!objects.has(key)) wrong.push(`LOSS: ${file.fileName}: ${key} is not there`);
      else if (objects.get(key) !== file.bytes || (await sha256At(server, bucket, key)) !== file.sha256)
        wrong.push(`LOSS: ${file.fileName}: ${key} holds other bytes`);
    }
  }
  const files = new Set(told.map(({ fileName }) => fileName));
  for (const { id, fileName } of rows)
    if (isOfCycle(fileName) && !files.has(fileName))
      wrong.push(`${fileName}: ${id} is an asset, though its cycle came to no end`);
  return [...wrong, ...(await wrongLedger(database))];
}

/** Whether a cycle of the rig uploads under this name. */
function isOfCycle(fileName: string): boolean {
  return fileName.startsWith('cycle-');
}

async function wrongLedger(database: Database): Promise<string[]> {
  const wrong: string[] = [];
  const { quotas } = domains;
  const { drift } = await quotas.recompute(database.kysely, 'region', { correct: false });
  if (drift !== 0) wrong.push(`the counters of the quota drift by ${drift}`);
  const held = await quotas.held(database.kysely, { limit: 1000 });
  if (held.length > 0) wrong.push(`${held.length} reservations are held for nobody`);
  const { count } = await database.kysely
    .selectFrom('uploads')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('state', 'in', ['open', 'finishing'])
    .executeTakeFirstOrThrow();
  if (Number(count) > 0) wrong.push(`${count} uploads never came to an end`);
  return wrong;
}
