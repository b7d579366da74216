import { InvalidRequest } from '#libs/http';
import type { ExpectedVersion } from '#libs/database';
import { tagsOf } from './entity-tags.js';

/**
 * The versions that If-Match names (RFC 9110 section 13.1.1): an edit may be of any of them. undefined where the caller
 * takes whatever is there, without the header or by `*`. Weak tags match nothing, nor do tags that are not ours.
 *
 * @throws InvalidRequest where it is no list of entity tags
 */
export function expectedVersion(ifMatch: string | undefined): ExpectedVersion | undefined {
  if (ifMatch === undefined) return undefined;
  const tags = tagsOf(ifMatch);
  if (tags === undefined)
    throw new InvalidRequest('If-Match must be * or ETags as answers carry them, in quotes and by commas.');
  if (tags === '*') return undefined;
  return tags.flatMap(({ weak, opaque }) => {
    // What a proxy, or the `version` of a body, made of a tag: the number alone will do.
    const version = /^([0-9]{1,10})(?:-[A-Za-z0-9_-]*)?$/.exec(opaque)?.[1];
    return weak || version === undefined ? [] : [Number(version)];
  });
}

/** The ETag of a version; what is sent gets that of the answer in addition (`tagAnswers`). */
export function etagOf(resource: { readonly version: number }): string {
  return `"${resource.version}"`;
}
