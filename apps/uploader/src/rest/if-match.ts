import { InvalidRequest } from '#libs/http';

/** The version that an edit expects, from If-Match; undefined where the caller takes whatever is there. */
export function expectedVersion(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  const version = /^"([0-9]{1,10})"$/.exec(ifMatch)?.[1];
  if (version === undefined)
    throw new InvalidRequest('If-Match must be the ETag that the last answer carried.');
  return Number(version);
}

/** The ETag of a version. */
export function etagOf(resource: { readonly version: number }): string {
  return `"${resource.version}"`;
}
