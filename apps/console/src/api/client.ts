import { lecternClient } from '#libs/client';
import { OWN_REQUEST, SERVICE_URL } from './base.js';
import { sendUnlessBegun } from './begun.js';

/** The API, as whoever is signed in here: the browser adds the cookie, which no script reads. */
export const api = lecternClient({ baseUrl: SERVICE_URL, headers: OWN_REQUEST, fetch: sendUnlessBegun });
