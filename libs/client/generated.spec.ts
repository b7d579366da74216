import { readFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { expect, it } from 'vitest';

const BLOB = ts.factory.createTypeReferenceNode('Blob');

it('the client’s types are those of docs/openapi.json (npm run openapi writes them anew)', async () => {
  const document = JSON.parse(
    await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
  ) as object;
  const types = await openapiTS(JSON.stringify(document), {
    alphabetize: true,
    // What has a default may be left out of a request.
    defaultNonNullable: false,
    transform: (schema) => ('format' in schema && schema.format === 'binary' ? BLOB : undefined),
  });
  const page = `// Made of docs/openapi.json by npm run openapi: do not edit.\n\n${astToString(types)}`;
  await expect(page).toMatchFileSnapshot('generated.ts');
});
