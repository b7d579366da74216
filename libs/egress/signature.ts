import { createHmac } from 'node:crypto';

/**
 * `t=<Unix second>,v1=<HMAC-SHA-256 of the second, a dot and the body, in hexadecimal digits>`, with one `v1` for each
 * secret: whoever verifies takes any of them that is right.
 */
export function signatureOf(secrets: readonly string[], second: number, body: string): string {
  const macs = secrets.map((secret) =>
    createHmac('sha256', secret).update(`${second}.${body}`).digest('hex'),
  );
  return [`t=${second}`, ...macs.map((mac) => `v1=${mac}`)].join(',');
}
