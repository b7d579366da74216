/** Why something can't go on: the problem of an answer (RFC 9457), or one that was found before anything was sent. */
export interface UploadProblem {
  /** Stable; what programs go by. */
  readonly code: string;
  /** A sentence that may be shown to people. */
  readonly detail: string;
  /** Of the answer; nothing where there was none. */
  readonly status?: number;
  readonly retryable?: boolean;
  readonly requestId?: string;
  /** Facts of its own, such as `limit` and `used`. */
  readonly [fact: string]: unknown;
}

/** An answer that is no success. */
export class Refused extends Error {
  constructor(
    readonly problem: UploadProblem,
    /** Before which nothing is to be asked again; 0 where the answer does not say. */
    readonly retryAfterMs: number,
  ) {
    super(problem.detail);
    this.name = 'Refused';
  }
}

/** What was asked got no answer. */
export class NoAnswer extends Error {
  constructor(options?: { cause?: unknown }) {
    super('There was no answer.', options);
    this.name = 'NoAnswer';
  }
}

/** Why a wait or a request was cut short. */
export class Interrupted extends Error {
  constructor(readonly why: 'paused' | 'retry' | 'settled' | 'stopped' | 'abandoned') {
    super(why);
    this.name = 'Interrupted';
  }
}

/** A problem that the helper itself found. */
export function found(code: string, detail: string): Refused {
  return new Refused({ code, detail }, 0);
}

/** An answer's problem. What stands in front of the service answers in words of its own, without a code. */
export function refusalOf(status: number, body: string, retryAfter: string | null | undefined): Refused {
  return new Refused({ ...problemIn(body, status), status }, afterMs(retryAfter));
}

function problemIn(body: string, status: number): UploadProblem {
  try {
    const problem = JSON.parse(body) as UploadProblem;
    if (typeof problem.code === 'string' && typeof problem.detail === 'string') return problem;
  } catch {
    // Told below.
  }
  return { code: `http-${status}`, detail: `The answer was ${status}, without a reason.` };
}

/** Seconds, or a date. */
function afterMs(retryAfter: string | null | undefined): number {
  if (retryAfter === null || retryAfter === undefined) return 0;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

/** What is to be done about an answer that is no success. */
export type Remedy = 'sign-in' | 'room' | 'again' | 'smaller' | 'look' | 'end';

/** Which answers pass by themselves, and which only a person can do something about. */
export function remedyOf({ status = 0, code, retryable }: UploadProblem): Remedy {
  if (status === 401) return 'sign-in';
  if (status === 507) return retryable === true ? 'room' : 'end';
  // A proxy that takes no bodies of this length says so without a code of ours.
  if (status === 413 && code === 'http-413') return 'smaller';
  // It may have come to its end in another way, by its SHA-256 or by an answer that was lost; and HEAD gives no reasons.
  if (code === 'upload-not-open' || status === 410 || code === 'http-404' || code === 'http-403')
    return 'look';
  if (retryable === true || status >= 500) return 'again';
  return [408, 423, 425, 429].includes(status) ? 'again' : 'end';
}
