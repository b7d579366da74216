import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONTAINER, IMAGE_USER } from '../../servers/edge.js';
import { configOf, inContainer } from './image.js';
import { ASSET, EdgeTree, MEDIA, NOW, PLAYLIST, ringText } from '../../servers/edge-tree.js';
import { askRaw, codeOf } from '../../servers/raw-http.js';

/** What an image must have and must not have, by its description and its files. */
export async function describedRight(image: string): Promise<string[]> {
  const { config, mebibytes } = await configOf(image);
  console.log(`${image} takes ${mebibytes} MiB`);
  const wrong: string[] = [];
  const same = (what: string, seen: unknown, expected: unknown) =>
    seen === expected || wrong.push(`${what} is ${String(seen)}, not ${String(expected)}`);
  same('the user', config.User, '10001:10001');
  same('the signal to stop', config.StopSignal, 'SIGQUIT');
  same('the health check', config.Healthcheck?.Test.join(' '), 'CMD /opt/lectern-edge/healthcheck.sh');
  for (const label of ['title', 'description', 'version', 'revision'])
    if (!config.Labels[`org.opencontainers.image.${label}`]) wrong.push(`there is no label ${label}`);
  for (const setting of config.Env)
    if (/secret|ring|password|access_key/i.test(setting)) wrong.push(`the image brings ${setting}`);
  const script =
    'for tool in gcc cc make git curl wget python3; do command -v $tool; done; ls /var/lib/apt/lists; ' +
    'find /opt /etc /run -xdev -name "*ring*.json" -o -xdev -name "*.key"';
  const { stdout } = await inContainer([...CONTAINER, '--entrypoint=sh', image, '-c', script]);
  if (stdout.trim() !== '') wrong.push(`the image holds ${stdout.trim().split('\n').join(', ')}`);
  return wrong;
}

/** A running edge: whose it is, what it may, what of the claim it serves, and how it stops. */
export async function runsRight(): Promise<string[]> {
  const tree = await EdgeTree.start();
  const wrong: string[] = [];
  try {
    const { edge } = tree;
    wrong.push(...processesRight(edge.container));
    for (const path of ['/x', '/opt/lectern-edge/x', '/data/x', '/etc/lectern/keys/x']) {
      const { code } = await inContainer(['exec', edge.container, 'touch', path]);
      if (code === 0) wrong.push(`${path} could be written`);
    }
    const health = await inContainer(['exec', edge.container, '/opt/lectern-edge/healthcheck.sh']);
    if (health.code !== 0) wrong.push(`the health check ended with ${health.code}`);
    wrong.push(...(await foldersRight(tree)));
    wrong.push(...(await stopsRight(tree)));
  } finally {
    await tree.dispose();
  }
  return wrong;
}

/** Every process of the container, by what the kernel says of it. */
function processesRight(container: string): string[] {
  const wrong: string[] = [];
  let nginx = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))) {
    let status = '';
    try {
      if (!readFileSync(`/proc/${pid}/mountinfo`, 'latin1').includes(`${container}/keys`)) continue;
      status = readFileSync(`/proc/${pid}/status`, 'latin1');
    } catch {
      continue;
    }
    const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1];
    if (field('Name') === 'nginx') nginx += 1;
    if (field('Uid') !== String(IMAGE_USER)) wrong.push(`${field('Name')} runs as ${field('Uid')}`);
    for (const set of ['CapEff', 'CapPrm', 'CapBnd'])
      if (!/^0+$/.test(field(set) ?? '')) wrong.push(`${field('Name')} has ${set} ${field(set)}`);
    if (field('NoNewPrivs') !== '1') wrong.push(`${field('Name')} may gain privileges`);
  }
  if (nginx < 3) wrong.push(`${nginx} processes of nginx were found`);
  return wrong;
}

/** Videos and attachments are assets under signed URLs; what else lies on the claim is not served. */
async function foldersRight(tree: EdgeTree): Promise<string[]> {
  for (const folder of ['videos', 'attachments']) {
    await mkdir(join(tree.root, folder));
    await writeFile(join(tree.root, folder, 'lesson.mp4'), 'older');
  }
  const wrong: string[] = [];
  const attachment = { path: 'source/original', scope: 'file', saveAs: '教案.pdf' } as const;
  const expected: [string, number][] = [
    [tree.url(), 200],
    [tree.url(attachment), 200],
    [tree.url().replace('hls/master.m3u8', 'source/original'), 403],
    ['/videos/lesson.mp4', 404],
    ['/attachments/lesson.mp4', 404],
    [tree.fileOf('hls/master.m3u8').slice(tree.root.length), 404],
    [tree.url().replace(ASSET, 'attachments'), 403],
    ['/control/revocations.json', 404],
  ];
  for (const [target, status] of expected) {
    const answer = await askRaw(tree.edge.port, { target, headers: { 'x-rig-now': String(NOW) } });
    if (answer.status !== status)
      wrong.push(`${target} was answered with ${answer.status} ${codeOf(answer)}, not ${status}`);
    if (target === tree.url() && !answer.body.equals(PLAYLIST)) wrong.push('the playlist is another');
    if (
      target === tree.url(attachment) &&
      answer.headers['content-disposition']?.startsWith('attachment; ') !== true
    )
      wrong.push('the attachment is not saved');
  }
  return wrong;
}

/** Kubernetes and Docker send the image's signal: what is under way reaches its end, and nothing new begins. */
async function stopsRight(tree: EdgeTree): Promise<string[]> {
  const target = tree.url({ path: 'hls/v1080/media.mp4', kibPerSecond: 1024 });
  const asking = askRaw(tree.edge.port, { target, headers: { 'x-rig-now': String(NOW) } });
  await sleep(300);
  const waiting = inContainer(['wait', tree.edge.container]);
  const stopping = inContainer(['stop', '--time=30', tree.edge.container]);
  const { body } = await asking;
  await stopping;
  const code = (await waiting).stdout.trim();
  const wrong = body.equals(MEDIA) ? [] : [`an answer was cut at ${body.length} bytes when it was stopped`];
  if (code !== '0') wrong.push(`it ended with ${code} when it was stopped`);
  return wrong;
}

const REFUSED: [string, Record<string, string>, RegExp][] = [
  ['no delivery', { LECTERN_EDGE_DELIVERY: '' }, /LECTERN_EDGE_DELIVERY is missing: .*delivery:8081/],
  ['delivery without a port', { LECTERN_EDGE_DELIVERY: 'delivery' }, /LECTERN_EDGE_DELIVERY is not valid: /],
  ['no key ring', { LECTERN_KEY_RING: '' }, /LECTERN_KEY_RING is missing: /],
  ['a key ring that is not mounted', { LECTERN_KEY_RING: '/etc/none.json' }, /can't be read: is it mounted/],
  ['no folder', { LECTERN_STORAGE_PATH: '/claim' }, /names no folder: is the claim mounted there/],
  ['a run folder of root', { LECTERN_EDGE_RUN: '/opt/run' }, /mount an empty one at \/opt\/run/],
  ['no bucket', { LECTERN_STORAGE: 's3' }, /LECTERN_S3_BUCKET is missing: /],
  ['another storage', { LECTERN_STORAGE: 'ftp' }, /LECTERN_STORAGE is not valid: it is nfs or s3/],
];

/** A start with a wrong setting ends at once, with one sentence that names it and says what to do. */
export async function refusesWrongSettings(image: string): Promise<string[]> {
  const folder = await mkdtemp('/var/tmp/lectern-edge-image-');
  const wrong: string[] = [];
  try {
    await writeFile(join(folder, 'ring.json'), ringText(), { mode: 0o644 });
    const right = {
      LECTERN_EDGE_DELIVERY: '127.0.0.1:9',
      LECTERN_KEY_RING: '/ring.json',
      LECTERN_EDGE_LISTEN: '127.0.0.1:9',
      LECTERN_EDGE_HEALTH_LISTEN: '127.0.0.1:9',
    };
    for (const [name, change, sentence] of REFUSED) {
      const settings = Object.entries({ ...right, ...change }).map((pair) => `--env=${pair.join('=')}`);
      const mount = `--volume=${folder}/ring.json:/ring.json:ro`;
      const { code, stderr } = await inContainer([...CONTAINER, ...settings, mount, image]);
      const said = stderr.trim();
      if (code !== 1 || said.includes('\n') || !said.startsWith('edge: ') || !sentence.test(said))
        wrong.push(`${name}: it ended with ${code} and said ${JSON.stringify(said)}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return wrong;
}
