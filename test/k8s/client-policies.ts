import { containersOf, idOf, type Manifest, ofKind, workloadsOf } from './manifests.js';
import type { Rule } from './pod-policies.js';

/** The host of an address that a client is given, with or without who logs in there. */
const HOSTS = /\b[a-z][a-z0-9+]*:\/\/(?:[^\s/@]*@)?([a-z0-9.-]+)/gi;

/**
 * Nobody is sent to a headless Service: its name leads to the pod of the moment, and who has looked it up goes on to
 * the old address after the pod has been replaced. The pods of one set may name each other (`minio-0.minio-pods`).
 */
export const clients: Rule = (manifests) => {
  const headless = ofKind(manifests, 'Service')
    .filter(({ spec }) => (spec as { clusterIP?: string }).clusterIP === 'None')
    .map(({ metadata }) => metadata.name);
  return addressesOf(manifests).flatMap(({ where, text }) =>
    [...text.matchAll(HOSTS)].flatMap(([, host = '']) => {
      const [service = '', namespace = 'lectern'] = host.split('.');
      if (namespace !== 'lectern' || !headless.includes(service)) return [];
      return [
        `${where} sends clients to ${host}, a headless Service: they keep the old address when its pod is replaced`,
      ];
    }),
  );
};

function addressesOf(manifests: readonly Manifest[]): { where: string; text: string }[] {
  const decoded = (text: string) => Buffer.from(text, 'base64').toString();
  return [
    ...ofKind(manifests, 'Secret').flatMap((secret) =>
      Object.entries(secret.data ?? {}).map(([key, text]) => ({
        where: `${idOf(secret)} ${key}`,
        text: decoded(text),
      })),
    ),
    ...ofKind(manifests, 'ConfigMap').flatMap((map) =>
      Object.entries(map.data ?? {}).map(([key, text]) => ({ where: `${idOf(map)} ${key}`, text })),
    ),
    ...workloadsOf(manifests).flatMap(({ id, pod }) =>
      containersOf(pod).flatMap(({ env = [] }) =>
        env.map(({ name, value = '' }) => ({ where: `${id} ${name}`, text: value })),
      ),
    ),
  ];
}
