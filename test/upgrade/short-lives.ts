import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { answered, textOf } from './api.js';
import type { House } from './house.js';
import { keptFile, type KeptRelease } from './kept-release.js';
import { begin, giveUp, head, patch, sendForm } from './sending.js';

/** Of uploads and of the trash, for what is to be over when the release is kept. */
const SECONDS = '2';

/**
 * What ended: uploads given up and expired, one whose time was over unnoticed, an asset that was emptied from the
 * trash and one whose emptying was broken off. Takes a minute, since only a sweep empties the trash. The uploader
 * is killed at the end.
 */
export async function liveShortly(house: House): Promise<Pick<KeptRelease, 'over' | 'purging'>> {
  house.uploader = await house.start('uploader', {
    LECTERN_UPLOAD_SECONDS: SECONDS,
    LECTERN_TRASH_SECONDS: SECONDS,
  });
  const [ben, chen] = [house.as('ben'), house.as('chen')];
  const file = keptFile('over.pdf', 9_000);
  const started = async () => {
    const id = await begin(ben, 'over.pdf', { 'upload-length': String(file.length) });
    answered(await patch(ben, id, 0, file.subarray(0, 4_000)), 204, 'the first bytes');
    return id;
  };
  const abandoned = await started();
  answered(await giveUp(ben, abandoned), 204, 'giving up');
  const expired = await started();
  await sleep(2_500);
  answered(await head(ben, expired), 410, 'what has expired');

  const emptied = await trashed(house, 'ben', 'emptied.pdf');
  const purging = await trashed(house, 'chen', 'purging.pdf');
  await house.whileHeld('chen', async () => {
    const begun = 'select 1 from assets where id = $1 and purging_at is not null';
    await house.until('purging has begun', begun, [purging]);
    while (existsSync(await folderOf(house, purging))) await sleep(50);
    await house.uploader.stop('SIGKILL');
  });
  const gone = 'select 1 where not exists (select 1 from assets where id = $1)';
  await house.until('the trash was emptied', gone, [emptied]);

  // Its time is over before a first sweep can notice.
  await house.uploader.start();
  const due = await started();
  await house.uploader.stop();
  await sleep(2_500);
  return {
    over: [
      { how: 'abandoned', id: abandoned, by: 'ben' },
      { how: 'expired', id: expired, by: 'ben' },
      { how: 'due', id: due, by: 'ben' },
    ],
    purging: { asset: purging, by: 'chen' },
  };

  async function trashed(of: House, by: string, name: string): Promise<string> {
    const api = by === 'chen' ? chen : of.as(by);
    const asset = textOf(answered(await sendForm(api, name, keptFile(name, 2_000)), 202, name).body, 'id');
    await api.must(202, 'DELETE', `/v1/assets/${asset}`);
    return asset;
  }
}

/** Where the storage keeps an asset, wherever that is below its root. */
async function folderOf(house: House, asset: string): Promise<string> {
  const found = (await readdir(house.media, { recursive: true })).find(
    (name) => path.basename(name) === asset,
  );
  return path.join(house.media, found ?? 'nowhere');
}
