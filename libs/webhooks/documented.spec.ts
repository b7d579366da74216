import { readFileSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { signatureOf } from '#libs/egress';
import { WEBHOOK_EVENT_TYPES } from './event-types.js';

const [, section = ''] = readFileSync('docs/operations.md', 'utf8').split('\n## Webhooks\n');
const [own = ''] = section.split('\n## ');

it('docs/operations.md has every type of event, and when it happens', () => {
  const rows = [...own.matchAll(/^\| `([a-z]+\.[a-z-]+)` \| (.+) \|$/gm)].map(([, type, when]) => [
    type,
    when,
  ]);
  expect(rows).toEqual(Object.entries(WEBHOOK_EVENT_TYPES));
});

it('verifies signatures by the example that it shows', async () => {
  const example = own.slice(own.indexOf('    import {'), own.indexOf('\n**Who takes nothing**'));
  const code = `${example.replaceAll(/^ {4}/gm, '')}\nexport { isOurs };`;
  const { isOurs } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    isOurs: (header: string, body: string, secret: string) => boolean;
  };
  const [now, body] = [Math.floor(Date.now() / 1000), '{"title":"缝合"}'];
  const header = signatureOf(['new', 'old'], now, body);
  expect([isOurs(header, body, 'new'), isOurs(header, body, 'old')]).toEqual([true, true]);
  expect([isOurs(header, `${body} `, 'new'), isOurs(header, body, 'other')]).toEqual([false, false]);
  expect(isOurs(signatureOf(['new'], now - 301, body), body, 'new')).toBe(false);
  const mac = createHmac('sha256', 'new').update(`.${body}`).digest('hex');
  for (const odd of [
    '',
    't=,v1=',
    `v1=${mac}`,
    `t=x,v1=${mac}`,
    't=1',
    'v1',
    `t=${now},v1=${'0'.repeat(64)}`,
  ])
    expect(isOurs(odd, body, 'new'), odd).toBe(false);
});
