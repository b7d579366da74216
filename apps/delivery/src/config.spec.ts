import { describe, expect, it } from 'vitest';
import { InvalidSettings } from '#libs/kernel';
import { deliverySettings, readDeliverySettings, servingSettings } from './config.js';
import { DEFAULT_DELIVERY_SETTINGS } from './delivery-settings.js';

const least = { LECTERN_STORAGE_PATH: '/media', LECTERN_KEY_RING: '/keys/ring.json' };

describe('settings', () => {
  it('has the defaults of delivery itself', () => {
    expect(servingSettings(readDeliverySettings(least))).toEqual(DEFAULT_DELIVERY_SETTINGS);
  });

  it('reads lists and numbers', () => {
    const settings = servingSettings(
      readDeliverySettings({
        ...least,
        LECTERN_CORS_ORIGINS: 'https://learn.example.org, http://localhost:5173',
        LECTERN_TRUSTED_PROXIES: '10.0.0.0/8,fd00::/8, 127.0.0.1',
        LECTERN_DELIVERY_CACHE_MIB: '16',
      }),
    );
    expect(settings).toMatchObject({
      corsOrigins: ['https://learn.example.org', 'http://localhost:5173'],
      trustedProxies: ['10.0.0.0/8', 'fd00::/8', '127.0.0.1'],
      contentCacheBytes: 16 * 1024 * 1024,
    });
  });

  it('has a disk cache where there is a folder for it', () => {
    const LECTERN_DELIVERY_DISK_CACHE = '/var/cache/lectern';
    const { diskCache } = servingSettings(readDeliverySettings({ ...least, LECTERN_DELIVERY_DISK_CACHE }));
    expect(diskCache).toEqual({
      folder: '/var/cache/lectern',
      maxBytes: 10 * 1024 ** 3,
      maxAgeMs: 7 * 24 * 3600 * 1000,
    });
  });

  it.each<[Record<string, string>, string]>([
    [{ LECTERN_KEY_RING: '' }, 'LECTERN_KEY_RING'],
    [{ LECTERN_STORAGE_PATH: '' }, 'LECTERN_STORAGE_PATH'],
    [{ LECTERN_STORAGE: 's3' }, 'LECTERN_S3_BUCKET'],
    [{ LECTERN_DELIVERY_PORT: '70000' }, 'LECTERN_DELIVERY_PORT'],
    [{ LECTERN_TRUSTED_PROXIES: '10.0.0.0/8, proxy.local' }, 'LECTERN_TRUSTED_PROXIES'],
    [{ LECTERN_CORS_ORIGINS: 'https://learn.example.org/' }, 'LECTERN_CORS_ORIGINS'],
    [{ LECTERN_DELIVERY_STALL_SECONDS: '0' }, 'LECTERN_DELIVERY_STALL_SECONDS'],
  ])('refuses %j by its name', (change, name) => {
    expect(() => readDeliverySettings({ ...least, ...change })).toThrow(InvalidSettings);
    expect(() => readDeliverySettings({ ...least, ...change })).toThrow(name);
  });

  it('describes every setting', () => {
    for (const [name, field] of Object.entries(deliverySettings.shape)) {
      expect(field.description, name).toMatch(/\w/);
    }
  });
});
