import { defineConfig } from 'vitest/config';
import { hasCeph } from './test/servers/ceph.js';

const resolve = { ssr: { resolve: { conditions: ['source', 'node'] } } };
const patience = {
  pool: 'forks' as const,
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 120_000 } },
  setupFiles: ['test/patience.ts'],
};
/** Handed on to the threads that a spec's code starts. */
const threadsFromSources = [
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
  '--conditions=source',
  '--import',
  new URL('apps/standalone/run-sources.mjs', import.meta.url).href,
];

// Whoever only reads this file, as the check for what nobody uses does, is told nothing.
// On a machine without Ceph the bucket's half is left out, and says so; where it is required it must run.
const isTesting = process.env['VITEST'] !== undefined;
const withBucket = hasCeph() || process.env['LECTERN_TEST_S3'] === 'required';
if (!withBucket && isTesting)
  console.warn('Ceph is not installed: the acceptance tests run on a path only, not on a bucket.');

const onBucket = {
  ...resolve,
  test: {
    ...patience,
    name: 'acceptance on S3',
    include: [
      'test/acceptance/{lesson,bad-input,quotas,tracks,tus,parts,tus-extensions,tus-instant,ietf}.spec.ts',
    ],
    globalSetup: ['test/acceptance/global-setup-s3.ts'],
    setupFiles: [...patience.setupFiles, 'test/acceptance/describe-fetched.ts'],
  },
};

// The short forms of the rigs want root, and some kernels of their own: CI runs them.
const withRigs = process.env['LECTERN_TEST_RIGS'] === 'required';
if (!withRigs && isTesting)
  console.warn(
    "The rigs are left out: LECTERN_TEST_RIGS=required npm test -- --project 'rigs*' runs their short forms.",
  );

// These judge how soon something answers, or what it takes of the machine: one at a time, after all else.
const quiet = [
  'test/rigs/{database-down,delivery,nfs,revocations,strangers,switching,thin-link,turns}/*.spec.ts',
  'test/rigs/edge/hang.spec.ts',
  'test/rigs/faults/rig.spec.ts',
];
const unprivileged = ['test/rigs/replicas/*.spec.ts'];

const rigs = {
  ...resolve,
  test: {
    ...patience,
    // Others run beside them.
    testTimeout: 600_000,
    name: 'rigs',
    include: ['test/rigs/*/*.spec.ts'],
    exclude: [...quiet, ...unprivileged],
  },
};
const quietRigs = {
  ...resolve,
  test: {
    ...patience,
    name: 'rigs on quiet processors',
    include: quiet,
    fileParallelism: false,
    sequence: { groupOrder: 1 },
  },
};

// A Lectern that is known by its address alone can't be stopped or killed, nor started with other settings.
const isElsewhere = process.env['LECTERN_TEST_UPLOADER_URL'] !== undefined;

export default defineConfig({
  test: {
    // Many files wait for clocks, disks and servers most of their time: two at a time leave two processors idle.
    maxWorkers: 3,
    projects: [
      {
        ...resolve,
        test: {
          ...patience,
          name: 'code',
          execArgv: threadsFromSources,
          include: [
            'apps/**/*.spec.ts',
            'libs/**/*.spec.ts',
            'test/*.spec.ts',
            'test/{docker,k8s,openapi,reference,upgrade}/*.spec.ts',
            'test/corpus/**/*.spec.ts',
            ...unprivileged,
          ],
        },
      },
      {
        ...resolve,
        test: {
          ...patience,
          name: 'acceptance',
          include: ['test/acceptance/**/*.spec.ts', 'test/browser/**/*.spec.ts'],
          ...(isElsewhere && {
            exclude: [
              '**/{clients,console-watch,direct,doors,faults,ietf,ownership,prefix,proxies,reservations,webhooks}.spec.ts',
            ],
          }),
          globalSetup: ['test/acceptance/global-setup.ts'],
          setupFiles: [...patience.setupFiles, 'test/acceptance/describe-fetched.ts'],
        },
      },
      ...(withBucket ? [onBucket] : []),
      ...(withRigs ? [rigs, quietRigs] : []),
    ],
  },
});
