import { describe, expect, it } from 'vitest';
import { openDatabase } from './index.js';
import { isGone, presentName } from './presence.js';
import { withTestDatabase } from './testing/test-database.js';

describe('a name that is shown', () => {
  const test = withTestDatabase();
  const gone = (name: string) => isGone(test.database.kysely, name);

  it('is there until it is closed, and each by itself', async () => {
    const database = openDatabase({ url: test.url });
    // So many that their numbers are of both signs, and of all sizes.
    const names = Array.from({ length: 20 }, () => presentName('pod'));
    const shown = [];
    for (const name of names) shown.push(await database.appear(name));
    for (const name of names) expect(await gone(name)).toBe(false);
    expect(await gone(presentName('pod'))).toBe(true);
    await shown[0]?.close();
    expect(await gone(names[0] ?? '')).toBe(true);
    expect(await gone(names[1] ?? '')).toBe(false);
    await database.close();
    await expect.poll(() => gone(names[1] ?? ''), { timeout: 20_000 }).toBe(true);
  });

  it('F07 is gone with the connection of a process that died, and there again when it is made anew', async () => {
    const database = openDatabase({ url: test.url, applicationName: 'dying' });
    const name = presentName('pod');
    await database.appear(name);
    await test.owner.executeSql(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'dying'",
    );
    await expect.poll(() => gone(name), { timeout: 20_000 }).toBe(false);
    await database.close();
    await expect.poll(() => gone(name), { timeout: 20_000 }).toBe(true);
  });

  it('is no name of another kind, of which nobody can tell', async () => {
    expect(await gone('uploader-1')).toBe(false);
    expect(await gone('')).toBe(false);
  });
});
