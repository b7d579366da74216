import { expect, it } from 'vitest';
import { CHARSETS } from './charsets.js';
import { servedTypes } from './media-types.js';

/** A Lua table of the types that are served by the extension of such a name. */
function inLua(names: 'shown' | 'saved'): string {
  const lines = [...servedTypes(names)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([extension, type]) => `    ['${extension}'] = '${type}',\n`);
  return `  ${names} = {\n${lines.join('')}  },\n`;
}

it("the edge's table is this one (npm test -- libs/media-type -u writes it anew)", async () => {
  const written = `--- Content-Types by extension, made from libs/media-type/media-types.ts: edit that, and write this anew with
--- npm test -- libs/media-type -u

return {
${inLua('shown')}${inLua('saved')}  charsets = { ${CHARSETS.map((charset) => `['${charset}'] = true`).join(', ')} },
}
`;
  await expect(written).toMatchFileSnapshot('../../docker/edge/lua/lectern/media_type_table.lua');
});
