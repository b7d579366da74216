import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { revocationDocument, RevocationList, revocationVersion } from '#libs/signing';
import { Random } from '../../test/model/random.js';
import { documentOf } from './testing/revocation-lists.js';

const WRITTEN = documentOf({ version: 3, assets: { ast_00000001: 4 }, sessions: { s1: 1100, s2: 1200 } });

describe('RevocationList', () => {
  it('revokes earlier epochs of an asset, and single sessions', async () => {
    for (const list of [RevocationList.parse(WRITTEN.toString()), await RevocationList.read(WRITTEN)]) {
      expect([list.version, list.updated, list.size]).toEqual([3, 1, 3]);
      expect(list.revokes('ast_00000001', 3, undefined)).toBe(true);
      expect(list.revokes('ast_00000001', 4, undefined)).toBe(false);
      expect(list.revokes('ast_00000002', 0, 's2')).toBe(true);
      expect(list.revokes('ast_00000002', 0, 's3')).toBe(false);
    }
  });

  it.each([
    'x',
    '[]',
    '{}',
    '{"version":1,"updated":1,"assets":[],"sessions":{}}',
    '{"version":1,"updated":1,"assets":{"ast_00000001":"4"},"sessions":{}}',
    '{"version":1,"updated":1,"assets":{},"sessions":{"a":-1}}',
  ])('refuses %s', (text) => {
    expect(() => RevocationList.parse(text)).toThrow('revocation list');
  });
});

describe('a document that is read', () => {
  const text = WRITTEN.toString();

  it.each([
    text,
    documentOf().toString(),
    documentOf({ sessions: { s: 1 } }).toString(),
    `${text}\n`,
    `${text}\u00a0`,
    JSON.stringify(JSON.parse(text), null, 2),
    text.replace('"s2":1200', '"s2":1200,"s2":7'),
    text.replace('"updated"', '"more":[1],"updated"'),
    text.replace('1200', '1.2e3'),
    ...['0', '01200', '-1', '1.5', '9007199254740991', '9007199254740992', '9'.repeat(400), 'x', ''].map(
      (n) => text.replace('1200', n),
    ),
    ...['s'.repeat(64), 's'.repeat(65), 'š', '\\u0073'].map((id) => text.replace('s2', id)),
    ...[1, 2, 10, 20].map((cut) => text.slice(0, -cut)),
    `${text}}`,
    text.replace('},"sessions"', ',},"sessions"'),
  ])('is what the parser takes it for: %s', async (document) => {
    await expectReadAsParsed(Buffer.from(document), ['s', 'š', 'a', 's'.repeat(64), 's'.repeat(65)]);
  });

  it('F61 is refused, or says the same, with any byte damaged', async () => {
    const bytes = ['"', ',', ':', '{', '}', '0', '9', 's', '-', ' ', '\\', '\u0000'].map((c) =>
      Buffer.from(c),
    );
    bytes.push(Buffer.alloc(0), Buffer.from([0x80]), Buffer.from([0xff]));
    for (let at = 0; at < WRITTEN.length; at += 1) {
      for (const length of [0, 1])
        for (const damage of bytes) {
          const parts = [WRITTEN.subarray(0, at), damage, WRITTEN.subarray(at + length)];
          await expectReadAsParsed(Buffer.concat(parts), ['s', '0s1', 's-1', '']);
        }
    }
  });

  it('F61 says of every id what the parser says, in any order and however alike they are', async () => {
    const random = new Random(7);
    const id = () =>
      Array.from({ length: random.whole(1, 4) }, () => random.pick(['a', 'A', 'b', '0', '1', '-', '_'])).join(
        '',
      );
    const count = () => random.pick([0, 1, 9, 10, 1_790_000_000, Number.MAX_SAFE_INTEGER]);
    const entries = (most: number) =>
      Array.from({ length: random.whole(0, most) }, () => `"${id()}":${count()}`);
    for (let round = 0; round < 150; round += 1) {
      const list = { version: round, updated: round, assets: entries(60), sessions: entries(60) };
      const others = ['__proto__', 'constructor', '', 'a"', 'a":1,"b', '\u0161', '\u0141', 'a\u0000'];
      await expectReadAsParsed(revocationDocument(list), [...others, ...Array.from({ length: 20 }, id)]);
    }
  });

  it('F61 of 100,000 entries is read while others have their turns', async () => {
    let turns = 0;
    const immediate = (): void => {
      turns += 1;
      if (turns < 100) setImmediate(immediate);
    };
    setImmediate(immediate);
    const list = await RevocationList.read(longDocument());
    expect(list.size).toBe(100_000);
    expect(turns).toBeGreaterThanOrEqual(100);
    expect(list.revokes('ast_00000001', 0, 'session99999')).toBe(true);
  });

  it('F61 leaves nothing of its entries on the heap, where each version of them would be collected', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const used = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const document = longDocument();
    const before = used();
    const list = await RevocationList.read(document);
    // Two maps of them took 4 to 7 MB.
    expect(used() - before).toBeLessThan(1_000_000);
    expect(list.size).toBe(100_000);
  });
});

describe('the beginning of a document', () => {
  it.each<[string, number | undefined]>([
    [documentOf({ version: 12 }).toString(), 12],
    ['{"version": 12}', undefined],
    ['', undefined],
  ])('tells its version in its first bytes: %s', (text, version) => {
    expect(revocationVersion(text.slice(0, 64))).toBe(version);
  });
});

function longDocument(): Buffer {
  const sessions = Array.from({ length: 100_000 }, (_, n) => `"session${n}":1790000000`);
  return revocationDocument({ version: 7, updated: 1, assets: [], sessions });
}

/** Of the ids in the document too. */
async function expectReadAsParsed(document: Buffer, ids: readonly string[]): Promise<void> {
  const text = document.toString();
  const asked = [...ids, ...(text.match(/[\w-]+/g) ?? [])];
  const told = saysOf(await RevocationList.read(document).catch(() => undefined), asked);
  let parsed: RevocationList | undefined;
  try {
    parsed = RevocationList.parse(text);
  } catch {
    parsed = undefined;
  }
  expect(told, text).toEqual(saysOf(parsed, asked));
}

/** All that can be asked of a list; undefined of none. */
function saysOf(list: RevocationList | undefined, ids: readonly string[]): unknown {
  if (list === undefined) return undefined;
  const { version, updated, size } = list;
  const epochs = ids.map((id) => lowestEpoch(list, id));
  return { version, updated, size, epochs, ended: ids.filter((id) => list.revokes('', 0, id)) };
}

function lowestEpoch(list: RevocationList, asset: string): number {
  let [low, high] = [0, 2 ** 53];
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (list.revokes(asset, middle, undefined)) low = middle + 1;
    else high = middle;
  }
  return low;
}
