import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { documentOf } from './document.js';
import { Findings, must } from './findings.js';
import type { NfsLab } from './lab.js';
import { LINK, LostReplies, RENAME } from './lost-reply.js';
import { MOUNT, type Pod } from './pod.js';

const CLIENT = 'dist/test/rigs/nfs/client.js';
const LOSSY_PORT = 2_050;
const GUARD_MS = 60_000;

interface Saw {
  readonly [name: string]: unknown;
}

/** What two clients of one export see of each other's work, and what each says of a mount that is wrong. */
export async function twoClients(
  lab: NfsLab,
  findings: Findings,
  { mount, core }: { readonly mount: string; readonly core: boolean },
): Promise<void> {
  const [a, b] = lab.pods;
  await findings.check('F04 an object that was asked for before it was there', () => early(a, b, MOUNT));
  await findings.check('F05 a document that another client replaces', () => replaced(a, b));
  await findings.check('F09 a link whose reply is lost with the server', () =>
    lostReply(lab, a, mount, LINK),
  );
  if (core) return;
  await findings.check('F09 a rename whose reply is lost with the server', () =>
    lostReply(lab, a, mount, RENAME),
  );
  await wrongMounts(lab, findings, a, mount);
}

async function client(pod: Pod, ...argv: readonly (string | number)[]): Promise<Saw> {
  const { output } = await pod.node([CLIENT, ...argv.map(String)]);
  return sawOf(output);
}

function sawOf(output: string): Saw {
  try {
    return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Saw;
  } catch {
    return { error: output };
  }
}

/** Starts a client that watches, and waits until it does. */
async function watching(pod: Pod, argv: readonly string[]): Promise<() => Promise<Saw>> {
  await pod.launch('client', [process.execPath, CLIENT, ...argv]);
  const until = async (holds: (seen: { code: number | null; output: string }) => boolean) => {
    const deadline = Date.now() + 2 * GUARD_MS;
    for (;;) {
      const seen = await pod.seen('client');
      if (holds(seen)) return seen;
      must(Date.now() < deadline, `the watching client does not end: ${seen.output}`);
      await delay(50);
    }
  };
  await until(({ code, output }) => code !== null || output.includes('watching'));
  return async () => sawOf((await until(({ code }) => code !== null)).output);
}

/** Negative answers are cached: how long, the mount options decide. */
async function early(a: Pod, b: Pod, mount: string): Promise<string> {
  const key = `early/object-${Date.now()}`;
  // The folder is there, so that only the name in it is asked for in vain.
  await client(a, 'put', mount, 'early/first', 10);
  const found = await watching(b, ['await', mount, key]);
  const put = await client(a, 'put', mount, key, 100_000);
  must(put['whole'] === true, `A stored ${JSON.stringify(put)}`);
  const saw = await found();
  must(saw['bytes'] === 100_000, `B saw ${JSON.stringify(saw)}`);
  const lag = Number(saw['at']) - Number(put['ended']);
  return `asked for in vain ${String(saw['missing'])} times, found ${Math.max(0, lag)} ms after it was stored`;
}

async function replaced(a: Pod, b: Pod): Promise<string> {
  const times = 40;
  await client(a, 'replace', MOUNT, 'control/watched.json', 1);
  const ended = await watching(b, ['watch', MOUNT, 'control/watched.json', String(times)]);
  const wrote = await client(a, 'replace', MOUNT, 'control/watched.json', times);
  must(wrote['whole'] === true, `A wrote ${JSON.stringify(wrote)}`);
  const saw = await ended();
  const said = JSON.stringify(saw);
  must(saw['last'] === times && saw['torn'] === 0 && saw['missing'] === 0, `B saw ${said}`);
  return `${String(saw['reads'])} reads, none torn, ${String(saw['staleSizes'])} times stat told another size than the open file had`;
}

/** The server does what is asked and dies before it answers; the client's kernel asks again. */
async function lostReply(lab: NfsLab, pod: Pod, mount: string, operation: number): Promise<string> {
  const isLink = operation === LINK;
  const target = isLink ? 'object-of-the-lost-link' : 'rig-lost.json';
  const key = isLink ? `lost/${target}` : `control/${target}`;
  const onServer = path.join(lab.exported, key);
  // A kernel has one connection to a server, so the usual mount has to go for a while.
  await pod.unmount(MOUNT);
  const proxy = await LostReplies.listen(LOSSY_PORT, operation, target);
  try {
    await pod.mount(MOUNT, `${mount},port=${LOSSY_PORT}`);
    const going = isLink ? client(pod, 'put', MOUNT, key, 50_000) : client(pod, 'replace', MOUNT, key, 1);
    await Promise.race([
      proxy.asked,
      going.then((saw) => Promise.reject(new Error(`never asked: ${JSON.stringify(saw)}`))),
    ]);
    await untilThere(onServer);
    await lab.server.kill();
    await lab.server.start();
    proxy.mend();
    const saw = await going;
    must(saw['whole'] === true, `the client saw ${JSON.stringify(saw)}`);
    if (!isLink) must((await readFile(onServer)).equals(documentOf(1)), 'the document is another one');
    const left = (await lab.files()).filter((file) => file.startsWith('.tmp/'));
    must(left.length === 0, `left behind: ${left.join(', ')}`);
    return 'done once, and seen as done';
  } finally {
    await pod.unmount(MOUNT);
    proxy.close();
    await pod.mount(MOUNT, mount);
  }
}

async function untilThere(file: string): Promise<void> {
  const deadline = Date.now() + GUARD_MS;
  while ((await lstat(file).catch(() => undefined)) === undefined) {
    must(Date.now() < deadline, 'the server did not do what was asked');
    await delay(20);
  }
}

/** F11: the self-test at start names what is wrong. */
async function wrongMounts(lab: NfsLab, findings: Findings, pod: Pod, mount: string): Promise<void> {
  const refused = async (folder: string, says: RegExp, uid?: number): Promise<string> => {
    const more = uid === undefined ? {} : { uid };
    const { output } = await pod.node([CLIENT, 'self-test', folder], more);
    const { error } = sawOf(output);
    must(typeof error === 'string' && says.test(error), `expected ${String(says)}, seen ${output}`);
    return error;
  };
  await mkdir(path.join(lab.exported, 'tested'));
  const tested = `${MOUNT}/tested`;
  await findings.check('F11 another user id', () => refused(tested, /user 12345/, 12_345));
  await findings.check('F11 a read-only mount', async () => {
    const readOnly = '/mnt/read-only';
    await pod.mount(readOnly, `${mount},ro,nosharecache`);
    return refused(`${readOnly}/tested`, /read-only/).finally(() => pod.unmount(readOnly));
  });
  await findings.check('F11 no inodes left', async () => {
    const full = path.join(lab.exported, 'inodes');
    await takeInodes(full);
    return refused(tested, /inodes/).finally(() => rm(full, { recursive: true }));
  });
}

async function takeInodes(folder: string): Promise<void> {
  await mkdir(folder);
  for (let number = 0; ; number++) {
    const failed = await writeFile(path.join(folder, String(number)), '').then(
      () => false,
      () => true,
    );
    if (failed) return;
  }
}
