import { beforeAll, describe, expect, it } from 'vitest';
import type { OpenAPIObject, OperationObject } from '@nestjs/swagger';
import { described } from './described.js';

describe('the scopes of API keys', () => {
  let operations: readonly (readonly [path: string, operation: OperationObject])[];

  beforeAll(async () => {
    const document: OpenAPIObject = await described({ LECTERN_RESUMABLE_DRAFT: 'true' });
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.values(item)
        .filter((one): one is OperationObject => typeof one === 'object' && 'operationId' in one)
        .map((operation) => [path, operation] as const),
    );
  });

  const scopesOf = (operation: object) => (operation as { 'x-scopes'?: readonly string[] })['x-scopes'];

  it('every route says what it needs; one that says nothing needs admin, which is right below /v1/admin alone', () => {
    expect(operations.length).toBeGreaterThan(50);
    const wrong = operations.filter(([path, operation]) => {
      const scopes = scopesOf(operation) ?? [];
      if (operation.security?.length === 0) return false;
      return path.startsWith('/v1/admin/') !== (scopes.join() === 'admin');
    });
    expect(wrong.map(([path, { operationId }]) => `${operationId} ${path}`)).toEqual([]);
  });

  it('nobody is let in without a token but to what is told here', () => {
    const open = operations.filter(([, { security }]) => security?.length === 0);
    expect(open.map(([, { operationId }]) => String(operationId)).toSorted()).toEqual([
      'acceptInvitation',
      'beginSessionByCode',
      'beginSessionByPassword',
      'beginSignIn',
      'continueUpload',
      'finishSignIn',
      'getResumableUploadOptions',
      'getSignInWays',
      'getTusOptions',
      'useEmbedTicket',
    ]);
  });
});
