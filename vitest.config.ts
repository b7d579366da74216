import { defineConfig } from 'vitest/config';

const resolve = { ssr: { resolve: { conditions: ['source', 'node'] } } };
const patience = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        ...resolve,
        test: { ...patience, name: 'code', pool: 'forks', include: ['apps/**/*.spec.ts', 'libs/**/*.spec.ts', 'test/*.spec.ts', 'test/rigs/**/*.spec.ts'] },
      },
      {
        ...resolve,
        test: {
          ...patience,
          testTimeout: 180_000,
          name: 'acceptance',
          pool: 'forks',
          include: ['test/acceptance/**/*.spec.ts', 'test/browser/**/*.spec.ts'],
          globalSetup: ['test/acceptance/global-setup.ts'],
        },
      },
    ],
  },
});
