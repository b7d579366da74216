// uri-host [ ":" port ] of RFC 9110 section 7.2, never empty, since every http URI has a host, and without empty labels.
const HOST =
  /^(?:\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9_~!$&'()*+,;=%-]+(?:\.[A-Za-z0-9_~!$&'()*+,;=%-]+)*\.?)(?::[0-9]*)?$/;

/**
 * Whether a request says which host it is for as it must: by at most one Host field, and one that can be a host
 * (RFC 9112 section 3.2: everything else is to be refused with 400). Node looks only whether there is one.
 *
 * @param rawHeaders names and values in turn, as `IncomingMessage` has them
 */
export function namesOneHost(rawHeaders: readonly string[]): boolean {
  let host: string | undefined;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length !== 4 || name.toLowerCase() !== 'host') continue;
    if (host !== undefined) return false;
    host = rawHeaders[at + 1] ?? '';
  }
  return host === undefined || HOST.test(host);
}
