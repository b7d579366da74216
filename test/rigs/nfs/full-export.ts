import { execFileSync } from 'node:child_process';
import { mkdir, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Findings, must } from './findings.js';
import type { NfsLab } from './lab.js';
import type { Pod } from './pod.js';
import { codeOf, PART_BYTES, UploadClient } from './upload.js';

const MIB = 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0' };
/** Within which an upload must go on once there is room again. */
const RECOVERY_MS = 120_000;

/** F01: what does not fit is 507 and leaves nothing; what was begun before goes on when there is room again. */
export async function fullExport(
  lab: NfsLab,
  findings: Findings,
  { seed, pods }: { readonly seed: number; readonly pods: readonly Pod[] },
): Promise<void> {
  const ballast = path.join(lab.exported, 'ballast');
  for (const pod of pods) {
    await findings.check(`F01 a full export, seen from ${pod.name}`, async () => {
      const client = UploadClient.withFile(lab, pod, 3 * MIB, seed);
      const created = await client.ask('POST', '/v1/uploads', {
        headers: { ...TUS, 'upload-length': client.content.byteLength },
      });
      must(created.status === 201, `the upload was not begun: ${created.status} ${created.text}`);
      const location = new URL(created.headers.location ?? '', pod.url('uploader')).pathname;
      const { asset } = JSON.parse(created.text) as { asset: string };
      const parts = await client.beginParts();
      await mkdir(ballast);
      await fill(lab.exported, ballast, 128 * 1024);
      let said: string;
      try {
        said = await whileFull(lab, client, location, parts.id);
      } finally {
        await rm(ballast, { recursive: true, force: true });
      }
      await goOn(lab, client, location, asset, pod);
      await client.readBack(await client.restOfParts(parts), lab.other(pod));
      return said;
    });
  }
}

async function whileFull(
  lab: NfsLab,
  client: UploadClient,
  location: string,
  parts: string,
): Promise<string> {
  const before = await lab.files();
  const patch = (offset: number) =>
    client.ask('PATCH', location, {
      headers: { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': offset },
      body: client.content.subarray(offset),
    });
  const begun = await patch(0);
  must(begun.status === 507, `PATCH onto the full export: ${begun.status} ${begun.text}`);
  const head = await client.ask('HEAD', location, { headers: TUS });
  must(head.status === 200, `HEAD after it: ${head.status}`);
  const offset = Number(head.headers['upload-offset']);
  const again = await patch(offset);
  must(again.status === 507, `PATCH at ${offset} onto the full export: ${again.status} ${again.text}`);
  const form = await client.formOnce();
  must(form.status === 507, `a form onto the full export: ${form.status} ${form.text}`);
  const part = await client.ask('PUT', `/v1/uploads/${parts}/parts/1`, {
    body: client.content.subarray(0, PART_BYTES),
  });
  must(part.status === 507, `a part onto the full export: ${part.status} ${part.text}`);
  await delay(1_000);
  const after = (await lab.files()).filter((file) => !before.includes(file));
  // Running uploads keep their segments, with no more in them than counts. Nothing else may have stayed.
  const counting = new Map([
    [location.split('/').at(-1) ?? '?', offset],
    [parts, 0],
  ]);
  const left: string[] = [];
  for (const file of after) {
    // An hour may end meanwhile, whose anchor stays.
    if (file.includes('audit/anchors/')) continue;
    const upload = path.basename(path.dirname(file));
    const { size } = await stat(path.join(lab.exported, file));
    if (size > (counting.get(upload) ?? -1)) left.push(`${file} (${size} bytes)`);
  }
  must(left.length === 0, `left behind: ${left.join(', ')}`);
  return `507 ${codeOf(begun)} at PATCH, at PATCH again (offset ${offset}), 507 ${codeOf(form)} for a form, 507 ${codeOf(part)} for a part; nothing left behind`;
}

async function goOn(
  lab: NfsLab,
  client: UploadClient,
  location: string,
  asset: string,
  pod: Pod,
): Promise<void> {
  const deadline = Date.now() + RECOVERY_MS;
  for (;;) {
    const head = await client.ask('HEAD', location, { headers: TUS });
    const offset = Number(head.headers['upload-offset']);
    const answer = await client.ask('PATCH', location, {
      headers: { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': offset },
      body: client.content.subarray(offset),
    });
    if (answer.status === 204) break;
    must(
      answer.status === 507 && Date.now() < deadline,
      `after there was room again: ${answer.status} ${answer.text}`,
    );
    await delay(500);
  }
  await client.readBack(asset, lab.other(pod));
}

/** Takes the disk's room until less than `leave` bytes are free. */
async function fill(folder: string, ballast: string, leave: number): Promise<void> {
  let number = 0;
  for (let step = 1024 * MIB; step >= leave / 2; step /= 2)
    for (;;) {
      const { bavail, bsize } = await statfs(folder);
      if (bavail * bsize < step + leave / 2) break;
      execFileSync('fallocate', ['-l', String(step), path.join(ballast, String(number))]);
      number += 1;
    }
}
