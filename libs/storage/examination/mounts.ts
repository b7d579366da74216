import { type Finding, ok, warning, wrong } from '../finding.js';

/** One line of /proc/self/mountinfo (proc_pid_mountinfo(5)). */
export interface Mount {
  readonly point: string;
  /** As the kernel names it: `nfs4`, `ext4`, `fuse.s3fs` … */
  readonly type: string;
  /** What is mounted: `server:/export`, a device, or any word. */
  readonly source: string;
  /** Of the mount point and of the file system, together. */
  readonly options: ReadonlySet<string>;
}

/** Every mount of the text, in its order; lines of another form are left out. */
export function parseMountinfo(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const [own, system] = line.split(' - ', 2);
    const [, , , , point, ownOptions] = own?.split(' ') ?? [];
    const [type, source, systemOptions] = system?.split(' ') ?? [];
    if (point === undefined || ownOptions === undefined || type === undefined || source === undefined)
      continue;
    mounts.push({
      point: unescaped(point),
      type,
      source: unescaped(source),
      options: new Set([...ownOptions.split(','), ...(systemOptions?.split(',') ?? [])]),
    });
  }
  return mounts;
}

/** The mount that an absolute path without symbolic links lies on: the innermost, and of several there the last. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  let found: Mount | undefined;
  for (const mount of mounts) {
    const inside = path === mount.point || path.startsWith(mount.point === '/' ? '/' : `${mount.point}/`);
    if (inside && mount.point.length >= (found?.point.length ?? 0)) found = mount;
  }
  return found;
}

/** The kernel writes space, tab, newline and backslash in octal. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

const CHECK = 'mount';
const NFS_OPTIONS = 'nfsvers=4.2,hard,noatime,lookupcache=positive';

/** What the mount is, and what its options mean for Lectern. */
export function judgeMount(mount: Mount): Finding[] {
  return [...judgeKind(mount), ...judgeOptions(mount)];
}

function judgeKind(mount: Mount): Finding[] {
  const { type, source } = mount;
  const facts = { type, source, point: mount.point };
  if (isNfs(type)) return judgeNfs(mount);
  switch (type) {
    case 'ext4':
    case 'ext3':
    case 'xfs':
    case 'btrfs':
    case 'zfs':
    case 'f2fs':
      return [
        ok(
          CHECK,
          `${type} on ${source}: a disk of this machine; other machines can't share it but over NFS`,
          facts,
        ),
      ];
    case 'ceph':
    case 'lustre':
    case 'gpfs':
    case 'fuse.ceph-fuse':
    case 'fuse.glusterfs':
      return [ok(CHECK, `${type} on ${source}: a file system that machines share`, facts)];
    case 'tmpfs':
    case 'ramfs':
      return [
        wrong(
          CHECK,
          `${type} lies in memory: everything is lost when the machine restarts, whatever fsync says`,
          'mount a disk or an NFS export there',
          facts,
        ),
      ];
    case 'overlay':
      return [
        warning(
          CHECK,
          'overlay is the writable layer of a container: it goes with the container',
          'mount a volume there',
          facts,
        ),
      ];
    default:
      return [judgeOther(mount, facts)];
  }
}

function judgeOther(
  { type, source }: Mount,
  facts: { type: string; source: string; point: string },
): Finding {
  if (/^fuse\.(s3fs|goofys|gcsfuse|rclone|mount-s3|mountpoint-s3|geesefs|blobfuse2?)$/.test(type)) {
    return wrong(
      CHECK,
      `${type} is a bucket that looks like a folder: it has no hard links and no fsync`,
      'set LECTERN_STORAGE=s3 and use the bucket itself',
      facts,
    );
  }
  if (type === 'cifs' || type === 'smb3' || type === '9p' || type === 'vboxsf' || type === 'virtiofs') {
    return warning(
      CHECK,
      `${type} on ${source}: it may lack hard links and report errors late`,
      'use NFS 4.2; the checks below show what can be seen',
      facts,
    );
  }
  if (type === 'fuse' || type.startsWith('fuse.')) {
    return warning(
      CHECK,
      `${type} on ${source}: what fsync means there is the program's own affair`,
      'ask its makers whether fsync reaches a disk; the checks below show what can be seen',
      facts,
    );
  }
  return warning(
    CHECK,
    `${type} on ${source}: a file system that Lectern knows nothing of`,
    'weigh the checks below',
    facts,
  );
}

function isNfs(type: string): boolean {
  return type === 'nfs' || type === 'nfs4';
}

function judgeNfs({ type, source, point, options }: Mount): Finding[] {
  const version = valueOf(options, 'vers') ?? 'unknown';
  const facts = { type, source, point, version };
  const findings: Finding[] = [];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 4 && minor >= 1) findings.push(ok(CHECK, `NFS ${version} from ${source}`, facts));
  else {
    findings.push(
      warning(
        CHECK,
        `NFS ${version} from ${source}: without sessions a lost reply is repeated, and may seem to fail though it was done`,
        'mount with nfsvers=4.2',
        facts,
      ),
    );
  }
  if (options.has('soft') || options.has('softerr')) {
    findings.push(
      wrong(
        'mount-hard',
        'A soft mount turns a slow server into failed writes, and can lose what was acknowledged',
        `mount with ${NFS_OPTIONS}`,
      ),
    );
  } else findings.push(ok('mount-hard', 'hard: while the server is away calls wait, and nothing is lost'));
  findings.push(judgeLookups(options));
  if (options.has('sync') || options.has('noac')) {
    findings.push(
      warning(
        'mount-sync',
        `${options.has('noac') ? 'noac' : 'sync'} makes every write wait for the server; Lectern syncs by itself where it matters`,
        `mount with ${NFS_OPTIONS}`,
      ),
    );
  }
  if (options.has('nolock') || valueOf(options, 'local_lock') === 'all') {
    findings.push(ok('mount-locks', 'Locks are local to each machine: Lectern takes none, so no matter'));
  }
  return findings;
}

function judgeLookups(options: ReadonlySet<string>): Finding {
  const cached = valueOf(options, 'lookupcache');
  if (cached === 'pos' || cached === 'positive') {
    return ok('mount-lookupcache', 'lookupcache=positive: names that are missing are not remembered');
  }
  if (cached === 'none') {
    return warning(
      'mount-lookupcache',
      'lookupcache=none asks the server for every name: right, but slow',
      `mount with ${NFS_OPTIONS}`,
    );
  }
  return warning(
    'mount-lookupcache',
    'A name that was looked for too early stays missing on this machine, up to half a minute',
    `mount with ${NFS_OPTIONS}`,
  );
}

function judgeOptions({ type, options }: Mount): Finding[] {
  const findings: Finding[] = [];
  if (options.has('ro')) {
    findings.push(
      wrong(
        'mount-writable',
        'It is mounted read-only',
        'mount it for writing (only delivery does with reading)',
      ),
    );
  }
  if (options.has('nobarrier') || options.has('barrier=0') || valueOf(options, 'data') === 'writeback') {
    findings.push(
      wrong(
        'mount-barriers',
        'Write barriers are off, or data may follow later than their names: a power cut loses what was acknowledged',
        'mount without nobarrier, barrier=0 and data=writeback',
      ),
    );
  }
  const touches = !options.has('noatime') && !options.has('relatime') && !isNfs(type);
  if (touches) {
    findings.push(
      warning('mount-atime', 'Every read writes the time of the read (strictatime)', 'mount with noatime'),
    );
  } else if (options.has('noatime')) {
    findings.push(ok('mount-atime', 'noatime: reading writes nothing'));
  }
  return findings;
}

function valueOf(options: ReadonlySet<string>, name: string): string | undefined {
  for (const option of options) {
    if (option.startsWith(`${name}=`)) return option.slice(name.length + 1);
  }
  return undefined;
}
