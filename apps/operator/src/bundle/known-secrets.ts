import { readFile } from 'node:fs/promises';
import { type Environment, SECRET_SETTINGS, SETTING_NAMES } from '#libs/kernel';

/** Variables of whatever program whose values are secrets by their names. */
const TELLING = /SECRET|PASS(?:WORD|WD|PHRASE)?$|PGPASS|TOKEN|(?:ACCESS|API|PRIVATE)_?KEY|CREDENTIAL|AUTH$/i;
const FILE = /_FILE$/;
/** In a document: shorter texts are ids and states. */
const LEAST_IN_DOCUMENT = 16;
/** Of variables that are no settings: shorter ones are switches and numbers. */
const LEAST_UNKNOWN = 6;
const LARGEST_FILE = 1024 * 1024;

/** What is known to be secret on this machine, and the settings by the secret that each is. */
export interface KnownSecrets {
  readonly values: ReadonlySet<string>;
  /** Which settings have a value, whatever it is. */
  readonly namesOf: ReadonlyMap<string, readonly string[]>;
}

/**
 * Every secret that this program can find: of the settings that are marked as such, by themselves or from their files; of
 * variables with telling names, and those that look like settings and are none; the user info of any URL; and the
 * secrets in the files, the key ring first of all.
 */
export async function knownSecrets(
  environments: readonly Environment[],
  files: readonly string[],
): Promise<KnownSecrets> {
  const namesOf = new Map<string, string[]>();
  const add = (value: string, name: string): void => {
    for (const secret of [value, ...partsOfUrl(value)])
      namesOf.set(secret, [...new Set([...(namesOf.get(secret) ?? []), name])]);
  };
  for (const environment of environments) {
    for (const [name, value = ''] of Object.entries(environment)) {
      if (value === '') continue;
      if (isSecret(name) && (SECRET_SETTINGS.has(name) || value.length >= LEAST_UNKNOWN)) add(value, name);
      else for (const part of partsOfUrl(value)) add(part, name);
      if (FILE.test(name) && isSecret(name.replace(FILE, '')))
        for (const text of textsOf(await contentOf(value))) add(text, name.replace(FILE, ''));
    }
    const ring = environment['LECTERN_KEY_RING'];
    if (ring) for (const text of secretsOf(await contentOf(ring))) add(text, 'the key ring');
  }
  for (const file of files) for (const text of secretsOf(await contentOf(file))) add(text, file);
  return { values: new Set(namesOf.keys()), namesOf };
}

function isSecret(name: string): boolean {
  if (SETTING_NAMES.has(name) || FILE.test(name)) return SECRET_SETTINGS.has(name);
  return TELLING.test(name) || /^LECTERN_/i.test(name);
}

/** The password of a URL, as it stands there and as it is meant. */
function partsOfUrl(text: string): string[] {
  const userInfo = /^[a-z][a-z0-9+.-]*:\/\/([^\s/?#]*)@/i.exec(text)?.[1];
  const password = userInfo?.slice(userInfo.indexOf(':') + 1);
  if (!password || !userInfo?.includes(':')) return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

/** Of a document its long texts, else all that it is. */
function secretsOf(content: string): string[] {
  try {
    return strings(JSON.parse(content)).filter(
      (text) => text.length >= LEAST_IN_DOCUMENT && !URL.canParse(text) && !/\s/.test(text),
    );
  } catch {
    return textsOf(content);
  }
}

function textsOf(content: string): string[] {
  return [content.trim(), ...content.split('\n').map((line) => line.trim())].filter((text) => text !== '');
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

async function contentOf(file: string): Promise<string> {
  return readFile(file, 'utf8').then(
    (text) => text.slice(0, LARGEST_FILE),
    () => '',
  );
}
