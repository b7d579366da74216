import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SECRET_SETTINGS, SETTING_NAMES } from '#libs/kernel';
import { SETTINGS as OF_CONTAINERS } from './k8s/settings-policies.js';
import { secretSettings, SETTINGS } from './reference/settings-table.js';

/** Read by every program before it has settings, and of no schema. */
const READ_EARLY = ['LECTERN_DEBUG'];

/** Where people and clusters are told of settings. What is said of earlier releases (CHANGELOG.md) may be gone. */
const TOLD_IN = ['docs', 'docker', 'k8s', 'README.md', 'README.zh-CN.md', 'CONTRIBUTING.md'];

/** What the files of compose put in by themselves, from the shell or from docker/.env: no service sees these names. */
const ofCompose = new Set(
  ['docker/compose.yaml', 'docker/compose.s3.yaml'].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\$\{(LECTERN_\w+)/g)].map(([, name]) => name ?? ''),
  ),
);

describe('the list of all settings', () => {
  it('has those of every program, and no other', () => {
    const ofSchemas = Object.values(SETTINGS).flatMap(({ shape }) => Object.keys(shape));
    const ofEdge = [...(OF_CONTAINERS['edge'] ?? [])];
    const all = new Set([...ofSchemas, ...ofEdge, ...READ_EARLY]);
    expect([...SETTING_NAMES].toSorted()).toEqual([...all].toSorted());
  });

  it('says which are secret, as their schemas do', () => {
    expect([...SECRET_SETTINGS].toSorted()).toEqual([...secretSettings()].toSorted());
  });

  it('takes none for harmless whose name speaks of a secret', () => {
    const telling = [...SETTING_NAMES].filter((name) =>
      /SECRET|PASS(WORD|PHRASE)|TOKEN|(ACCESS|API)_KEY/.test(name),
    );
    expect(telling.filter((name) => !SECRET_SETTINGS.has(name))).toEqual([]);
  });
});

describe('settings that are named in documents and manifests', () => {
  const files = TOLD_IN.flatMap((name) =>
    statSync(name).isFile()
      ? [name]
      : readdirSync(name, { recursive: true, encoding: 'utf8' }).map((file) => path.join(name, file)),
  ).filter((file) => !/\.(svg|png|json)$/.test(file) && statSync(file).isFile());

  it('are all settings that there are', () => {
    const isKnown = (name: string) =>
      SETTING_NAMES.has(name.replace(/_FILE$/, '')) ||
      ofCompose.has(name) ||
      name.startsWith('LECTERN_TEST_') ||
      // `LECTERN_JWT_…`, for several of them.
      (name.endsWith('_') && [...SETTING_NAMES].some((each) => each.startsWith(name)));
    const unknown = files.flatMap((file) =>
      (readFileSync(file, 'utf8').match(/\bLECTERN_\w*/g) ?? [])
        .filter((name) => !isKnown(name))
        .map((name) => `${file}: ${name}`),
    );
    expect([...new Set(unknown)]).toEqual([]);
  });
});

describe('k8s/base/settings', () => {
  /** What a pod has otherwise than a start by hand, and why. */
  const OTHERWISE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    uploader: {},
    delivery: {},
    worker: {
      LECTERN_SCRATCH: 'the pod’s own volume',
      LECTERN_PACKAGE_JOBS: 'one of each job fits the memory limit of a pod; more pods do more',
      LECTERN_FFMPEG_MEMORY_BYTES: 'the same limit',
    },
  };

  it.each(Object.keys(OTHERWISE))('repeats the defaults of the %s but where it says why', (app) => {
    const schema = SETTINGS[app as keyof typeof SETTINGS];
    const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    const given = readFileSync(`k8s/base/settings/${app}.env`, 'utf8').matchAll(/^(\w+)=(.+)$/gm);
    const differing = [...given]
      .filter(([, name = '', value]) => {
        const { default: usual } = (properties[name] ?? {}) as { default?: unknown };
        return value !== String(usual);
      })
      .map(([, name]) => name);
    expect(differing).toEqual(Object.keys(OTHERWISE[app] ?? {}));
  });
});
