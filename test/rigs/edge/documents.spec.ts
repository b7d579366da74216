import { describe, expect, it } from 'vitest';
import { KeyRing, RevocationList } from '#libs/signing';
import { hasEdge } from '../../servers/edge.js';
import { runEdgeLua } from '../../servers/edge-lua.js';
import { ringText } from '../../servers/edge-tree.js';

const runs = hasEdge() || process.env['LECTERN_TEST_RIGS'] === 'required';

/** Which of the texts a function of a Lua module of the edge takes. */
async function takenByLua(
  [module, reader]: readonly [string, string],
  texts: readonly string[],
): Promise<boolean[]> {
  const told = await runEdgeLua(
    `local read = require('lectern.${module}').${reader}
      local function pause() end
      for i = 0, ${texts.length - 1} do io.stdout:write(read(text(i), pause) and 'y' or 'n') end`,
    texts,
  );
  return told.split('').map((letter) => letter === 'y');
}

function takes(parse: (text: string) => unknown): (text: string) => boolean {
  return (text) => {
    try {
      parse(text);
      return true;
    } catch {
      return false;
    }
  };
}

const BROKEN = ['', ' ', 'null', '[]', '{}', '1', '"x"', '{', '{"a":}', '{"a":1,}', "{'a':1}", '\ufeff{}'];

function ringTexts(): string[] {
  const key = (change: object) => ({
    kid: 'k0',
    secret: Buffer.alloc(32, 1).toString('base64url'),
    state: 'signing',
    ...change,
  });
  const ring = (...keys: unknown[]) => JSON.stringify({ keys });
  const good = ringText('k0', 'k1');
  return [
    ...BROKEN,
    good,
    ` \n\t${good}\r\n`,
    `${good}x`,
    good.replaceAll('"keys"', '"k\\u0065ys"'),
    good.replace('k0', 'k\\u0000'),
    ...[[], {}, null, 'x', [null], [[]], ['x'], [1]].map((keys) => JSON.stringify({ keys })),
    ...[1, '', 'a b', 'x'.repeat(17), 'x'.repeat(16), 'é', null].map((kid) => ring(key({ kid }))),
    ...['', 'abc', 'A'.repeat(42), 'A'.repeat(43), 'A'.repeat(45), `${'A'.repeat(43)}=`, 7].map((secret) =>
      ring(key({ secret })),
    ),
    ring(key({ secret: `${'A'.repeat(42)}+` })),
    ring(key({ secret: `${'A'.repeat(43)}\n` })),
    ...['verifying', 'retired', '', null, true].map((state) => ring(key({ state }))),
    ring(key({}), key({})),
    ring(key({}), key({ kid: 'k1' })),
    ring(key({}), key({ kid: 'k1', state: 'verifying' })),
    ring(key({ more: { of: ['it', 1.5e3, -0, true, false, null, '\\"\u{1f3ac}'] } })),
  ];
}

function listTexts(): string[] {
  const list = (change: object) =>
    JSON.stringify({ version: 1, updated: 1_790_000_000, assets: {}, sessions: {}, ...change });
  const numbers = [
    '0',
    '1e3',
    '1.5',
    '-1',
    '-0',
    '9007199254740991',
    '9007199254740992',
    '1e400',
    '01',
    '+1',
    '.5',
  ];
  numbers.push('1.', '0x1', '1e', 'NaN', 'Infinity', '"1"', 'null', 'true', '[]', '{}');
  return [
    ...BROKEN,
    list({}),
    list({ assets: { ast_other000: 4 }, sessions: { one: 5 } }),
    ...['version', 'updated', 'assets', 'sessions'].map((name) => list({ [name]: undefined })),
    ...[[], null, 'x', 1].flatMap((value) => [list({ assets: value }), list({ sessions: value })]),
    ...numbers.flatMap((number) => [
      list({ version: 777 }).replace('777', number),
      list({ assets: { a: 777 } }).replace('777', number),
      list({ sessions: { a: 777 } }).replace('777', number),
    ]),
    list({}).replace('{}', '{"a":1,"a":2}'),
    list({}).replace('{}', '{"\\ud83d\\udc4d":1}'),
    list({}).replace('{}', '{"\\x":1}'),
    list({}).replace('{}', '{"\t":1}'),
    list({}).replace('{}', '{a:1}'),
    `${list({})}${list({})}`,
    list({}).slice(0, -1),
  ];
}

describe.runIf(runs)('the edge takes the documents that libs/signing takes', () => {
  it.each<[string, string, () => string[], (text: string) => unknown]>([
    ['key_ring', 'parse', ringTexts, (text) => KeyRing.parse(text)],
    ['revocations', 'parse', listTexts, (text) => RevocationList.parse(text)],
    ['revocations', 'read', listTexts, (text) => RevocationList.parse(text)],
  ])('%s.%s', async (module, reader, texts, parse) => {
    const all = texts();
    const expected = all.map(takes(parse));
    const taken = await takenByLua([module, reader], all);
    expect(taken.length).toBe(all.length);
    const differing = all.filter((_, index) => taken[index] !== expected[index]);
    expect(differing).toEqual([]);
    expect(new Set(expected).size).toBe(2);
  });
});
