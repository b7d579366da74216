import { apiUrl, OWN_REQUEST } from './base.js';

/** An answer is old after it: whoever asks then asks anew. */
const FRESH_MS = 10_000;

/** What is asked for before the scripts are there that want it. */
const begun = new Map<string, { readonly at: number; readonly answer: Promise<Response> }>();

/** Asks for something that the page will want, by its path with its query as the page will write it. */
export function begin(path: string): Promise<Response> {
  const url = apiUrl(path);
  const answer = fetch(url, { headers: OWN_REQUEST });
  begun.set(url, { at: Date.now(), answer });
  // Whoever takes it hears of it.
  answer.catch(() => undefined);
  return answer;
}

/** Sends a request, unless it was begun: then that is its answer, once. */
export function sendUnlessBegun(request: Request): Promise<Response> {
  const early = request.method === 'GET' ? begun.get(request.url) : undefined;
  begun.delete(request.url);
  return early !== undefined && Date.now() - early.at < FRESH_MS ? early.answer : fetch(request);
}
