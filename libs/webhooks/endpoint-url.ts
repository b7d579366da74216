import { isIP } from 'node:net';
import {
  allowedAddresses,
  type Destinations,
  faultOfUrl,
  NotAnswered,
  type ResolveName,
  type UrlFault,
} from '#libs/egress';
import { within } from '#libs/kernel';
import { WebhookAddressNotAllowed, WebhookNotEncrypted, WebhookUrlInvalid } from './webhooks.errors.js';

const LONGEST = 2_048;
const PATIENCE_MS = 5_000;

const FAULTS: Readonly<Record<UrlFault, string>> = {
  'no-url': 'must be an address such as https://learn.hospital.example.org/hook',
  'user-name': 'must have no user name and no password: the signature says who sends',
  fragment: 'must have no #: nobody is sent what stands behind it',
  port: 'must not have a port of another protocol, such as 25',
};

/**
 * Whether something could be sent there as it is now: a host whose name is not known yet is taken, and the address counts
 * again at every connection.
 *
 * @throws WebhookUrlInvalid, WebhookAddressNotAllowed, WebhookNotEncrypted
 */
export async function requireSendable(
  text: string,
  destinations: Destinations,
  resolve?: ResolveName,
): Promise<void> {
  if (text.length > LONGEST) throw new WebhookUrlInvalid(`must have ${LONGEST} characters or less`);
  const fault = faultOfUrl(text);
  if (fault !== undefined) throw new WebhookUrlInvalid(FAULTS[fault]);
  const { hostname, protocol } = new URL(text);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isEncrypted = protocol === 'https:';
  const known: ResolveName | undefined = isIP(host) === 0 ? resolve : () => Promise.resolve([host]);
  const patience = AbortSignal.timeout(PATIENCE_MS);
  await within(patience, allowedAddresses(host, isEncrypted, destinations, known)).catch((error: unknown) => {
    if (patience.aborted) return;
    if (!(error instanceof NotAnswered)) throw error;
    if (error.fault === 'address-not-allowed') throw new WebhookAddressNotAllowed();
    if (error.fault === 'not-encrypted') throw new WebhookNotEncrypted();
  });
}
