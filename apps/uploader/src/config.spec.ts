import { expect, it } from 'vitest';
import { InvalidSettings } from '#libs/kernel';
import { readUploaderSettings } from './config.js';

const NEEDED = {
  DATABASE_URL: 'postgres://localhost/lectern',
  LECTERN_STORAGE: 'nfs',
  LECTERN_STORAGE_PATH: '/media',
  LECTERN_DELIVERY_URL: 'https://learn.example.org',
  LECTERN_KEY_RING: '/keys/ring.json',
};

it('F64 bounds what one person may hold by default, and lets the largest file through', () => {
  const settings = readUploaderSettings(NEEDED);
  expect(settings.LECTERN_OPEN_UPLOADS_PER_PERSON).toBe(500);
  expect(settings.LECTERN_RESERVED_BYTES_PER_PERSON).toBeGreaterThanOrEqual(settings.LECTERN_MAX_FILE_BYTES);
});

it('F64 refuses a bound of one person below the largest file, and says so', () => {
  const read = () =>
    readUploaderSettings({
      ...NEEDED,
      LECTERN_RESERVED_BYTES_PER_PERSON: '1000',
      LECTERN_MAX_FILE_BYTES: '1001',
    });
  expect(read).toThrow(InvalidSettings);
  expect(read).toThrow(/LECTERN_RESERVED_BYTES_PER_PERSON.*LECTERN_MAX_FILE_BYTES/s);
});
