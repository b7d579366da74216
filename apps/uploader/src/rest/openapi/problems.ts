import type { ExampleObject, ReferenceObject, ResponseObject } from '@nestjs/swagger';
import {
  DatabaseBusy,
  DatabaseUnavailable,
  IdempotencyKeyReused,
  IdempotentRequestRunning,
  InvalidCursor,
  UnstorableText,
  VersionConflict,
} from '#libs/database';
import {
  BodyTooLarge,
  BodyTooSlow,
  ContentTypeNotTaken,
  FileNotProven,
  Forbidden,
  InsufficientScope,
  InvalidRequest,
  InvalidToken,
  MethodNotAllowed,
  type Problem,
  PROBLEM_TYPE,
  problemOf,
  RouteNotFound,
  TooManyConnections,
  TooManyCreations,
  TooManyFailedAuthentications,
  TooManyRequestsAhead,
  TooManySearches,
  Unauthenticated,
  UnknownField,
  UnknownParameter,
} from '#libs/http';
import { PersonDisabled } from '#libs/identity';
import type { DomainError } from '#libs/kernel';
import { CrossSiteRequest } from '../cross-site-request.errors.js';
import { carries, type HeaderName } from './headers.js';
import type { Route } from './route.js';

/** What a refusal is shown by: the name is its class's, so that one class is shown once. */
interface Example {
  readonly name: string;
  readonly problem: Problem;
}

/** What of an operation decides which problems it may have without saying so. */
export interface Traits {
  /** A body of JSON is read before the route is called, in bounded time and memory, and its fields must be known. */
  readonly readsJson: boolean;
  /** There are media types that it does not take. */
  readonly refusesTypes: boolean;
  readonly takesIfMatch: boolean;
  readonly isPaged: boolean;
  readonly searches: boolean;
}

const REQUEST_ID = '7d2f0c1e9b6a4f35';
const SPENT = { most: 1_000, windowSeconds: 60, retryAfterSeconds: 30 };
const JSON_TYPE = 'application/json';

/** Those that no route is about: they are told once, as every operation's `default`. */
const FOR_ANY: readonly Example[] = [
  new RouteNotFound(),
  new MethodNotAllowed(['GET', 'PATCH', 'DELETE']),
  new BodyTooSlow(30),
  new TooManyConnections(),
  new DatabaseBusy(1_000),
  new TooManyRequestsAhead(16),
]
  .map(exampleOf)
  .concat(
    // What the parser of HTTP refuses, and what stands before this service.
    { name: 'TooManyRequests', problem: problemOf({ statusCode: 429 }, REQUEST_ID) },
    { name: 'HeadersTooLarge', problem: problemOf({ statusCode: 431 }, REQUEST_ID) },
  );

const INTERNAL: Example = {
  name: 'Internal',
  problem: problemOf(new Error('A fault of our own'), REQUEST_ID),
};

const SENT_WITH: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  403: ['WWW-Authenticate'],
  415: ['Accept', 'Accept-Patch'],
  503: ['Retry-After'],
  429: ['Retry-After', 'RateLimit', 'RateLimit-Policy'],
  507: ['Retry-After'],
};

/** Every problem that an operation may have; what all of its sort may have is told here, and nowhere else. */
export function problemsOf(route: Route, traits: Traits): Example[] {
  const unknown = [{ name: 'titel', nearest: 'title', known: ['title'] }];
  const errors = [
    ...route.raises,
    new InvalidRequest('The request does not fit what this resource takes.', ['title: is needed']),
    new UnknownParameter([{ name: 'limits', nearest: 'limit', known: ['cursor', 'limit'] }]),
    new UnstorableText(),
    ...(route.isPublic
      ? []
      : [new Unauthenticated(), new InvalidToken(), new PersonDisabled(), new CrossSiteRequest()]),
    ...(route.isPublic ? [] : [new InsufficientScope('upload')]),
    ...(route.isForCodes ? [new FileNotProven()] : []),
    ...(route.hasRoles ? [new Forbidden()] : []),
    ...(traits.readsJson ? [new UnknownField(unknown), new BodyTooLarge(262_144), new BodyTooSlow(30)] : []),
    ...(traits.refusesTypes ? [new ContentTypeNotTaken([JSON_TYPE])] : []),
    ...(route.isPublic
      ? []
      : [new TooManyFailedAuthentications({ ...SPENT, policy: 'failed-authentications' })]),
    ...(route.creates ? [new TooManyCreations({ ...SPENT, policy: 'creations' })] : []),
    ...(traits.searches ? [new TooManySearches({ ...SPENT, policy: 'searches' })] : []),
    ...(traits.isPaged ? [new InvalidCursor()] : []),
    ...(traits.takesIfMatch ? [new VersionConflict([3], 4)] : []),
    ...(route.isIdempotent ? [new IdempotencyKeyReused(), new IdempotentRequestRunning()] : []),
    new DatabaseUnavailable(),
  ].map(exampleOf);
  const statuses = new Set(errors.map(({ problem }) => problem.status));
  // A client that finds the status of an answer does not look at `default` any more.
  const more = FOR_ANY.filter(
    ({ name, problem }) => statuses.has(problem.status) && !errors.some((error) => error.name === name),
  );
  return [...errors, ...more, INTERNAL];
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
  return {
    ...responseOf(0, FOR_ANY),
    description: `Anything else that is no success. ${sentencesOf(FOR_ANY)}`,
    headers: carries('Allow', 'Retry-After'),
  };
}

/** What `examples` of the responses refer to. */
export function exampleComponents(examples: readonly Example[]): Record<string, ExampleObject> {
  const shown = [...examples, ...FOR_ANY];
  const byName = new Map(shown.toReversed().map((example) => [example.name, example.problem]));
  const names = [...byName.keys()].toSorted();
  return Object.fromEntries(
    names.map((name) => {
      const problem = byName.get(name);
      return [name, { summary: problem?.detail ?? '', value: problem }];
    }),
  );
}

function exampleOf(error: DomainError): Example {
  return { name: error.name, problem: problemOf(error, REQUEST_ID) };
}

function responseOf(status: number, examples: readonly Example[]): ResponseObject {
  const shown = new Map<string, ReferenceObject>();
  for (const { name, problem } of examples) {
    const key = shown.has(problem.code) ? `${problem.code} (${name})` : problem.code;
    shown.set(key, { $ref: `#/components/examples/${name}` });
  }
  const more = SENT_WITH[status] ?? [];
  return {
    description: sentencesOf(examples),
    headers: carries(...more),
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
