import { expect, it } from 'vitest';
import { PREFLIGHT_HEADERS } from './heads.js';

it("the edge's answer to OPTIONS is this one (npm test -- apps/delivery/src/edge-table.spec.ts -u writes it anew)", async () => {
  const lines = Object.entries(PREFLIGHT_HEADERS).map(
    ([name, value]) => `  ['${inTitleCase(name)}'] = '${value}',\n`,
  );
  const written = `--- The headers of the answer to OPTIONS, made from apps/delivery/src/heads.ts: edit that, and write this anew with
--- npm test -- apps/delivery/src/edge-table.spec.ts -u

return {
${lines.join('')}}
`;
  await expect(written).toMatchFileSnapshot('../../../docker/edge/lua/lectern/preflight_table.lua');
});

function inTitleCase(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
