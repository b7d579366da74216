import { type Api, answered, type Reply } from './api.js';

const TUS = { 'tus-resumable': '1.0.0' };

/** Begins an upload by tus. @returns its id */
export async function begin(
  api: Api,
  fileName: string,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  const metadata = `filename ${Buffer.from(fileName).toString('base64')}`;
  const reply = await api.call('POST', '/v1/uploads', {
    headers: { ...TUS, 'upload-metadata': metadata, ...headers },
  });
  const id = /[^/]+$/.exec(answered(reply, 201, `begin ${fileName}`).headers.get('location') ?? '')?.[0];
  if (id === undefined) throw new Error(`${fileName} got no Location`);
  return id;
}

export function patch(
  api: Api,
  id: string,
  offset: number,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  return api.call('PATCH', `/v1/uploads/${id}`, {
    headers: {
      ...TUS,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
      ...headers,
    },
    body: new Uint8Array(bytes),
  });
}

export function head(api: Api, id: string): Promise<Reply> {
  return api.call('HEAD', `/v1/uploads/${id}`, { headers: TUS });
}

export function giveUp(api: Api, id: string): Promise<Reply> {
  return api.call('DELETE', `/v1/uploads/${id}`, { headers: TUS });
}

/** Makes one upload of partial ones, in this order. */
export function concatenate(api: Api, fileName: string, partials: readonly string[]): Promise<Reply> {
  const metadata = `filename ${Buffer.from(fileName).toString('base64')}`;
  const pieces = partials.map((id) => `/v1/uploads/${id}`).join(' ');
  return api.call('POST', '/v1/uploads', {
    headers: { ...TUS, 'upload-metadata': metadata, 'upload-concat': `final;${pieces}` },
  });
}

export function putPart(api: Api, id: string, number: number, bytes: Uint8Array): Promise<Reply> {
  return api.call('PUT', `/v1/uploads/${id}/parts/${number}`, { body: new Uint8Array(bytes) });
}

/** Uploads by form; the answer is the asset. */
export function sendForm(
  api: Api,
  fileName: string,
  bytes: Uint8Array,
  fields: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(bytes)]), fileName);
  return api.call('POST', '/v1/assets', { body: form });
}
