/** What is wrong with a text as the address of a receiver. */
export type UrlFault = 'no-url' | 'user-name' | 'fragment' | 'port';

/**
 * Ports of other protocols, whose servers might take a request for something of their own
 * (https://fetch.spec.whatwg.org/#port-blocking).
 */
const PORTS_OF_OTHERS: ReadonlySet<number> = new Set(
  [
    [0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103],
    [104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514],
    [515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723],
    [2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080],
  ].flat(),
);

/** What is wrong with it, looked at alone and without asking anybody; undefined where nothing is. */
export function faultOfUrl(text: string): UrlFault | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === '') return 'no-url';
  if (url.username !== '' || url.password !== '') return 'user-name';
  if (url.hash !== '') return 'fragment';
  return url.port !== '' && PORTS_OF_OTHERS.has(Number(url.port)) ? 'port' : undefined;
}
