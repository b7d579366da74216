import { SECRET_SETTINGS } from '#libs/kernel';
import type { ArchiveFile } from './archive.js';
import type { KnownSecrets } from './known-secrets.js';
import type { Scrubber } from './scrubber.js';

/** What is in a bundle, what is not, and what whoever sends it should look for. */
export function readme(
  files: readonly ArchiveFile[],
  faults: readonly string[],
  { namesOf }: KnownSecrets,
  { ordinary }: Scrubber,
): string {
  const width = Math.max(...files.map(({ name }) => name.length));
  const weak = [...ordinary].flatMap((value) =>
    (namesOf.get(value) ?? []).filter((name) => SECRET_SETTINGS.has(name)),
  );
  return `Support bundle of Lectern, made ${new Date().toISOString()}

What is in it
${files.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n')}

What failed
${faults.length === 0 ? '  nothing' : faults.map((fault) => `  ${fault}`).join('\n')}

What is left out
  The values of secret settings, of the key ring and of variables with telling names, in whatever form they stood; tokens, passwords in URLs, signed parts of URLs, keys, cookies and Authorization headers. In their place stands
  [cut]. Of variables that are no settings the names alone are told.
  Titles, names of files and of people, addresses of mail.
  The beginning of long logs; of what checks say more than half a MiB.

What is in it about people and units
  Names of units. In logs: ids of people as the identity provider names them, ids of uploads and assets, network
  addresses of clients.
${
  weak.length === 0
    ? ''
    : `
Look here
  The secrets in ${[...new Set(weak)].join(', ')} are ordinary words, so they are cut only where they stand as a
  password. Better ones can't be guessed.
`
}
Look at all of it before you send it.
`;
}
