import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AssetView, Client } from '../acceptance/client.js';

/** What a door answered: an asset, or the status and the code of a refusal. */
export type Sent = { readonly asset: string } | { readonly status: number; readonly code: string };

export type Door = 'form' | 'tus';

/** Sends a file as any client would, by one door. */
export function send(by: Client, file: string, name: string, door: Door): Promise<Sent> {
  return door === 'form' ? sendForm(by, file, name) : sendTus(by, file, name);
}

async function sendForm(by: Client, file: string, name: string): Promise<Sent> {
  const { status, body } = await by.uploadForm(name, await openAsBlob(file));
  return status < 300 ? { asset: body.id } : { status, code: body.code ?? '' };
}

const TUS = { 'tus-resumable': '1.0.0' };

async function sendTus(by: Client, file: string, name: string): Promise<Sent> {
  const bytes = await readFile(file);
  const created = await by.fetch('/v1/uploads', {
    method: 'POST',
    headers: {
      ...TUS,
      'upload-length': String(bytes.length),
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    },
  });
  if (created.status !== 201) return refusal(created);
  const location = new URL(created.headers.get('location') ?? '', by.facts.uploader).pathname;
  // In two pieces, as a line that broke leaves them.
  let done = created;
  const half = Math.ceil(bytes.length / 2);
  for (const [from, to] of [
    [0, half],
    [half, bytes.length],
  ] as const) {
    if (from === to) continue;
    done = await by.fetch(location, {
      method: 'PATCH',
      headers: { ...TUS, 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(bytes.subarray(from, to)),
    });
    if (done.status !== 204) return refusal(done);
    if (to < bytes.length) await done.arrayBuffer();
  }
  return { asset: done.headers.get('upload-asset') ?? '' };
}

async function refusal(response: Response): Promise<Sent> {
  const text = await response.text();
  const { code } = (text.startsWith('{') ? JSON.parse(text) : {}) as Partial<AssetView & { code: string }>;
  return { status: response.status, code: code ?? '' };
}
