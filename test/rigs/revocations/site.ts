import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { ApiKeys } from '#libs/identity';
import { openStorage } from '#libs/storage';
import { cephSettings, type CephRig, startCeph } from '../../servers/ceph.js';
import { Edge, hasEdge } from '../../servers/edge.js';
import { Replicas } from '../../servers/replicas.js';
import { ServiceProcess } from '../../servers/service-process.js';

/** Who serves signed URLs: a delivery or the edge. */
interface Reader {
  readonly name: string;
  readonly url: string;
}

export interface Opened {
  readonly session: string;
  /** Behind any reader's origin. */
  readonly target: string;
}

/** How long the event loop of a service stood still at most since it was asked last (loop-probe.ts), and its memory. */
export interface Pulse {
  readonly name: string;
  readonly clockMs: number;
  readonly processorMs: number;
  readonly residentMib: number;
}

/** Whose sessions make the list long. */
const CROWD = 'crowd';

/** Two uploaders and two deliveries on one storage, beside the edge where this machine has it. */
export class Site {
  readonly #asset: Promise<string>;

  private constructor(
    private readonly replicas: Replicas,
    private readonly deliveries: readonly ServiceProcess[],
    private readonly edge: Edge | undefined,
    private readonly ceph: CephRig | undefined,
    private readonly crowdsKey: string,
    private readonly probes: string,
  ) {
    this.#asset = this.#upload();
  }

  static async start(storage: string): Promise<Site> {
    const ceph = storage === 's3' ? await startCeph() : undefined;
    const settings = ceph === undefined ? {} : asEnvironment(cephSettings(ceph));
    if (ceph !== undefined) await (await openStorage(cephSettings(ceph), { createBucket: true })).close();
    const probes = await mkdtemp('/var/tmp/lectern-probes-');
    const probed = {
      ...settings,
      RIG_PROBE_FOLDER: probes,
      NODE_OPTIONS: `--import=${path.resolve('dist/test/rigs/revocations/loop-probe.js')}`,
    };
    const replicas = await Replicas.start({ count: 2, environment: probed });
    replicas.disposeOnSignal();
    const apiKeys = new ApiKeys();
    const crowd = { subject: CROWD, name: 'Crowd', role: 'doctor', unit: 'hospital', label: 'rig' } as const;
    const { secret } = await replicas.database.transaction((tx) => apiKeys.create(tx, crowd));
    const environment = { ...replicas.environment, LECTERN_LOG_LEVEL: 'warn' };
    const deliveries = [
      await ServiceProcess.start('delivery', 'delivery-1', environment),
      await ServiceProcess.start('delivery', 'delivery-2', environment),
    ];
    await mkdir(replicas.storage, { recursive: true });
    const keyRing = await readFile(path.join(replicas.folder, 'keys', 'ring.json'), 'utf8');
    const edge =
      ceph === undefined && hasEdge() ? await Edge.start({ root: replicas.storage, keyRing }) : undefined;
    return new Site(replicas, deliveries, edge, ceph, secret, probes);
  }

  get readers(): Reader[] {
    const readers: Reader[] = this.deliveries.map(({ name, url }) => ({ name, url }));
    if (this.edge !== undefined) readers.push({ name: 'edge', url: `http://127.0.0.1:${this.edge.port}` });
    return readers;
  }

  /** A link of the doctor, or of the crowd. */
  async open(by: 'doctor' | 'crowd' = 'doctor'): Promise<Opened> {
    const key = by === 'doctor' ? this.replicas.keys.doctor : this.crowdsKey;
    const { session, url } = await this.#call<{ session: string; url: string }>(key, 0, {
      method: 'POST',
      route: `/v1/assets/${await this.#asset}/download-links`,
      body: {},
    });
    return { session, target: new URL(url).pathname };
  }

  /**
   * Through any of the uploaders, as a client does: asked again while it is not in force yet, or there is no connection
   * to the database left.
   *
   * @returns how often it was asked again
   */
  async revoke({ session }: Opened, uploader: number): Promise<number> {
    const route = `/v1/assets/${await this.#asset}/download-links/${session}`;
    for (let waits = 0; ; waits += 1) {
      try {
        await this.#call(this.replicas.keys.doctor, uploader, { method: 'DELETE', route });
        return waits;
      } catch (error) {
        if (!/revocation-not-in-force|database-unavailable/.test(String(error))) throw error;
      }
    }
  }

  /** Gives the crowd so many sessions that have not expired. */
  async crowd(sessions: number): Promise<void> {
    const asset = await this.#asset;
    await sql`insert into playback_sessions
        (id, kind, asset_id, viewer, role, unit, created_at, expires_at)
      select substr(md5(n::text) || md5(n::text), 1, 26), 'play', ${asset}, ${CROWD}, 'doctor', 'hospital',
        now(), now() + interval '2 hours' from generate_series(1, ${sessions}::integer) n`.execute(
      this.replicas.database.kysely,
    );
  }

  /** All that the crowd has opened is revoked at once. */
  async disableCrowd(): Promise<void> {
    const body = { disabled: true };
    await this.#call(this.replicas.keys.admin, 0, {
      method: 'PATCH',
      route: `/v1/admin/people/${CROWD}`,
      body,
    });
  }

  /** The versions that the list has had so far. */
  async version(): Promise<number> {
    const { rows } = await sql<{
      version: number;
    }>`select last_value as version from revocation_versions`.execute(this.replicas.database.kysely);
    return rows[0]?.version ?? 0;
  }

  /** How many entries each delivery goes by. */
  async entries(): Promise<number[]> {
    return Promise.all(
      this.deliveries.map(async ({ url }) => (await metricsOf(url))('lectern_delivery_revocation_entries')),
    );
  }

  async pulses(): Promise<Pulse[]> {
    const services = [...this.replicas.all, ...this.deliveries];
    return Promise.all(
      services.map(async ({ name, url }) => {
        const told = text(connect(path.join(this.probes, `${name}.probe`)));
        const { clockMs, processorMs } = JSON.parse(await told) as Pulse;
        const residentMib = (await metricsOf(url))('process_resident_memory_bytes') / 1024 ** 2;
        return { name, clockMs, processorMs, residentMib };
      }),
    );
  }

  async stop(): Promise<void> {
    await this.edge?.stop();
    for (const delivery of this.deliveries) await delivery.stop();
    await this.replicas.dispose();
    await this.ceph?.stop();
    await rm(this.probes, { recursive: true, force: true });
  }

  async #upload(): Promise<string> {
    const form = new FormData();
    form.set(
      'file',
      new Blob([Buffer.from('%PDF-1.4\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n%%EOF\n', 'latin1')]),
      'a.pdf',
    );
    const response = await fetch(`${this.replicas.all[0]?.url}/v1/assets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.replicas.keys.doctor}` },
      body: form,
    });
    if (response.status !== 202) throw new Error(`no asset: ${response.status} ${await response.text()}`);
    const { id } = (await response.json()) as { id: string };
    // Everybody may open a link of it who sees its course.
    const { id: courseId } = await this.#call<{ id: string }>(this.replicas.keys.doctor, 0, {
      method: 'POST',
      route: '/v1/courses',
      body: { title: 'A course', visibility: 'all' },
    });
    const route = `/v1/assets/${id}`;
    await this.#call(this.replicas.keys.doctor, 0, { method: 'PATCH', route, body: { courseId } });
    return id;
  }

  async #call<T>(
    key: string,
    uploader: number,
    { method, route, body }: { method: string; route: string; body?: object },
  ): Promise<T> {
    const { all } = this.replicas;
    const response = await fetch(`${all[uploader % all.length]?.url}${route}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${answer}`);
    return (answer === '' ? undefined : JSON.parse(answer)) as T;
  }
}

async function metricsOf(url: string): Promise<(name: string) => number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1] ?? Number.NaN);
}

function asEnvironment(settings: object): Record<string, string> {
  const set = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
}
