import { execFile, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { atExit } from '../../servers/at-exit.js';
import { NotHere } from '../../servers/not-here.js';
import type { Rehearsal } from './rehearsal.js';
import { becomes, Site } from './site.js';

const run = promisify(execFile);
const MIB = 1024 * 1024;
const [SMALL, LARGE] = [192 * MIB, 512 * MIB];

/** A volume that is nearly full is grown under the running services. */
export async function rehearseVolume(rehearsal: Rehearsal): Promise<void> {
  const volume = await GrowingVolume.make(SMALL);
  const site = await Site.make({ storage: volume.folder });
  try {
    await site.run({ uploader: 1, delivery: 1 });
    const { pids } = site;
    const { asset } = await site.send();
    rehearsal.step(`the volume of ${SMALL / MIB} MiB is filled`);
    let answer = { status: 202, text: '' };
    // How full it is is measured every 3 s: a refusal counts when it is repeated after that.
    for (let refused = 0, sent = 0; refused < 2 && sent < 300; sent += 1) {
      answer = await site.trySending(refused === 0 ? 2 * MIB : 50_000);
      refused = answer.status === 507 ? refused + 1 : 0;
      if (refused === 1) await sleep(4_000);
    }
    rehearsal.equal('new uploads are refused with 507 before it is full', answer.status, 507);
    rehearsal.hold(
      'the refusal says that storage is full',
      answer.text.includes('"storage-full"'),
      answer.text,
    );
    const before = await state(site);
    rehearsal.hold('the admin sees that encoding waits', before.encoding === 'waiting', before);
    rehearsal.equal('what is stored is still served', (await site.fetch(await site.link(asset))).status, 200);
    rehearsal.step(`it is grown to ${LARGE / MIB} MiB`);
    await volume.grow(LARGE);
    const goesOn = await becomes(async () => (await state(site)).encoding === 'going-on', 30_000);
    rehearsal.hold('encoding goes on', goesOn, await state(site));
    rehearsal.equal('uploads are taken', (await state(site)).uploads, 'taken');
    rehearsal.equal('a file is taken', (await site.trySending(8 * MIB)).status, 202);
    await site.hasGoneOn(rehearsal, pids);
  } finally {
    await site.dispose();
    await volume.stop();
  }
}

async function state(site: Site): Promise<{ uploads: string; encoding: string; usedPercent: number }> {
  const { text } = await site.ask('GET', '/v1/admin/storage', { key: site.keys.admin });
  return JSON.parse(text) as { uploads: string; encoding: string; usedPercent: number };
}

/** btrfs on a file, in the place of a logical volume: ext4 grows only for who has CAP_SYS_RESOURCE, too. */
class GrowingVolume {
  private constructor(
    readonly folder: string,
    private readonly base: string,
    private readonly image: string,
    private readonly device: string,
    private readonly gone: () => void,
  ) {}

  /** @throws NotHere */
  static async make(bytes: number): Promise<GrowingVolume> {
    const base = await mkdtemp('/var/tmp/lectern-volume-');
    const [image, folder] = [path.join(base, 'image'), path.join(base, 'mount')];
    try {
      await writeFile(image, '');
      await truncate(image, bytes);
      await run('mkfs.btrfs', ['-q', '--mixed', image]);
      await mkdir(folder);
      const device = (await run('losetup', ['--find', '--show', image])).stdout.trim();
      const tidyUp = (): void => {
        spawnSync('umount', ['-l', folder]);
        spawnSync('losetup', ['--detach', device]);
        rmSync(base, { recursive: true, force: true });
      };
      const gone = atExit(tidyUp);
      await run('mount', [device, folder]);
      return new GrowingVolume(folder, base, image, device, gone);
    } catch (error) {
      await rm(base, { recursive: true, force: true });
      throw new NotHere(`no btrfs on a loop device here: ${(error as Error).message}`);
    }
  }

  async grow(bytes: number): Promise<void> {
    await truncate(this.image, bytes);
    await run('losetup', ['--set-capacity', this.device]);
    await run('btrfs', ['filesystem', 'resize', 'max', this.folder]);
  }

  async stop(): Promise<void> {
    this.gone();
    await run('umount', ['-l', this.folder]);
    await run('losetup', ['--detach', this.device]);
    await rm(this.base, { recursive: true, force: true });
  }
}
