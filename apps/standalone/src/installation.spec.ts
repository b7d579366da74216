import { expect, it } from 'vitest';
import { standaloneInstallation } from './installation.js';

it('looks for the log where the settings put it', () => {
  const logs = (environment: Record<string, string>) =>
    standaloneInstallation({ LECTERN_DATA: '/srv/data', ...environment }).logs;
  const server = '/srv/data/postgres/server.log';
  expect(logs({})).toEqual(['/srv/data/lectern.log.old', '/srv/data/lectern.log', server]);
  expect(logs({ LECTERN_LOG_PATH: '/var/log/l.log' })).toEqual([
    '/var/log/l.log.old',
    '/var/log/l.log',
    server,
  ]);
  expect(logs({ LECTERN_LOG_PATH: '-' })).toEqual([server]);
});
