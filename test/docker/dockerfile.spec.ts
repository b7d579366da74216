import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { dockerfileBreaches } from './dockerfile-rules.js';

const files = (await readdir('docker', { recursive: true }))
  .filter((name) => /(^|\/)Dockerfile$/.test(name))
  .map((name) => `docker/${name}`)
  .toSorted();
const services = await readFile('docker/Dockerfile', 'utf8');

function rulesBroken(text: string): string[] {
  return [...new Set(dockerfileBreaches(text).map(({ rule }) => rule))];
}

describe('Dockerfiles', () => {
  it.each(files)('%s keeps every rule', async (file) => {
    expect(dockerfileBreaches(await readFile(file, 'utf8'))).toEqual([]);
  });

  /** Each mistake is planted into the real file, at text that must be there. */
  it.each<[rule: string, text: string, mistake: string]>([
    ['base-tag', 'node:24-bookworm-slim', 'node:latest'],
    ['base-tag', 'node:24-bookworm-slim', 'node'],
    ['base-tag', 'FROM ${NODE_IMAGE} AS build', 'FROM registry.example:5000/node AS build'],
    ['apt-recommends', 'install -y --no-install-recommends tini', 'install -y tini'],
    ['apt-recommends', '--no-install-recommends ffmpeg', 'ffmpeg'],
    ['apt-yes', 'install -y --no-install-recommends tini', 'install --no-install-recommends tini'],
    ['apt-get', 'apt-get update', 'apt update'],
    ['apt-update', 'apt-get update', 'true'],
    ['apt-lists', 'rm -rf /var/lib/apt/lists/*', 'rm -rf'],
    ['user', 'USER 10001:10001\n', ''],
    ['user', 'USER 10001:10001', 'USER lectern'],
    ['user', 'USER 10001:10001', 'USER 0'],
    ['user', 'USER 10001:10001', 'USER 10001:10001\nUSER root'],
    ['no-add', 'COPY libs libs', 'ADD https://example.org/libs.tar.gz libs'],
    ['no-add', 'COPY libs libs', 'ADD libs libs'],
    ['no-secrets', 'ARG REVISION=unknown', 'ARG REVISION=unknown NPM_TOKEN'],
    ['no-secrets', 'ENV NODE_ENV=production', 'ENV NODE_ENV=production LECTERN_JWT_SECRET=1234'],
    ['no-secrets', 'ENV NODE_ENV=production', 'ENV DATABASE_URL postgres://lectern:lectern@db/lectern'],
    ['healthcheck', 'CMD ["node", "healthcheck.mjs", "LECTERN_PORT"]', 'CMD node healthcheck.mjs'],
    [
      'healthcheck',
      'HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["node", "healthcheck.mjs", "LECTERN_WORKER_PORT"]',
      'HEALTHCHECK NONE',
    ],
    ['exec-form', 'ENTRYPOINT ["/usr/bin/tini", "--"]', 'ENTRYPOINT /usr/bin/tini --'],
    ['exec-form', 'CMD ["node", "dist/apps/worker/src/main.js"]', 'CMD node dist/apps/worker/src/main.js'],
    ['command', 'USER 10001:10001\n', 'USER 10001:10001\nENTRYPOINT ["/usr/bin/tini", "--"]\n'],
    [
      'no-chown',
      'COPY docker/healthcheck.mjs ./',
      'COPY --chown=10001:10001 docker/healthcheck.mjs /app/healthcheck.mjs',
    ],
    ['no-copy-of-all', 'COPY libs libs', 'COPY . .'],
    ['absolute-workdir', 'WORKDIR /app', 'WORKDIR app'],
    ['npm-ci', 'npm ci --omit=dev', 'npm install --omit=dev'],
    ['npm-scripts', 'RUN npm ci --ignore-scripts', 'RUN npm ci'],
    ['no-dev-packages', 'npm ci --omit=dev', 'npm ci'],
    ['no-dev-packages', 'COPY --from=packages /app/node_modules', 'COPY --from=build /app/node_modules'],
    ['no-addresses', 'npm ci --omit=dev', 'npm ci --registry https://npm.example.org --omit=dev'],
    ['no-tools', '--no-install-recommends ffmpeg', '--no-install-recommends ffmpeg gcc'],
    ['no-tools', '--no-install-recommends tini', '--no-install-recommends tini libvips-dev'],
    ['no-tools', 'USER 10001:10001', 'RUN npm ci --omit=dev --ignore-scripts\nUSER 10001:10001'],
    ['no-broad-rights', 'install -d -o 10001', 'chmod -R 777 /app && install -d -o 10001'],
    ['labels', 'org.opencontainers.image.version="${VERSION}"', 'version="${VERSION}"'],
  ])('that break %s are found: %s -> %s', (rule, text, mistake) => {
    expect(services).toContain(text);
    expect(rulesBroken(services.replace(text, mistake))).toContain(rule);
  });
});

describe('the context of a build', () => {
  it('lets nothing in that is not named, and no secret', async () => {
    const lines = (await readFile('.dockerignore', 'utf8')).split('\n').filter((line) => /^[^#]/.test(line));
    expect(lines[0]).toBe('*');
    for (const kept of ['docker/secrets', 'docker/.env', '**/node_modules']) {
      expect(lines.indexOf(kept)).toBeGreaterThan(lines.indexOf('!docker'));
    }
  });
});
