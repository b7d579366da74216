import request from 'supertest';
import type { Client } from './client.js';
import { requireDescribed } from './described-answers.js';

/** Requests of a caller to the API, each of which says what it expects: `api(doctor).get('/v1/me').expect(200)`. */
export function api(caller: Client): ReturnType<typeof request.agent> {
  return anyone(caller.facts.uploader).set('authorization', `Bearer ${caller.key}`);
}

/** The same without a token, at any base URL. */
export function anyone(baseUrl: string): ReturnType<typeof request.agent> {
  return request.agent(baseUrl).use((sent: request.Test) => {
    void sent.expect(isDescribed);
  });
}

function isDescribed(response: request.Response): void {
  const { method, url } = response.request as { method: string; url: string };
  requireDescribed({
    method,
    url,
    status: response.status,
    headers: new Headers(response.headers),
    text: response.text ?? '',
  });
}
