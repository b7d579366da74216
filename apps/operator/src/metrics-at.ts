import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

const PATIENCE_MS = 5_000;
const MOST_BYTES = 4 * 1024 * 1024;

/** What one process told. */
export interface Metrics {
  /** Its host and port; the name that was given before the address where there are several behind it. */
  readonly name: string;
  /** In Prometheus' text format, 4 MiB at most. */
  readonly metrics: string;
  /** Why it told nothing. */
  readonly fault?: string;
}

export function isMetricsAddress(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}

/** The metrics of whoever answers at an address, /metrics unless it has a path: of several processes where a name stands for several. */
export async function metricsAt(text: string): Promise<Metrics[]> {
  const addresses = await addressesOf(text);
  return Promise.all(addresses.map(({ name, url }) => ask(name, url)));
}

async function addressesOf(text: string): Promise<{ name: string; url: URL | undefined }[]> {
  const url = new URL(text);
  if (url.pathname === '/') url.pathname = '/metrics';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A certificate is for the name.
  if (url.protocol === 'https:' || isIP(host) !== 0) return [{ name: url.host, url }];
  const found = await lookup(host, { all: true }).catch(() => []);
  if (found.length === 0) return [{ name: url.host, url: undefined }];
  return found.map(({ address, family }) => {
    const one = new URL(url);
    one.hostname = family === 6 ? `[${address}]` : address;
    return { name: found.length === 1 ? url.host : `${host} ${one.host}`, url: one };
  });
}

async function ask(name: string, url: URL | undefined): Promise<Metrics> {
  const nothing = (fault: string): Metrics => ({ name, metrics: '', fault });
  if (url === undefined) return nothing('the name is not known');
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' });
    return answer.ok ? { name, metrics: await textOf(answer) } : nothing(`answers ${answer.status}`);
  } catch {
    return nothing('does not answer');
  }
}

async function textOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
