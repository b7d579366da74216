import { requireDescribed } from './described-answers.js';

const { fetch: send } = globalThis;

// Every answer that an acceptance test fetches must be as the API's description says: a description that is not
// held against what is answered soon is a story.
globalThis.fetch = async (input, init) => {
  const response = await send(input, init);
  const request = input instanceof Request ? input : new Request(input, { ...init, body: null });
  const isText = /json|text\/plain/.test(response.headers.get('content-type') ?? '');
  requireDescribed({
    method: request.headers.get('x-http-method-override') ?? request.method,
    url: request.url,
    ...(typeof init?.body === 'string' && { sent: init.body }),
    status: response.status,
    headers: response.headers,
    text: isText ? await response.clone().text() : '',
  });
  return response;
};
