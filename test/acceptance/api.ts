import request from 'supertest';
import type { Client } from './client.js';

/** Requests of a caller to the API, each of which says what it expects: `api(doctor).get('/v1/me').expect(200)`. */
export function api(caller: Client): ReturnType<typeof request.agent> {
  return request.agent(caller.facts.uploader).set('authorization', `Bearer ${caller.key}`);
}

/** The same without a token, at any base URL. */
export const anyone = (baseUrl: string) => request(baseUrl);
