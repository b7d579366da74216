import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, CommandUsage } from '../command.js';
import { isMetricsAddress, metricsAt } from '../metrics-at.js';

/** What a replica tells of its ring; a sentence where it tells nothing. */
type Told = { readonly keys: ReadonlyMap<string, string>; readonly ring: string | undefined } | string;

interface Replica {
  readonly name: string;
  readonly told: Told;
}

/**
 * Which replica has which ring, from their metrics: what must be the same everywhere before a key is made signing, or
 * removed. A file holds what a replica answered to somebody who could reach it. A name behind which there are several addresses, as that of a headless Service, is asked at each of them.
 */
export const keyRings: Command = {
  wants: '(http://HOST:PORT[/metrics] | FILE) …',
  about: 'which signing keys each replica has, and whether all agree (ends with 1 where they don’t)',
  async run(given) {
    if (given.length === 0) throw new CommandUsage('It wants the addresses of the services’ metrics.');
    const replicas = (await Promise.all(given.map((text) => replicasOf(text)))).flat();
    console.log(table(replicas));
    const verdict = verdictOf(replicas);
    console.log(`\n${verdict.sentence}`);
    return verdict.agree ? 0 : 1;
  },
};

async function replicasOf(text: string): Promise<Replica[]> {
  if (isMetricsAddress(text)) {
    const told = await metricsAt(text);
    return told.map(({ name, metrics, fault }) => ({ name, told: fault ?? ringOf(metrics) }));
  }
  const metrics = await readFile(text, 'utf8').catch(() => {
    throw new CommandUsage(`${text} is no address such as http://delivery:8081, and no file of metrics.`);
  });
  return [{ name: basename(text), told: ringOf(metrics) }];
}

function ringOf(metrics: string): Told {
  const keys = new Map<string, string>();
  for (const [, kid = '', state = ''] of metrics.matchAll(
    /^lectern_signing_keys\{kid="([^"]+)",state="([^"]+)"\} 1$/gm,
  ))
    keys.set(kid, keys.has(kid) ? `${keys.get(kid)}+${state}` : state);
  const rings = [...metrics.matchAll(/^lectern_signing_ring_info\{ring="([0-9a-f]+)"\} 1$/gm)];
  if (keys.size === 0) return 'tells of no ring: an older release, or another service';
  // They come in order. Of the edge's workers some may not have taken over yet.
  const ring = rings.map(([, fingerprint]) => fingerprint).join('+');
  return { keys, ring: ring === '' ? undefined : ring };
}

function table(replicas: readonly Replica[]): string {
  const kids = [
    ...new Set(replicas.flatMap(({ told }) => (typeof told === 'string' ? [] : [...told.keys.keys()]))),
  ];
  const head = ['replica', ...kids, 'ring'];
  const rows = replicas.map(({ name, told }) =>
    typeof told === 'string'
      ? [name, told]
      : [name, ...kids.map((kid) => told.keys.get(kid) ?? '–'), told.ring ?? 'not told'],
  );
  const widths = head.map((_, column) =>
    Math.max(
      ...[head, ...rows.filter((row) => row.length === head.length)].map((row) => row[column]?.length ?? 0),
    ),
  );
  widths[0] = Math.max(...[head, ...rows].map(([name = '']) => name.length));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function verdictOf(replicas: readonly Replica[]): { readonly agree: boolean; readonly sentence: string } {
  const rings = replicas.map(({ told }) => (typeof told === 'string' ? undefined : told));
  const silent = rings.filter((ring) => ring === undefined).length;
  const of = (pick: (ring: Exclude<Told, string>) => string | undefined) =>
    new Set(
      rings.flatMap((ring) => (ring === undefined ? [] : [pick(ring)])).filter((one) => one !== undefined),
    ).size;
  const states = of(({ keys }) =>
    [...keys]
      .map((key) => key.join(' '))
      .toSorted()
      .join(', '),
  );
  if (states > 1)
    return { agree: false, sentence: 'The rings differ: wait, or put the same file everywhere.' };
  if (of(({ ring }) => ring) > 1)
    return {
      agree: false,
      sentence:
        'The rings name the same keys, but some hold another secret under an id: put the same file everywhere.',
    };
  if (silent > 0)
    return { agree: false, sentence: `${silent} of ${replicas.length} tell no ring: look at them first.` };
  return { agree: true, sentence: `All ${replicas.length} have the same ring.` };
}
