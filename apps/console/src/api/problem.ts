import type { Schemas } from '#libs/client';

/** A refusal of the API. Its `code` is what the page goes by; the sentence is shown where the page has none of its own. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** Every field of the problem, for those that say more. */
  readonly more: Readonly<Record<string, unknown>>;

  /** @param response which brought it; none where a page is told of it in its address */
  constructor(problem: Partial<Schemas['Problem']>, response?: Response) {
    super(problem.detail ?? response?.statusText);
    this.code = problem.code ?? 'unknown';
    this.status = response?.status ?? 0;
    this.requestId = problem.requestId ?? response?.headers.get('x-request-id') ?? undefined;
    const after = Number(response?.headers.get('retry-after'));
    this.retryAfterSeconds = after > 0 ? after : undefined;
    this.more = problem;
  }
}

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * What the API answers, or its problem as an exception; faults of the network are thrown as `fetch` throws them.
 *
 * @throws ApiProblem
 */
export async function told<Data>(answering: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answering;
  if (response.ok) return data as Data;
  const isProblem = typeof error === 'object' && error !== null;
  throw new ApiProblem(isProblem ? error : {}, response);
}

/** Whether nobody is signed in (any more). */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401;
}
