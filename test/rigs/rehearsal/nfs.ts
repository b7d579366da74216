import { setTimeout as sleep } from 'node:timers/promises';
import { faultMount } from '../../servers/fault-mounts.js';
import { NotHere } from '../../servers/not-here.js';
import type { Rehearsal } from './rehearsal.js';
import { becomes, Site } from './site.js';

/**
 * The NFS server is gone for a while, by a mount that hangs. The same with a real server and kernels of their own is
 * `npm run rig -- nfs`.
 */
export async function rehearseNfs(rehearsal: Rehearsal, seconds: number): Promise<void> {
  const mount = await faultMount();
  if (mount === undefined) throw new NotHere('no FUSE here (gcc, pkg-config, libfuse3-dev, fuse3)');
  const site = await Site.make({ storage: mount.folder });
  try {
    await site.run({ uploader: 1, delivery: 1, worker: 1 });
    const { pids } = site;
    const { asset, sha256 } = await site.send();
    const link = await site.link(asset);
    rehearsal.equal('before: the file is served', (await site.fetch(link)).sha256, sha256);

    rehearsal.step(`the server stands still for ${seconds} s`);
    await mount.set('* hang 100');
    const notReady = await becomes(async () => {
      const all = await Promise.all(site.services.map((service) => service.readiness()));
      return all.every((status) => status === 503);
    }, 20_000);
    rehearsal.hold('no service is ready', notReady);
    // One whose own call is in the kernel waits as long as the server does; the others are told.
    const statuses: number[] = [];
    const held = [1, 2, 3, 4, 5].map(() =>
      site.trySending(50_000).then(
        ({ status }) => statuses.push(status),
        () => statuses.push(0),
      ),
    );
    rehearsal.hold(
      'uploads are refused with 503',
      await becomes(() => statuses.includes(503), 40_000),
      statuses,
    );
    let late = 0;
    for (const until = Date.now() + seconds * 1000; Date.now() < until; await sleep(500))
      for (const service of site.services) if ((await service.liveness()) !== 200) late += 1;
    rehearsal.equal('liveness answers all the time', late, 0);

    rehearsal.step('the server is back');
    await mount.set();
    const ready = await becomes(async () => {
      const all = await Promise.all(site.services.map((service) => service.readiness()));
      return all.every((status) => status === 200);
    }, 60_000);
    rehearsal.hold('all services are ready again', ready);
    await Promise.all(held);
    const lies = statuses.filter((status) => ![0, 202, 503].includes(status));
    rehearsal.equal('those who waited are told the truth', lies, []);
    rehearsal.equal('the file is served', (await site.fetch(link)).sha256, sha256);
    const again = await site.send();
    rehearsal.equal(
      'a file is taken and served',
      (await site.fetch(await site.link(again.asset))).sha256,
      again.sha256,
    );
    await site.hasGoneOn(rehearsal, pids);
  } finally {
    await mount.set();
    await site.dispose();
    await mount.stop();
  }
}
