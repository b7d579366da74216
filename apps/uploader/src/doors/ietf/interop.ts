import type { IncomingMessage } from 'node:http';
import { DRAFT_PLACE } from '../raw-request.js';

/** An iteration of the draft, and all that an answer of this door owes to it alone. */
export interface Interop {
  /** As Upload-Draft-Interop-Version has it: one for all revisions that understand each other. */
  readonly version: number;
  /** What Upload-Limit calls the seconds that an upload has left. */
  readonly lifetime: 'expires' | 'max-age';
  /** Whether bytes for what is complete are refused with the type completed-upload; else the offset is just another one. */
  readonly knowsCompleted: boolean;
}

/**
 * Those that are spoken here, the newest first: of draft-ietf-httpbis-resumable-upload the revisions from 13 on, 12, 9 to
 * 11, 6 to 8, and 4 and 5.
 */
export const INTEROPS = [
  { version: 10, lifetime: 'max-age', knowsCompleted: false },
  { version: 9, lifetime: 'max-age', knowsCompleted: false },
  { version: 8, lifetime: 'max-age', knowsCompleted: true },
  { version: 7, lifetime: 'max-age', knowsCompleted: true },
  { version: 6, lifetime: 'expires', knowsCompleted: true },
] as const satisfies readonly Interop[];

/** The one that the client says it speaks; undefined where it says none, or one that is not spoken here. */
export function interopSaid({ headers }: IncomingMessage): Interop | undefined {
  const said = /^ *([0-9]{1,3}) *(?:;.*)?$/.exec(String(headers['upload-draft-interop-version']))?.[1];
  return INTEROPS.find(({ version }) => version === Number(said));
}

/** The one that a request is answered by: the client's, and the newest for those that say none of them. */
export function interopOf(request: IncomingMessage): Interop {
  return interopSaid(request) ?? INTEROPS[0];
}

/** What this door says in every answer, whoever makes it; a route may say otherwise. */
export function draftFields(request: IncomingMessage): Readonly<Record<string, string>> {
  const { method, url = '' } = request;
  if (!DRAFT_PLACE.test(url)) return {};
  const spoken = { 'upload-draft-interop-version': String(interopOf(request).version) };
  // To bytes: the answer is about these, not about the whole file.
  return method === 'POST' || method === 'PATCH' ? { ...spoken, 'upload-complete': '?0' } : spoken;
}
