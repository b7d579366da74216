import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { setting } from '#libs/kernel';
import { SETTINGS, settingsTable } from './settings-table.js';

describe('the tables of settings', () => {
  it.each(Object.entries(SETTINGS))('say of every setting of the %s what it means', (_, schema) => {
    const rows = settingsTable(schema).split('\n').slice(2);
    expect(rows).toHaveLength(Object.keys(schema.shape).length);
    for (const row of rows) expect(row).toMatch(/^\| `[A-Z0-9_]+` \| .+ \| \S.{9,} \|$/);
  });

  it('show what is required, what has a default, and what is secret', () => {
    const schema = z.object({
      DATABASE_URL: setting.secret(z.string()).describe('The database'),
      LECTERN_KEPT_SECONDS: z.coerce.number().int().default(7200).describe('How long it is kept'),
      LECTERN_LIST: z
        .string()
        .default('')
        .transform((text) => text.split(','))
        .describe('Items, by a comma or a |'),
      LECTERN_MODE: z.enum(['fast', 'slow']).default('slow').describe('The mode'),
      LECTERN_S3_SECRET_KEY: setting.secret(z.string()).optional().describe('The key'),
    });
    expect(settingsTable(schema).split('\n').slice(2)).toEqual([
      '| `DATABASE_URL` | required | The database **(secret)** |',
      '| `LECTERN_KEPT_SECONDS` | `7200` (2 h) | How long it is kept |',
      '| `LECTERN_LIST` | empty | Items, by a comma or a \\| |',
      '| `LECTERN_MODE` | `slow` | The mode; one of `fast`, `slow` |',
      '| `LECTERN_S3_SECRET_KEY` | – | The key **(secret)** |',
    ]);
  });
});
