import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AssetView } from '../../acceptance/client.js';
import { Department } from '../../acceptance/department.js';
import { LecternProcess } from '../../acceptance/lectern-process.js';
import { BrowserClients, ClientsSite } from './browser.js';
import { fileBytes, type UploadOutcome, type UploadTask } from './file.js';
import { NodeClients } from './node.js';
import { type Break, CuttingProxy } from '../../servers/cutting-proxy.js';

/** One thing that a doctor does with a client. */
export interface Scene {
  readonly name: string;
  readonly task: Omit<UploadTask, 'endpoint' | 'key' | 'seed' | 'bytes' | 'fileName'>;
  /** Leaves in the middle and comes back: a new page, or a new program. */
  readonly comesBack?: boolean;
}

const MIB = 1024 * 1024;

const scenes = (client: UploadTask['client']): readonly Scene[] => [
  { name: `${client}, in one go`, task: { client } },
  { name: `${client}, in chunks`, task: { client, chunkBytes: 2.5 * MIB } },
  { name: `${client}, three parallel uploads`, task: { client, parallel: 3 } },
  { name: `${client}, paused and resumed`, task: { client, pauses: true } },
  { name: `${client}, left and resumed`, task: { client }, comesBack: true },
  { name: `${client}, given up`, task: { client, terminates: true, chunkBytes: 2 * MIB } },
  { name: `${client}, bytes with the creation`, task: { client, withCreation: true, chunkBytes: 3 * MIB } },
  { name: `${client}, POST instead of PATCH`, task: { client, overridePatch: true, chunkBytes: 3 * MIB } },
];

export const SCENES: readonly Scene[] = [...scenes('tus-js-client'), ...scenes('uppy')];

/** Only where a file can be a stream of unknown length. */
export const NODE_SCENES: readonly Scene[] = [
  ...SCENES,
  {
    name: 'tus-js-client, a stream of unknown length',
    task: { client: 'tus-js-client', deferred: true, chunkBytes: MIB },
  },
];

export interface ClientsOptions {
  readonly seed: number;
  readonly browser: boolean;
  readonly everyBytes?: readonly [number, number];
  readonly breaks?: readonly Break[];
}

/** A Lectern behind a bad link, and real clients on the other side of it. */
export class Clients {
  #count = 0;
  #wholes = 0;

  private constructor(
    readonly proxy: CuttingProxy,
    private readonly lectern: LecternProcess,
    private readonly department: Department,
    private readonly site: ClientsSite | undefined,
    private readonly browser: BrowserClients | undefined,
    private readonly node: NodeClients,
    private readonly folder: string,
    private readonly seed: number,
  ) {}

  static async start(options: ClientsOptions): Promise<Clients> {
    const folder = await mkdtemp(path.join(tmpdir(), 'lectern-clients-'));
    const site = options.browser ? await ClientsSite.start() : undefined;
    const lectern = await LecternProcess.create(
      site === undefined ? {} : { LECTERN_CORS_ORIGINS: site.origin },
    );
    const facts = await lectern.start();
    const department = await Department.create(facts, 'clients');
    const { hostname, port } = new URL(facts.uploader);
    const proxy = await CuttingProxy.start({
      target: { host: hostname, port: Number(port) },
      everyBytes: options.everyBytes ?? [2 * MIB, 5 * MIB],
      seed: options.seed,
      ...(options.breaks === undefined ? {} : { breaks: options.breaks }),
    });
    const browser = site === undefined ? undefined : await BrowserClients.start(site);
    const node = new NodeClients(path.join(folder, 'addresses.json'));
    return new Clients(proxy, lectern, department, site, browser, node, folder, options.seed);
  }

  async dispose(): Promise<void> {
    await this.browser?.close();
    await this.site?.close();
    await this.proxy.close();
    await this.lectern.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What Lectern has logged since it was ready. */
  get logged(): string {
    return this.lectern.printed.split('Ctrl-C stops everything cleanly.')[1] ?? '';
  }

  /**
   * Plays one scene.
   *
   * @throws Error when the file did not arrive whole, or what was given up is still there
   * @returns what the client did
   */
  async play(scene: Scene, where: 'node' | 'chromium', bytes: number): Promise<UploadOutcome> {
    const clients = where === 'node' ? this.node : this.browser;
    if (clients === undefined) throw new Error('There is no browser.');
    this.#count += 1;
    const task: UploadTask = {
      ...scene.task,
      endpoint: `${this.proxy.url}/v1/uploads`,
      key: this.department.doctor.key,
      seed: this.seed + this.#count,
      bytes,
      fileName: `lesson ${this.#count}.pdf`,
    };
    const outcome = scene.comesBack === true ? await clients.runAndComeBack(task) : await clients.run(task);
    if (scene.comesBack === true && !outcome.resumed)
      throw new Error('The earlier upload was not found, and the file was sent from its beginning.');
    if (task.terminates === true) await this.#expectGone(outcome);
    else await this.#expectWhole(task, outcome);
    return outcome;
  }

  /**
   * What must hold when all is done: every file once, nothing reserved. An upload whose creation succeeded
   * while the answer to it was lost is nobody's, and would expire: these are ended here, and counted.
   */
  async aftermath(): Promise<{ wrong: string[]; unanswered: number }> {
    const { doctor } = this.department;
    const wrong: string[] = [];
    let unanswered = 0;
    const list = '/v1/uploads?limit=100';
    for (;;) {
      const { body } = await doctor.json<{ items: { id: string; state: string }[] }>('GET', list);
      if (body.items.length === 0) break;
      for (const { id, state } of body.items) {
        const init = { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } };
        const { status } = await doctor.fetch(`/v1/uploads/${id}`, init);
        unanswered += 1;
        if (status !== 204) wrong.push(`an upload that is ${state} can not be ended: ${status}`);
      }
      if (wrong.length > 0) break;
    }
    const { reserved, assets } = await this.department.settled();
    if (reserved !== 0) wrong.push(`${reserved} bytes are still reserved`);
    if (assets !== this.#wholes)
      wrong.push(`${this.#wholes} files were uploaded and ${assets} assets are there`);
    return { wrong, unanswered };
  }

  async #expectWhole(task: UploadTask, outcome: UploadOutcome): Promise<void> {
    const { doctor } = this.department;
    const upload = await doctor.json<{ asset: string; state: string }>('GET', pathOf(outcome.url));
    const { body } = await doctor.json<AssetView>('GET', `/v1/assets/${upload.body.asset}`);
    this.#wholes += 1;
    const sha256 = createHash('sha256').update(fileBytes(task.seed, task.bytes)).digest('hex');
    const seen = {
      state: upload.body.state,
      bytes: body.bytes,
      sha256: body.sha256,
      fileName: body.fileName,
    };
    const expected = { state: 'completed', bytes: task.bytes, sha256, fileName: task.fileName };
    if (JSON.stringify(seen) !== JSON.stringify(expected))
      throw new Error(`expected ${JSON.stringify(expected)}, and there is ${JSON.stringify(seen)}`);
    if (outcome.asset !== undefined && outcome.asset !== upload.body.asset)
      throw new Error(`Upload-Asset said ${outcome.asset}, and the asset is ${upload.body.asset}`);
  }

  async #expectGone({ url }: UploadOutcome): Promise<void> {
    const headers = { 'tus-resumable': '1.0.0' };
    for (let tries = 0; ; tries++) {
      const { status } = await this.department.doctor.fetch(pathOf(url), { method: 'HEAD', headers });
      if (status === 410) return;
      if (tries > 100) throw new Error(`it was given up, and HEAD answers ${status}`);
      await delay(50);
    }
  }
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}
