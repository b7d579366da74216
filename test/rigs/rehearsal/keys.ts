import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Edge, hasEdge } from '../../servers/edge.js';
import type { Rehearsal } from './rehearsal.js';
import { becomes, Site } from './site.js';

interface Key {
  readonly kid: string;
  readonly secret: string;
}

const freshKey = (): Key => ({
  kid: randomBytes(4).toString('hex'),
  secret: randomBytes(32).toString('base64url'),
});

/** The first key signs, the others only verify. */
const ringOf = (...keys: readonly Key[]): string =>
  JSON.stringify({
    keys: keys.map((key, index) => ({ ...key, state: index === 0 ? 'signing' : 'verifying' })),
  });

/** The signing key is replaced while URLs are in people's hands; nothing is started anew. */
export async function rehearseKeys(rehearsal: Rehearsal): Promise<void> {
  const site = await Site.make();
  let edge: Edge | undefined;
  try {
    await site.run({ uploader: 2, delivery: 2 });
    if (hasEdge()) edge = await Edge.start({ root: site.storage, keyRing: await site.keyRing() });
    else rehearsal.step('nginx with Lua is not installed: without the edge');
    await new KeyRotation(rehearsal, site, edge).run();
  } finally {
    await edge?.stop();
    await site.dispose();
  }
}

class KeyRotation {
  readonly #sent: string[] = [];

  constructor(
    private readonly rehearsal: Rehearsal,
    private readonly site: Site,
    private readonly edge: Edge | undefined,
  ) {}

  async run(): Promise<void> {
    const { rehearsal, site } = this;
    const { asset, sha256 } = await site.send();
    this.#sent.push(sha256);
    const { pids } = site;
    const { keys } = JSON.parse(await site.keyRing()) as { keys: readonly [Key] };
    const [a, b, c] = [{ kid: keys[0].kid, secret: keys[0].secret }, freshKey(), freshKey()];
    const first = await site.link(asset);
    await this.opens('a URL of the old key', first);

    rehearsal.step('the new key is added as verifying');
    await this.#replace(ringOf(a, b), b.kid);
    await this.opens('a URL of the old key', first);

    rehearsal.step('the new key signs, the old one verifies');
    await this.#replace(ringOf(b, a), b.kid);
    const signs = await becomes(async () => (await this.#kidOfNew(asset)) === b.kid, 15_000);
    rehearsal.hold('the uploaders sign with the new key', signs);
    const second = await site.link(asset);
    await this.opens('a URL of the old key', first);
    await this.opens('a URL of the new key', second);

    rehearsal.step('the old key is removed');
    await this.#replace(ringOf(b), b.kid);
    await this.refuses('a URL of the old key', first);
    await this.opens('a URL of the new key', second);

    rehearsal.step('a ring that is not valid is put in place by mistake');
    await site.replaceKeyRing('{"keys": []}');
    await this.edge?.replaceKeyRing('{"keys": []}');
    await sleep(6_000);
    await this.opens('a URL of the new key', second);
    const refused = site.services.every(({ said }) => said.includes('the new key ring is refused'));
    rehearsal.hold('every service logs that it refuses it', refused);

    rehearsal.step('the key has leaked: a ring with another key alone');
    await this.#replace(ringOf(c), c.kid);
    await this.refuses('a URL of the leaked key', second);
    const renewed = await becomes(async () => (await this.#kidOfNew(asset)) === c.kid, 15_000);
    rehearsal.hold('new URLs are of the new key', renewed);
    await this.opens('a new URL', await site.link(asset));
    await site.hasGoneOn(rehearsal, pids);
  }

  /** Everywhere, within the time that day-two.md names. */
  async opens(what: string, target: string): Promise<void> {
    for (const [where, port] of this.#doors()) {
      const good = await becomes(async () => {
        const { status, sha256 } = await this.site.fetch(target, port);
        return status === 200 && sha256 === this.#sent[0];
      }, 15_000);
      this.rehearsal.hold(`${what} opens on ${where}`, good);
    }
  }

  async refuses(what: string, target: string): Promise<void> {
    for (const [where, port] of this.#doors()) {
      const refused = await becomes(async () => (await this.site.fetch(target, port)).status === 403, 15_000);
      this.rehearsal.hold(`${what} is refused on ${where}`, refused);
    }
  }

  #doors(): [string, number][] {
    const deliveries = this.site.of('delivery').map(({ name, port }): [string, number] => [name, port]);
    return this.edge === undefined ? deliveries : [...deliveries, ['the edge', this.edge.port]];
  }

  /** Waits, as an operator does, until every delivery says that the ring is in force. */
  async #replace(ring: string, kid: string): Promise<void> {
    const seen = this.site.of('delivery').map(({ said }) => said.length);
    await this.site.replaceKeyRing(ring);
    await this.edge?.replaceKeyRing(ring);
    const told = await becomes(
      () =>
        this.site.of('delivery').every(({ said }, index) => {
          const news = said.slice(seen[index]);
          return news.includes('a new key ring is in force') && news.includes(kid);
        }),
      15_000,
    );
    this.rehearsal.hold('every delivery logs that the new ring is in force', told);
  }

  /** Which key signed a URL that is asked for now (the first claim of the token). */
  async #kidOfNew(asset: string): Promise<string> {
    const target = await this.site.link(asset);
    return /^\/s\/k=([^~]+)~/.exec(target)?.[1] ?? target;
  }
}
