import { describe, expect, it } from 'vitest';
import { judgeMount, mountOf, parseMountinfo } from './mounts.js';

const TABLE = String.raw`22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
90 27 0:50 / /srv/lectern rw,noatime shared:4 master:1 - nfs4 10.0.0.5:/export/lectern rw,vers=4.2,rsize=1048576,hard,proto=tcp,lookupcache=pos
91 27 0:51 / /srv/with\040space\134and\011more rw,relatime - nfs 10.0.0.5:/old rw,vers=3,soft,timeo=600,nolock,local_lock=all
92 90 0:52 / /srv/lectern rw,relatime - tmpfs tmpfs rw,size=8192k
93 27 0:53 / /srv/lectern2 ro,relatime - xfs /dev/vdb rw
a line of another form
`;
const mounts = parseMountinfo(TABLE);

/** Verdict and check of each finding for a mount with these options. */
function judged(type: string, options: string): string[] {
  const [mount] = parseMountinfo(`1 0 0:1 / /m rw,relatime - ${type} source ${options}`);
  if (mount === undefined) throw new Error('no mount');
  return judgeMount(mount).map(({ check, verdict }) => `${verdict} ${check}`);
}

describe('mountinfo', () => {
  it('is read with optional fields, escapes and lines that are none', () => {
    expect(mounts).toHaveLength(6);
    expect(mounts[2]).toMatchObject({ type: 'nfs4', source: '10.0.0.5:/export/lectern' });
    expect(mounts[2]?.options).toContain('lookupcache=pos');
    expect(mounts[2]?.options).toContain('noatime');
    expect(mounts[3]?.point).toBe('/srv/with space\\and\tmore');
  });

  it.each([
    ['/', 'ext4'],
    ['/srv', 'ext4'],
    ['/srv/lectern', 'tmpfs'],
    ['/srv/lectern/assets', 'tmpfs'],
    ['/srv/lectern2/assets', 'xfs'],
    ['/srv/lectern3', 'ext4'],
    ['/srv/with space\\and\tmore/x', 'nfs'],
    ['/proc/self', 'proc'],
  ])('says that %s lies on %s', (path, type) => {
    expect(mountOf(path, mounts)?.type).toBe(type);
  });
});

describe('a mount is judged', () => {
  it('F11 good when it is NFS as it should be', () => {
    expect(judged('nfs4', 'rw,vers=4.2,hard,lookupcache=pos')).toEqual([
      'ok mount',
      'ok mount-hard',
      'ok mount-lookupcache',
    ]);
  });

  it.each([
    ['nfs4', 'rw,vers=4.2,soft,lookupcache=pos', 'wrong mount-hard'],
    ['nfs4', 'rw,vers=4.2,softerr', 'wrong mount-hard'],
    ['nfs4', 'rw,vers=4.2,hard', 'warning mount-lookupcache'],
    ['nfs4', 'rw,vers=4.2,hard,lookupcache=none', 'warning mount-lookupcache'],
    ['nfs4', 'rw,vers=4.0,hard', 'warning mount'],
    ['nfs', 'rw,vers=3,hard,nolock', 'warning mount'],
    ['nfs', 'rw,vers=3,hard,nolock', 'ok mount-locks'],
    ['nfs4', 'rw,vers=4.2,hard,sync', 'warning mount-sync'],
    ['nfs4', 'ro,vers=4.2,hard', 'wrong mount-writable'],
    ['ext4', 'rw,nobarrier', 'wrong mount-barriers'],
    ['ext4', 'rw,data=writeback', 'wrong mount-barriers'],
    ['tmpfs', 'rw', 'wrong mount'],
    ['overlay', 'rw', 'warning mount'],
    ['fuse.s3fs', 'rw', 'wrong mount'],
    ['fuse.something', 'rw', 'warning mount'],
    ['cifs', 'rw', 'warning mount'],
    ['fuse.ceph-fuse', 'rw', 'ok mount'],
    ['xfs', 'rw', 'ok mount'],
    ['btrfs', 'rw', 'ok mount'],
    ['unheard-of', 'rw', 'warning mount'],
  ])('F11 on %s with %s: %s', (type, options, finding) => {
    expect(judged(type, options)).toContain(finding);
  });

  it('F11 with a way to mend all that is not good', () => {
    for (const mount of mounts) {
      for (const { verdict, mend } of judgeMount(mount)) {
        if (verdict === 'wrong' || verdict === 'warning') expect(mend).toBeTruthy();
      }
    }
  });
});
