import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deliverySettings } from '../../apps/delivery/src/config.js';
import { uploaderSettings } from '../../apps/uploader/src/config.js';
import { workerSettings } from '../../apps/worker/src/config.js';
import {
  bytesOf,
  type Container,
  containersOf,
  idOf,
  type Manifest,
  ofKind,
  ownApp,
  type PodSpec,
  workloadsOf,
} from './manifests.js';
import type { Rule } from './pod-policies.js';

/** The names that each app reads. */
export const SETTINGS: Readonly<Record<string, ReadonlySet<string>>> = {
  uploader: new Set(Object.keys(uploaderSettings.shape)),
  delivery: new Set(Object.keys(deliverySettings.shape)),
  worker: new Set(Object.keys(workerSettings.shape)),
  edge: edgeSettings(),
};

/** Settings that no ConfigMap offers, and why. */
const LEFT_OUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  uploader: {
    LECTERN_COMMIT: 'the image knows it',
    LECTERN_HOST: 'a pod listens on all its addresses, the default',
    LECTERN_PORT: 'the image and the Service agree on 8080',
  },
  delivery: {
    LECTERN_COMMIT: 'the image knows it',
    LECTERN_DELIVERY_HOST: 'a pod listens on all its addresses, the default',
    LECTERN_DELIVERY_PORT: 'the image and the Service agree on 8081',
    LECTERN_DELIVERY_STALL_SECONDS: 'fits the time-outs of the Ingress',
    LECTERN_DELIVERY_OPEN_OBJECTS: 'measured; not a matter of the cluster',
    LECTERN_DELIVERY_OPEN_SECONDS: 'how late a removal is seen: no less is promised elsewhere',
    LECTERN_DELIVERY_FAST_LANE: 'a way out in case of need',
    LECTERN_USAGE_S3_ACCESS_KEY: 'only where delivery\u2019s own key may not write; a file of a Secret',
    LECTERN_USAGE_S3_SECRET_KEY: 'as LECTERN_USAGE_S3_ACCESS_KEY',
  },
  worker: {
    LECTERN_COMMIT: 'the image knows it',
    DATABASE_OWNER_URL: 'a worker migrates nothing: it waits for the uploader\u2019s init container',
    LECTERN_WORKER_HOST: 'a pod listens on all its addresses, the default',
    LECTERN_WORKER_PORT: 'the image and the Service agree on 8082',
  },
};

/** Of the ConfigMap that all services read, the edge has no use for some. */
const NOT_FOR_THE_EDGE = ['LECTERN_S3_TIMEOUT_SECONDS'];

function edgeSettings(): ReadonlySet<string> {
  const lua = 'docker/edge/lua/lectern';
  const files = ['docker/edge/entrypoint.sh', ...readdirSync(lua).map((file) => path.join(lua, file))];
  const names = files.flatMap((file) => readFileSync(file, 'utf8').match(/\bLECTERN_[A-Z0-9_]+\b/g) ?? []);
  return new Set(names.filter((name) => !name.endsWith('_FILE') && !name.endsWith('_')));
}

/** The variables of a container and where each comes from. */
export function environmentOf(
  container: Container,
  manifests: readonly Manifest[],
): Map<string, { value: string | undefined; source: string }> {
  const variables = new Map<string, { value: string | undefined; source: string }>();
  for (const { configMapRef } of container.envFrom ?? []) {
    const map = ofKind(manifests, 'ConfigMap').find(({ metadata }) => metadata.name === configMapRef?.name);
    for (const [name, value] of Object.entries(map?.data ?? {}))
      variables.set(name, { value, source: map === undefined ? '' : idOf(map) });
  }
  for (const { name, value } of container.env ?? []) variables.set(name, { value, source: 'env' });
  return variables;
}

/** `DATABASE_URL` of `DATABASE_URL_FILE` where the app knows no setting of the longer name. */
function settingOf(name: string, known: ReadonlySet<string>): string {
  return name.endsWith('_FILE') && !known.has(name) ? name.slice(0, -'_FILE'.length) : name;
}

/** Every setting that is given exists, under that name, in the schema of the app that it is given to. */
export const settingsExist: Rule = (manifests) => {
  const problems = workloadsOf(manifests).flatMap(({ id, pod }) =>
    containersOf(pod).flatMap((container) => {
      const app = ownApp(container.image);
      const known = app === undefined ? undefined : SETTINGS[app];
      if (app === undefined || known === undefined) return [];
      return [...environmentOf(container, manifests)]
        .filter(([name]) => !(app === 'edge' && NOT_FOR_THE_EDGE.includes(name)))
        .filter(
          ([name, { source }]) =>
            name.startsWith('LECTERN_') || name.startsWith('DATABASE_') || source !== 'env',
        )
        .filter(([name]) => !known.has(settingOf(name, known)))
        .map(
          ([name, { source }]) =>
            `${id} container ${container.name}: ${app} knows no setting ${name} (${source})`,
        );
    }),
  );
  return [...new Set(problems)];
};

/** And the other way round: every setting of an app is offered by some manifest, or left out for a reason. */
export function missingSettings(all: readonly (readonly Manifest[])[]): string[] {
  const offered = new Map<string, Set<string>>();
  for (const manifests of all) {
    for (const { pod } of workloadsOf(manifests)) {
      for (const container of containersOf(pod)) {
        const app = ownApp(container.image) ?? '';
        const known = SETTINGS[app] ?? new Set();
        const names = offered.get(app) ?? new Set();
        for (const name of environmentOf(container, manifests).keys()) names.add(settingOf(name, known));
        offered.set(app, names);
      }
    }
  }
  return Object.entries(LEFT_OUT).flatMap(([app, leftOut]) => {
    const given = offered.get(app) ?? new Set();
    const known = [...(SETTINGS[app] ?? [])];
    return [
      ...known
        .filter((name) => !given.has(name) && leftOut[name] === undefined)
        .map((name) => `No manifest offers ${app}'s setting ${name}, and nothing says why`),
      ...Object.keys(leftOut)
        .filter((name) => given.has(name) || !known.includes(name))
        .map((name) => `${app}'s setting ${name} is said to be left out, and is not`),
    ];
  });
}

const MIB = 1024 ** 2;
/** What a stop may take beyond the answers under way. */
const STOP_SLACK_SECONDS = 25;

/** Settings that speak of memory and disk fit what the pod is given. */
export const settingsFit: Rule = (manifests) =>
  workloadsOf(manifests).flatMap(({ id, pod }) =>
    pod.containers.flatMap((container) =>
      fitProblems(container, pod, manifests).map((problem) => `${id} container ${container.name} ${problem}`),
    ),
  );

function fitProblems(container: Container, pod: PodSpec, manifests: readonly Manifest[]): string[] {
  const environment = environmentOf(container, manifests);
  const number = (name: string): number => Number(environment.get(name)?.value ?? 0);
  const limit = bytesOf(container.resources?.limits?.['memory']);
  const disk = (mountPath: string): number => {
    const mount = container.volumeMounts?.find((each) => mountPath.startsWith(each.mountPath));
    return bytesOf(pod.volumes?.find(({ name }) => name === mount?.name)?.emptyDir?.sizeLimit);
  };
  const app = ownApp(container.image);
  const problems: string[] = [];
  const grace =
    (pod.terminationGracePeriodSeconds ?? 30) - (container.lifecycle?.preStop?.sleep?.seconds ?? 0);
  if (number('LECTERN_SHUTDOWN_SECONDS') + STOP_SLACK_SECONDS > grace)
    problems.push('is killed while answers still go on');
  if (app === 'delivery') {
    const memory = (number('LECTERN_DELIVERY_HOT_MIB') + 250) * MIB;
    if (memory > limit) problems.push(`may take ${memory / MIB} MiB, more than its limit`);
    const cache = environment.get('LECTERN_DELIVERY_DISK_CACHE')?.value;
    // 32 MiB more are kept for a moment.
    if (cache !== undefined && disk(cache) < (number('LECTERN_DELIVERY_DISK_CACHE_MIB') + 32) * MIB * 1.05)
      problems.push('has a disk cache that fills its emptyDir');
  }
  if (app === 'edge') {
    const cache = environment.get('LECTERN_EDGE_CACHE')?.value;
    if (cache !== undefined && disk(cache) < number('LECTERN_EDGE_CACHE_MIB') * MIB * 1.05)
      problems.push('has a cache that fills its emptyDir');
  }
  if (app === 'worker') {
    const jobs = number('LECTERN_PACKAGE_JOBS') + number('LECTERN_ENCODE_JOBS');
    const scratch = pod.volumes?.find(({ name }) => name === 'scratch')?.emptyDir;
    const inMemory = scratch?.medium === 'Memory' ? bytesOf(scratch.sizeLimit) : 0;
    if (jobs * number('LECTERN_FFMPEG_MEMORY_BYTES') + inMemory + 512 * MIB > limit)
      problems.push('gives its jobs more memory than its limit');
    if (jobs * number('LECTERN_SCRATCH_BYTES') > bytesOf(scratch?.sizeLimit))
      problems.push('copies more into scratch than fits');
  }
  return problems;
}
