import type { TestProject } from 'vitest/node';
import { startCeph } from '../servers/ceph.js';
import { startFor } from './global-setup.js';

/** The same Lectern on a bucket of a real Ceph object gateway. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ceph = await startCeph();
  const stop = await startFor(project, {
    LECTERN_STORAGE: 's3',
    LECTERN_S3_ENDPOINT: ceph.endpoint,
    LECTERN_S3_ACCESS_KEY: ceph.accessKeyId,
    LECTERN_S3_SECRET_KEY: ceph.secretAccessKey,
  });
  return async () => {
    await stop();
    await ceph.stop();
  };
}
