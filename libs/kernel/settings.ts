import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type Environment, misnamedSettings, withoutServiceLinks } from './setting-names.js';

/** The settings don't fit their schema: every problem, one a line, never a value (it may be a secret). */
export class InvalidSettings extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`These settings need mending:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'InvalidSettings';
  }
}

/**
 * Reads settings once, at start, into a frozen object. A variable `NAME_FILE` gives the file that holds
 * `NAME` (as Kubernetes mounts a Secret) and may not be empty; an empty variable counts as not set. A variable that
 * looks like a setting and is none of any program of Lectern is a problem like a wrong value.
 *
 * @throws InvalidSettings naming every problem at once.
 */
export function loadSettings<S extends z.ZodType<object>>(
  schema: S,
  environment: Environment,
): Readonly<z.output<S>> {
  const own = namesOf(schema);
  const set = withoutServiceLinks(environment);
  const problems = misnamedSettings(set, own);
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(set)) {
    if (value !== undefined && value !== '') given[name] = value;
  }
  const badlyGiven = new Set<string>();
  for (const name of own) {
    const file = given[`${name}_FILE`];
    if (file === undefined) continue;
    const text = given[name] === undefined ? textOf(file) : undefined;
    if (text !== undefined && text !== '') given[name] = text;
    else {
      badlyGiven.add(name);
      problems.push(
        given[name] !== undefined
          ? `${name}: give either this or ${name}_FILE`
          : // Nobody mounts a file to say nothing: a Secret that was never filled in must not look like no setting.
            `${name}_FILE: the file ${text === '' ? 'is empty' : "can't be read"}`,
      );
    }
  }
  const parsed = schema.safeParse(given, { error: plainly });
  for (const issue of parsed.error?.issues ?? []) {
    // What is wrong with how it is given has been said.
    if (badlyGiven.has(String(issue.path[0]))) continue;
    problems.push(`${issue.path.join('.') || 'settings'}: ${issue.message}`);
  }
  if (problems.length > 0 || !parsed.success) throw new InvalidSettings(problems);
  return Object.freeze(parsed.data);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** The names that a schema has; of one without a shape, none. */
function namesOf(schema: z.ZodType<object>): string[] {
  return Object.keys((schema as { shape?: Record<string, unknown> }).shape ?? {});
}

/** What is wrong with a value, in words that need no knowledge of schemas; where a schema says it itself, that holds. */
function plainly(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is needed';
      if (issue.expected === 'number') return 'must be a number';
      return issue.expected === 'int' ? 'must be a whole number' : undefined;
    case 'too_small':
      return issue.origin === 'string'
        ? `must have ${issue.minimum} characters or more`
        : `must be ${issue.minimum} or more`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have ${issue.maximum} characters or less`
        : `must be ${issue.maximum} or less`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'url' ? 'must be an address such as https://media.example.org' : undefined;
    default:
      return undefined;
  }
}
