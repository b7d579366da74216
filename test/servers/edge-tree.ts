import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '#libs/http';
import { KeyRing, type SignRequest, sign } from '#libs/signing';
import { NfsStorage, parseStorageKey, putComposition, type Storage } from '#libs/storage';
import { documentOf } from '../../libs/signing/testing/revocation-lists.js';
import { createDelivery, type Delivery } from '../../apps/delivery/src/delivery.js';
import { Edge } from './edge.js';

export const NOW = 1_790_000_000;
export const ASSET = 'ast_e0zbgj09tqm83xssss6ys3';
export const ORIGIN = 'https://learn.example.org';
export const PLAYLIST = Buffer.from('#EXTM3U\n#EXT-X-VERSION:7\n');
export const MEDIA = Buffer.alloc(3 * 1024 * 1024 + 17, 'Lesson ');

const MEDIA_PIECES = [
  { offset: 100, bytes: 1_000_000 },
  { offset: 1_200_000, bytes: 900_000 },
];
export const COMPOSED = Buffer.concat([
  Buffer.alloc(1000, 1),
  ...MEDIA_PIECES.map(({ offset, bytes }) => MEDIA.subarray(offset, offset + bytes)),
]);

/** A media tree that delivery and the edge serve side by side, with the same keys and at the same moment. */
export class EdgeTree {
  readonly ring = KeyRing.parse(ringText());

  private constructor(
    readonly root: string,
    readonly storage: Storage,
    readonly delivery: Delivery,
    readonly deliveryPort: number,
    readonly edge: Edge,
  ) {}

  /** On a path, unless a storage is given, which the settings lead the edge to. */
  static async start(settings: Readonly<Record<string, string>> = {}, given?: Storage): Promise<EdgeTree> {
    const root = await mkdtemp(join(tmpdir(), 'lectern-edge-tree-'));
    const storage = given ?? new NfsStorage({ root });
    await fill(storage);
    const delivery = await createDelivery({
      storage,
      keyRing: { current: KeyRing.parse(ringText()) },
      logger: createLogger('delivery', { level: 'silent' }),
      clock: { now: () => new Date(NOW * 1000) },
      settings: { trustedProxies: ['127.0.0.1'], corsOrigins: [ORIGIN] },
    });
    const deliveryPort = Number(new URL(await delivery.listen(0, '127.0.0.1')).port);
    try {
      const edge = await Edge.start({
        root,
        keyRing: ringText(),
        deliveryPort,
        settings: { LECTERN_CORS_ORIGINS: ORIGIN, ...settings },
      });
      return new EdgeTree(root, storage, delivery, deliveryPort, edge);
    } catch (error) {
      await delivery.close();
      await rm(root, { recursive: true, force: true });
      throw error;
    }
  }

  url(change: Partial<SignRequest> = {}): string {
    const path = 'hls/master.m3u8';
    return sign(this.ring, {
      asset: ASSET,
      path,
      scope: 'play',
      expires: NOW + 3600,
      epoch: 0,
      ...change,
    });
  }

  async revoke(document: Buffer | string): Promise<void> {
    await this.storage.replaceControl(parseStorageKey('control/revocations.json'), Buffer.from(document));
  }

  /** Where an object of the asset lies, on a path. */
  fileOf(path: string): string {
    const { localFiles } = this.storage;
    if (localFiles === undefined) throw new Error('A bucket has no files.');
    return localFiles.path(parseStorageKey(`assets/${ASSET}/${path}`));
  }

  async dispose(): Promise<void> {
    await this.edge.stop();
    await this.delivery.close();
    await rm(this.root, { recursive: true, force: true });
  }
}

/** A ring of one key, or of several whose first one signs. */
export function ringText(...kids: string[]): string {
  const keys = (kids.length === 0 ? ['k0'] : kids).map((kid, i) => ({
    kid,
    secret: Buffer.alloc(32, kid).toString('base64url'),
    state: i === 0 ? 'signing' : 'verifying',
  }));
  return JSON.stringify({ keys });
}

async function fill(storage: Storage): Promise<void> {
  await put(storage, 'hls/master.m3u8', PLAYLIST);
  await put(storage, 'hls/v1080/media.mp4', MEDIA);
  await put(storage, 'hls/empty.vtt', Buffer.alloc(0));
  await put(storage, 'poster/w640.webp', Buffer.alloc(20_000, 3));
  await put(storage, 'hls/noextension', Buffer.from('x'));
  await put(storage, 'source/original', MEDIA);
  await putComposition(
    storage,
    parseStorageKey(`assets/${ASSET}/hls/source-a1/stream.index`),
    [{ literal: Buffer.alloc(1000, 1) }, ...MEDIA_PIECES],
    { sourceBytes: MEDIA.length },
  );
  const list = documentOf({ version: 2, sessions: { gone: NOW + 3600 }, assets: { ast_other000: 2 } });
  await storage.replaceControl(parseStorageKey('control/revocations.json'), list);
}

async function put(storage: Storage, path: string, bytes: Uint8Array): Promise<void> {
  async function* source() {
    yield bytes;
  }
  await storage.put(parseStorageKey(`assets/${ASSET}/${path}`), source());
}
