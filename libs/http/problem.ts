import { HttpException } from '@nestjs/common';
import { z } from 'zod';
import { DomainError, type ErrorKind } from '#libs/kernel';
import { LimitReached, type Spent } from './limit-reached.js';
import { ContentTypeNotTaken, InsufficientScope, MethodNotAllowed, Unauthenticated } from './http.errors.js';

/** The status of each kind of fact. 460 is tus's own (checksum extension). */
const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'not-allowed': 405,
  'timed-out': 408,
  gone: 410,
  conflict: 409,
  'precondition-failed': 412,
  'precondition-required': 428,
  locked: 423,
  'length-required': 411,
  'too-large': 413,
  'range-not-satisfiable': 416,
  unsupported: 415,
  unprocessable: 422,
  'checksum-mismatch': 460,
  'too-many': 429,
  'insufficient-storage': 507,
  unavailable: 503,
  internal: 500,
};

/** An answer by RFC 9457. `code` is stable; what else a client may see stands beside it. */
export const problem = z
  .looseObject({
    type: z
      .string()
      .describe('The URI of its type: `urn:lectern:problem:` and the code, unless others registered one'),
    title: z.string().describe('The code in words'),
    status: z.int().describe('The status of the answer'),
    detail: z.string().describe('What is wrong, in a sentence that may be shown to people'),
    code: z.string().describe('What programs go by: stable, and unique to what is wrong'),
    requestId: z.string().describe('The request, as the logs name it'),
    retryable: z.boolean().describe('Whether the same request may succeed later'),
  })
  .meta({
    id: 'Problem',
    description:
      'Why a request was refused (RFC 9457). Facts of its own, such as `limit` and `used`, stand beside these.',
  });
export type Problem = Readonly<z.output<typeof problem>>;

export const PROBLEM_TYPE = 'application/problem+json';

/** Codes of errors that the HTTP layer itself meets: a wrong method, a body that is no JSON. */
const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'invalid-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  408: 'request-timeout',
  413: 'body-too-large',
  415: 'unsupported-media-type',
  422: 'unprocessable',
  429: 'too-many-requests',
  431: 'headers-too-large',
  503: 'unavailable',
};

/**
 * The one renderer of errors. What is not a DomainError, or was thrown by the framework for a client's
 * mistake, becomes a 500 without a word of its reason: that stands in the log under the request's id.
 */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof DomainError) {
    return {
      ...error.facts,
      type: error.registeredType ?? `urn:lectern:problem:${error.code}`,
      title: titleOf(error.code),
      status: STATUS[error.kind],
      detail: error.kind === 'internal' ? 'Something went wrong on our side.' : error.message,
      code: error.code,
      requestId,
      retryable: error.retryable,
    };
  }
  const status = clientStatusOf(error);
  const code = status === 500 ? 'internal' : (CODE_OF_STATUS[status] ?? 'invalid-request');
  return {
    type: `urn:lectern:problem:${code}`,
    title: titleOf(code),
    status,
    detail: status === 500 ? 'Something went wrong on our side.' : detailOf(error, code),
    code,
    requestId,
    retryable: status === 429 || status === 503,
  };
}

/** The header fields that go with a problem: what to do about it, for programs. */
export function fieldsOf(problem: Problem, error: unknown): Record<string, string> {
  return {
    ...(error instanceof MethodNotAllowed && { allow: error.allow.join(', ') }),
    // RFC 9110 section 15.5.16.
    ...(error instanceof ContentTypeNotTaken && error.takes.length > 0 && { accept: error.takes.join(', ') }),
    ...(problem.status === 401 && {
      'www-authenticate': error instanceof Unauthenticated ? error.challenge : 'Bearer',
    }),
    ...(error instanceof LimitReached && limitFields(error.spent)),
    ...(error instanceof InsufficientScope && { 'www-authenticate': error.challenge }),
    ...(problem.retryable && (problem.status === 503 || problem.status === 507) && { 'retry-after': '5' }),
    ...(error instanceof DomainError &&
      error.retryAfterSeconds !== undefined && { 'retry-after': String(error.retryAfterSeconds) }),
  };
}

/** draft-ietf-httpapi-ratelimit-headers-10: what is left of which limit, and when there will be more. */
function limitFields({ policy, most, windowSeconds, retryAfterSeconds }: Spent): Record<string, string> {
  return {
    'retry-after': String(retryAfterSeconds),
    ratelimit: `"${policy}";r=0;t=${retryAfterSeconds}`,
    'ratelimit-policy': `"${policy}";q=${most};w=${windowSeconds}`,
  };
}

function clientStatusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode: status, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  // A path that can't be decoded names nothing. Fastify's own words would repeat it, token and all.
  if (code === 'FST_ERR_BAD_URL' || code === 'FST_ERR_MAX_PARAM_LENGTH') return 404;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function detailOf(error: unknown, code: string): string {
  if (code === 'not-found') return 'There is nothing here.';
  if (code === 'unsupported-media-type') return 'The Content-Type is not one that this resource takes.';
  if (code === 'body-too-large') return 'The body is larger than this resource takes.';
  const message = error instanceof Error ? error.message : '';
  return message === '' ? titleOf(code) : message;
}

function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
