import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ALERTS } from './alert.js';

it('docs/operations.md says of every alert what to do, in a section that mails name', () => {
  const [, section = ''] = readFileSync('docs/operations.md', 'utf8').split('\n## Alerts\n');
  const [own = ''] = section.split('\n## ');
  const rows = [...own.matchAll(/^\| `([a-z-]+)` \|.*\|.*\S.*\|$/gm)].map(([, name]) => name);
  expect(rows).toEqual(Object.keys(ALERTS));
});
