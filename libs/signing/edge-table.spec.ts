import { expect, it } from 'vitest';
import { REFUSALS } from './verify.js';

it("the edge's refusals are these (npm test -- libs/signing -u writes them anew)", async () => {
  const lines = Object.entries(REFUSALS).map(
    ([code, sentence]) => `  ['${code}'] = ${JSON.stringify(sentence)},\n`,
  );
  const written = `--- Refusals of signed URLs with their sentences, made from libs/signing/verify.ts: edit that, and write this anew with
--- npm test -- libs/signing -u

return {
${lines.join('')}}
`;
  await expect(written).toMatchFileSnapshot('../../docker/edge/lua/lectern/refusal_table.lua');
});
