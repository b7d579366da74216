import type { ExampleObject, ReferenceObject, ResponseObject } from '@nestjs/swagger';
import {
  DatabaseUnavailable,
  IdempotencyKeyReused,
  IdempotentRequestRunning,
  InvalidCursor,
  UnstorableText,
  VersionConflict,
} from '#libs/database';
import {
  Forbidden,
  InvalidRequest,
  type Problem,
  PROBLEM_TYPE,
  problemOf,
  Unauthenticated,
} from '#libs/http';
import { carries, type HeaderName } from './headers.js';
import type { Route } from './route.js';

/** What a refusal is shown by: the name is its class's, so that one class is shown once. */
interface Example {
  readonly name: string;
  readonly problem: Problem;
}

/** What of an operation decides which problems it may have without saying so. */
export interface Traits {
  readonly takesJson: boolean;
  readonly takesIfMatch: boolean;
  readonly isPaged: boolean;
}

const REQUEST_ID = '7d2f0c1e9b6a4f35';

/** What the HTTP layer says by itself. */
const BY_HTTP: Readonly<Record<string, unknown>> = {
  MethodNotAllowed: { statusCode: 405 },
  RequestTimeout: { statusCode: 408 },
  BodyTooLarge: { statusCode: 413 },
  UnsupportedMediaType: { statusCode: 415 },
  TooManyRequests: { statusCode: 429 },
  HeadersTooLarge: { statusCode: 431 },
  Internal: new Error('A fault of our own'),
};

/** Those that no route is about: they are told once, as every operation's `default`. */
const FOR_ANY = ['MethodNotAllowed', 'RequestTimeout', 'TooManyRequests', 'HeadersTooLarge'];

const SENT_WITH: Readonly<Record<number, HeaderName>> = {
  401: 'WWW-Authenticate',
  503: 'Retry-After',
  507: 'Retry-After',
};

/** Every problem that an operation may have; what all of its sort may have is told here, and nowhere else. */
export function problemsOf(route: Route, traits: Traits): Example[] {
  const errors = [
    ...route.raises,
    new InvalidRequest('The request does not fit what this resource takes.', ['title: is needed']),
    new UnstorableText(),
    ...(route.isPublic ? [] : [new Unauthenticated()]),
    ...(route.hasRoles ? [new Forbidden()] : []),
    ...(traits.isPaged ? [new InvalidCursor()] : []),
    ...(traits.takesIfMatch ? [new VersionConflict(3, 4)] : []),
    ...(route.isIdempotent ? [new IdempotencyKeyReused(), new IdempotentRequestRunning()] : []),
    new DatabaseUnavailable(),
  ];
  const names = [...(traits.takesJson ? ['BodyTooLarge', 'UnsupportedMediaType'] : []), 'Internal'];
  return [
    ...errors.map((error) => ({ name: error.name, problem: problemOf(error, REQUEST_ID) })),
    ...names.map(byHttp),
  ];
}

/** The answers of an operation that are problems, by their status. */
export function problemResponses(examples: readonly Example[]): Record<string, ResponseObject> {
  const byStatus = Map.groupBy(examples, ({ problem }) => problem.status);
  const statuses = [...byStatus.keys()].toSorted((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [String(status), responseOf(status, byStatus.get(status) ?? [])]),
  );
}

/** Any other answer: of the HTTP layer, or of something that stands before this service. */
export function defaultResponse(): ResponseObject {
  const examples = FOR_ANY.map(byHttp);
  return {
    ...responseOf(0, examples),
    description: `Anything else that is no success. ${sentencesOf(examples)}`,
    headers: carries('Allow', 'Retry-After'),
  };
}

/** What `examples` of the responses refer to. */
export function exampleComponents(examples: readonly Example[]): Record<string, ExampleObject> {
  const shown = [...examples, ...FOR_ANY.map(byHttp)];
  const byName = new Map(shown.toReversed().map((example) => [example.name, example.problem]));
  const names = [...byName.keys()].toSorted();
  return Object.fromEntries(
    names.map((name) => {
      const problem = byName.get(name);
      return [name, { summary: problem?.detail ?? '', value: problem }];
    }),
  );
}

function byHttp(name: string): Example {
  return { name, problem: problemOf(BY_HTTP[name], REQUEST_ID) };
}

function responseOf(status: number, examples: readonly Example[]): ResponseObject {
  const shown = new Map<string, ReferenceObject>();
  for (const { name, problem } of examples) {
    const key = shown.has(problem.code) ? `${problem.code} (${name})` : problem.code;
    shown.set(key, { $ref: `#/components/examples/${name}` });
  }
  const more = SENT_WITH[status];
  return {
    description: sentencesOf(examples),
    headers: more === undefined ? {} : carries(more),
    content: {
      [PROBLEM_TYPE]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(shown),
      },
    },
  };
}

function sentencesOf(examples: readonly Example[]): string {
  return examples.map(({ problem }) => `\`${problem.code}\`: ${problem.detail}`).join('\n');
}
