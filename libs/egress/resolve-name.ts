import { lookup, Resolver } from 'node:dns/promises';

/** The addresses that a name has now. @throws an error with a `code`, of Node's dns */
export type ResolveName = (name: string) => Promise<readonly string[]>;

const TIMEOUT_MS = 2_000;
const TRIES = 2;

/**
 * Asks name servers without a thread of the pool, which a name whose server hangs would hold for long: files and other
 * names are waited for there, too. What no server knows may stand in the machine's own list, or be a name of the cluster.
 */
export const resolveName: ResolveName = async (name) => {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length > 0) return addresses;
  const isHanging = answers.some((answer) => answer.status === 'rejected' && isTimeout(answer.reason));
  if (isHanging) throw Object.assign(new Error('The name servers do not answer.'), { code: 'ETIMEOUT' });
  return (await lookup(name, { all: true })).map(({ address }) => address);
};

function isTimeout(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ETIMEOUT';
}
