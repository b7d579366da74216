import { readFileSync } from 'node:fs';
import type { z } from 'zod';

/** The settings don't fit their schema: every problem, one a line, never a value (it may be a secret). */
export class InvalidSettings extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`These settings need mending:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'InvalidSettings';
  }
}

/**
 * Reads settings once, at start, into a frozen object. A variable `NAME_FILE` gives the file that holds
 * `NAME` (as Kubernetes mounts a Secret) and may not be empty; an empty variable counts as not set.
 *
 * @throws InvalidSettings naming every problem at once.
 */
export function loadSettings<S extends z.ZodType<object>>(
  schema: S,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<z.output<S>> {
  const problems: string[] = [];
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && value !== '') given[name] = value;
  }
  for (const [name, file] of Object.entries(given)) {
    if (!name.endsWith('_FILE') || (!name.startsWith('LECTERN_') && !name.startsWith('DATABASE_'))) continue;
    const target = name.slice(0, -'_FILE'.length);
    if (!isKnown(schema, target)) continue;
    try {
      given[target] = readFileSync(file, 'utf8').trim();
      // Nobody mounts a file to say nothing: a Secret that was never filled in must not look like no setting.
      if (given[target] === '') problems.push(`${name}: the file is empty`);
    } catch {
      problems.push(`${name}: the file can't be read`);
    }
  }
  const parsed = schema.safeParse(given, { error: plainly });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      // What is wrong with its file has been said.
      if (problems.some((problem) => problem.startsWith(`${issue.path.join('.')}_FILE: `))) continue;
      problems.push(`${issue.path.join('.') || 'settings'}: ${issue.message}`);
    }
  }
  if (problems.length > 0 || !parsed.success) throw new InvalidSettings(problems);
  return Object.freeze(parsed.data);
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

function isKnown(schema: z.ZodType<object>, name: string): boolean {
  const shape = (schema as { shape?: Record<string, unknown> }).shape;
  return shape === undefined || name in shape;
}
