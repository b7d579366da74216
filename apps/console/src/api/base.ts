/** Where the service is: below whatever prefix the page itself is served. */
export const BASE = new URL('.', document.baseURI);

/** The same, as clients take it. */
export const SERVICE_URL = BASE.href.replace(/\/$/, '');

/** What every request says that changes something, and no form of another site can (see the API's session). */
export const OWN_REQUEST = { 'lectern-request': 'console' } as const;

/** An address of the API's, for what is no call by `api`: images, downloads, streams. */
export function apiUrl(path: string): string {
  return new URL(path.replace(/^\//, ''), BASE).href;
}
