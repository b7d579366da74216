import { type KeyRing, sign } from '#libs/signing';
import { Random } from '../../model/random.js';
import { ASSET, NOW, signedAnew } from '../edge/mutations.js';

/** Many short texts, by vertical bars. */
export function listed(...lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split('|'));
}

/** Ways to write `..`, in the manner of the public lists of traversals. */
const UPS = listed(
  '..|%2e%2e|%2E%2E|.%2e|%2e.|.%2E|%252e%252e|%25252e%25252e|..%00|..\x00|%00..|%c0%ae%c0%ae',
  '%C0%AE%C0%AE|\xc0\xae\xc0\xae|%e0%80%ae%e0%80%ae|%f0%80%80%ae%f0%80%80%ae|%fc%80%80%80%80%ae',
  '%c0%2e%c0%2e|%c0.|%uff0e%uff0e|%u002e%u002e|%ef%bc%8e%ef%bc%8e|\xef\xbc\x8e\xef\xbc\x8e',
  '%e2%80%a4%e2%80%a4|%e2%80%a5|\xe2\x80\xa5|....|...|.|. .|..;|..;a=b|;..|.;.|..%3b|..%09|..\t|..%20',
  '.. |.%0d.|..%0d%0a|.%0a.|..%ff|\\..|..\\|..%5c|..%255c|0x2e0x2e|&#46;&#46;|..?|..#|..%23|..%3f|..~',
  '..:|..=|*|%%32%65%%32%65|%2%65%2%65|%2|%|%zz|%2e%2e%2e|~|..%u2215|~h=|.git|-|_',
);
const SLASHES = listed(
  '/|//|///|/./|/.//|%2f|%2F|%252f|%25252f|\\|\\\\|%5c|%5C|%255c|/%5c|%c0%af|%C0%AF|\xc0\xaf|%c1%9c',
  '%c1%af|%e0%80%af|%f0%80%80%af|%u2215|%u2216|%u002f|%ef%bc%8f|\xef\xbc\x8f|%bg%qf|%%32%66|%2%66|/;/',
  ';/|/%00/|/%2e/|/\x00/|&sol;|\t/| /',
);
const GOALS = listed(
  'canary.txt|canary.txt%00.m3u8|canary.txt\x00|canary.txt?.m3u8|canary.txt#|canary.txt/|canary.txt.',
  'control/revocations.json|etc/passwd|source/original|SOURCE/original|source//original|ring.json',
  'proc/self/environ|assets/|CANARY~1.TXT|canary.txt::$DATA|windows/win.ini|',
);
const DEPTHS = [1, 2, 3, 8];

/** Where it stands; `good` is a URL that holds, `base` the same without its last character, `way` the traversal. */
const PLACES: readonly ((parts: { good: string; base: string; way: string; random: Random }) => string)[] = [
  ({ base, way }) => base + way,
  ({ base, way }) => `${base}hls/${way}`,
  ({ base, way }) => `${base}${way}/a`,
  ({ good, way }) => good + way,
  ({ good, way }) => `${good}/${way}`,
  ({ good, way }) => `${good};${way}`,
  ({ good, way }) => `${good}?${way}`,
  ({ good, way }) => `${good}%3f${way}`,
  ({ way }) => `/${way}`,
  ({ way }) => `/s/${way}`,
  ({ good, way }) => `/${way}${good}`,
  ({ good }) => `//rig${good}`,
  ({ good, way }) => `http://rig${good}/${way}`,
  ({ way }) => `http://rig/${way}`,
  ({ good, way }) => `/./${good.slice(1)}${way}`,
  ({ good, way }) => good.replace('/s/', `/S/${way}/`),
  ({ good, way }) => good.replace('/s/', `/s/${way}/`),
  ({ good, way }) => good.replace('/s/', '/%73/') + way,
  ({ good, way }) => good.replace(ASSET, `${ASSET}/${way}`),
  ({ good, way }) => good.replace(ASSET, way),
  ({ good, way }) => good.replace('~h=', `~j=${way}~h=`),
  // With a MAC that holds: only the grammar can refuse these.
  ({ base, way, random }) => signedAnew(random, base + way),
  ({ base, way, random }) => signedAnew(random, `${base}${way}`.replace('~s=play', '~s=file')),
  ({ base, way, random }) => signedAnew(random, `${base}hls/${way}`.replace('~s=play', '~s=file')),
  ({ good, way, random }) => signedAnew(random, good.replace(ASSET, way)),
  ({ good, way, random }) => signedAnew(random, good.replace('~h=', `~j=${way}~h=`)),
  ({ good, way, random }) =>
    signedAnew(random, good.replace('~h=', `~d=${way}~h=`).replace('~s=play', '~s=file')),
];

export const TRAVERSALS = UPS.length * SLASHES.length * GOALS.length * DEPTHS.length * PLACES.length;

/** `count` of all combinations of a way up, a slash, a goal, a depth and a place. */
export function* traversals(ring: KeyRing, count: number, seed: number): Generator<string> {
  const random = new Random(seed);
  const request = { asset: ASSET, scope: 'play', expires: NOW + 3600, epoch: 5 } as const;
  const good = sign(ring, { ...request, path: 'a' });
  const base = good.slice(0, -1);
  for (let n = 0; n < count; n += 1) {
    const [up, slash] = [random.pick(UPS), random.pick(SLASHES)];
    const way = (up + slash).repeat(random.pick(DEPTHS)) + random.pick(GOALS);
    // Each place has its turn.
    const place = PLACES[n % PLACES.length] as (typeof PLACES)[number];
    yield place({ good, base, way, random });
  }
}
