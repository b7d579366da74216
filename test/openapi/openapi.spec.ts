import type {
  OpenAPIObject,
  OperationObject,
  ReferenceObject,
  ResponseObject,
  SchemaObject,
} from '@nestjs/swagger';
import { beforeAll, describe, expect, it } from 'vitest';
import { everyError } from '../reference/error-codes.js';
import { described } from './described.js';

/** Clients are generated with these names: one that changes breaks who calls it, and one that is gone too. */
const OPERATIONS = `
acceptInvitation          post    /v1/session/invitation
acknowledgeAuditLoss      post    /v1/admin/audit/acknowledgements
appendToResumableUpload   patch   /v1/resumable-uploads/{id}
appendToUpload            patch   /v1/uploads/{id}
beginSession              post    /v1/session
beginSessionByCode        post    /v1/session/code
beginSessionByPassword    post    /v1/session/password
beginSignIn               get     /v1/session/sign-in
cancelJob                 post    /v1/admin/jobs/{asset}/cancel
cancelResumableUpload     delete  /v1/resumable-uploads/{id}
cancelUpload              delete  /v1/uploads/{id}
changeOwnPassword         put     /v1/me/password
clearPersonQuota          delete  /v1/admin/quotas/people/{account}
clearQuota                delete  /v1/admin/quotas/{account}
clearUnitQuota            delete  /v1/admin/quotas/units/{account}
completeUpload            post    /v1/uploads/{id}/complete
continueUpload            post    /v1/continue
createApiKey              post    /v1/admin/api-keys
createCourse              post    /v1/courses
createDownloadLink        post    /v1/assets/{id}/download-links
createEmbedTicket         post    /v1/assets/{id}/embed-tickets
createPlaybackSession     post    /v1/assets/{id}/playback-sessions
createResumableUpload     post    /v1/resumable-uploads
createRetentionRule       post    /v1/admin/retention
createRevocation          post    /v1/admin/revocations
createUnit                post    /v1/admin/units
createUpload              post    /v1/uploads
createUploadCode          post    /v1/uploads/{id}/code
createUploadPartUrl       post    /v1/uploads/{id}/parts/{number}/url
createWebhook             post    /v1/admin/webhooks
deleteAsset               delete  /v1/assets/{id}
deleteCaptions            delete  /v1/assets/{id}/captions/{language}
deleteChapters            delete  /v1/assets/{id}/chapters
deleteCourse              delete  /v1/courses/{id}
deletePoster              delete  /v1/assets/{id}/poster
deleteRetentionRule       delete  /v1/admin/retention/{id}
deleteUnit                delete  /v1/admin/units/{id}
deleteWebhook             delete  /v1/admin/webhooks/{id}
endInvitation             delete  /v1/admin/people/{id}/invitation
endReservation            delete  /v1/admin/reservations/{id}
endSession                delete  /v1/session
erasePerson               post    /v1/admin/people/{id}/erasure
finishSignIn              get     /v1/session/callback
getAsset                  get     /v1/assets/{id}
getAssetUsage             get     /v1/assets/{id}/usage
getCaptions               get     /v1/assets/{id}/captions/{language}
getChapters               get     /v1/assets/{id}/chapters
getCourse                 get     /v1/courses/{id}
getInvitation             get     /v1/admin/people/{id}/invitation
getJob                    get     /v1/admin/jobs/{asset}
getJobQueues              get     /v1/admin/jobs/queues
getMe                     get     /v1/me
getPerson                 get     /v1/admin/people/{id}
getPersonQuota            get     /v1/admin/quotas/people/{account}
getPosition               get     /v1/assets/{id}/position
getPoster                 get     /v1/assets/{id}/poster
getQuota                  get     /v1/admin/quotas/{account}
getRelease                get     /v1/admin/releases/{assetId}
getResumableUpload        get     /v1/resumable-uploads/{id}
getResumableUploadOffset  head    /v1/resumable-uploads/{id}
getResumableUploadOptions options /v1/resumable-uploads
getRetentionRule          get     /v1/admin/retention/{id}
getSession                get     /v1/session
getSignInWays             get     /v1/session/ways
getStorage                get     /v1/admin/storage
getTusOptions             options /v1/uploads
getUnit                   get     /v1/admin/units/{id}
getUnitQuota              get     /v1/admin/quotas/units/{account}
getUpload                 get     /v1/uploads/{id}
getUploadOffset           head    /v1/uploads/{id}
getUsage                  get     /v1/admin/usage
getUsageTable             get     /v1/admin/usage.csv
getWebhook                get     /v1/admin/webhooks/{id}
getWebhookDelivery        get     /v1/admin/webhooks/{id}/deliveries/{delivery}
holdAsset                 put     /v1/admin/holds/assets/{id}
holdCourse                put     /v1/admin/holds/courses/{id}
holdUnit                  put     /v1/admin/holds/units/{id}
importPeople              post    /v1/admin/people/import
invitePerson              post    /v1/admin/people/{id}/invitation
listApiKeys               get     /v1/admin/api-keys
listAssetViewers          get     /v1/assets/{id}/viewers
listAssets                get     /v1/assets
listAuditEntries          get     /v1/admin/audit
listCaptions              get     /v1/assets/{id}/captions
listCourses               get     /v1/courses
listDownloadLinks         get     /v1/assets/{id}/download-links
listHistory               get     /v1/me/history
listHolds                 get     /v1/admin/holds
listInvitations           get     /v1/admin/invitations
listJobs                  get     /v1/admin/jobs
listOrphans               get     /v1/admin/orphans
listPeople                get     /v1/admin/people
listPlaybackSessions      get     /v1/assets/{id}/playback-sessions
listReleases              get     /v1/admin/releases
listReservations          get     /v1/admin/reservations
listRetentionRules        get     /v1/admin/retention
listRevisions             get     /v1/assets/{id}/revisions
listRevocations           get     /v1/admin/revocations
listSigningKeys           get     /v1/admin/signing-keys
listUnits                 get     /v1/admin/units
listUploadParts           get     /v1/uploads/{id}/parts
listUploads               get     /v1/uploads
listWebhookDeliveries     get     /v1/admin/webhooks/{id}/deliveries
listWebhooks              get     /v1/admin/webhooks
listenToEvents            get     /v1/events
proveUploadFile           post    /v1/uploads/{id}/proof
putCaptions               put     /v1/assets/{id}/captions/{language}
putChapters               put     /v1/assets/{id}/chapters
putPoster                 put     /v1/assets/{id}/poster
putUploadPart             put     /v1/uploads/{id}/parts/{number}
recomputePersonQuota      post    /v1/admin/quotas/people/{account}/recompute
recomputeQuota            post    /v1/admin/quotas/{account}/recompute
recomputeUnitQuota        post    /v1/admin/quotas/units/{account}/recompute
refuseLesson              post    /v1/admin/releases/{assetId}/refuse
rehearseRetention         get     /v1/admin/retention/dry-run
releaseAsset              delete  /v1/admin/holds/assets/{id}
releaseCourse             delete  /v1/admin/holds/courses/{id}
releaseLesson             post    /v1/admin/releases/{assetId}/release
releaseUnit               delete  /v1/admin/holds/units/{id}
removeOrphans             post    /v1/admin/orphans/remove
renewPlaybackSession      post    /v1/assets/{id}/playback-sessions/{session}/renew
replayWebhookDelivery     post    /v1/admin/webhooks/{id}/deliveries/{delivery}/replay
restoreAsset              post    /v1/assets/{id}/restore
restoreRevision           post    /v1/assets/{id}/revisions/{revision}/restore
retryAsset                post    /v1/assets/{id}/retry
retryJob                  post    /v1/admin/jobs/{asset}/retry
revokeApiKey              delete  /v1/admin/api-keys/{id}
revokeDownloadLink        delete  /v1/assets/{id}/download-links/{session}
revokePlaybackSession     delete  /v1/assets/{id}/playback-sessions/{session}
rotateSigningKey          post    /v1/admin/signing-keys/rotate
rotateWebhookSecret       post    /v1/admin/webhooks/{id}/rotate-secret
setPersonQuota            put     /v1/admin/quotas/people/{account}
setPosition               put     /v1/assets/{id}/position
setQuota                  put     /v1/admin/quotas/{account}
setUnitQuota              put     /v1/admin/quotas/units/{account}
testWebhook               post    /v1/admin/webhooks/{id}/test
transferLessons           post    /v1/admin/people/{id}/transfer
updateAsset               patch   /v1/assets/{id}
updateCourse              patch   /v1/courses/{id}
updateJob                 patch   /v1/admin/jobs/{asset}
updateMe                  patch   /v1/me
updatePerson              patch   /v1/admin/people/{id}
updatePersonQuota         patch   /v1/admin/quotas/people/{account}
updateQuota               patch   /v1/admin/quotas/{account}
updateRetentionRule       patch   /v1/admin/retention/{id}
updateUnit                patch   /v1/admin/units/{id}
updateUnitQuota           patch   /v1/admin/quotas/units/{account}
updateWebhook             patch   /v1/admin/webhooks/{id}
uploadAsset               post    /v1/assets
useEmbedTicket            post    /v1/embed-grants
verifyAuditTrail          post    /v1/admin/audit/verify
`;

/** Errors that no answer of the API holds, and who meets them instead. */
const NEVER_ANSWERED: Readonly<Record<string, string>> = {
  AttemptRunning: 'workers among themselves',
  InvalidStorageKey: 'every key is made in one place',
  LengthMismatch: 'the intake, which counts bytes itself',
  MovieEncrypted: 'the worker: it becomes the reason of an asset’s failure',
  MovieInvalid: 'the worker: it becomes the reason of an asset’s failure',
  MovieTooComplex: 'the worker, likewise',
  MovieTruncated: 'the worker, likewise',
  ObjectExists: 'the intake: the key of a new asset is new',
  ObjectNotFound: 'delivery, and who asks of storage what the database knows',
  PreconditionFailed: 'delivery',
  RangeNotSatisfiable: 'delivery',
  ReservationMismatch: 'the intake: an upload has one reservation',
  ReservationNotHeld: 'the intake, likewise',
  RevocationListUnreadable: 'delivery',
  RevocationsUnknown: 'delivery',
  StaleAttempt: 'workers among themselves',
  TooManySamples: 'the worker: it becomes the reason of an asset’s failure',
  UrlRefused: 'delivery',
};

let document: OpenAPIObject;
let withDraft: OpenAPIObject;

beforeAll(async () => {
  document = await described();
  withDraft = await described({ LECTERN_RESUMABLE_DRAFT: 'true' });
});

interface Described {
  readonly name: string;
  readonly operation: OperationObject;
  readonly place: string;
}

function operationsIn({ paths }: OpenAPIObject): Described[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, OperationObject>).map(([verb, operation]) => ({
      name: operation.operationId ?? '',
      operation,
      place: `${verb.padEnd(7)} ${path}`,
    })),
  );
}

function resolved<T extends object>(object: T | ReferenceObject): T {
  if (!('$ref' in object)) return object;
  let found: unknown = withDraft;
  for (const step of object.$ref.split('/').slice(1)) found = (found as Record<string, unknown>)[step];
  return found as T;
}

const answersOf = ({ operation }: Described): [string, ResponseObject][] =>
  Object.entries(operation.responses).map(([status, response]) => [
    status,
    resolved(response as ResponseObject),
  ]);

describe('the API’s description', () => {
  it('is docs/openapi.json (npm run openapi writes it anew)', async () => {
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../../docs/openapi.json');
  });

  it('names every operation as it always did', () => {
    const names = operationsIn(withDraft).map(({ name, place }) => `${name.padEnd(25)} ${place}`);
    expect(names.toSorted().join('\n')).toBe(OPERATIONS.trim());
  });

  it('says of every answer what it means, and names the problems of every refusal', () => {
    const silent = operationsIn(withDraft).flatMap((one) =>
      answersOf(one).flatMap(([status, { description, content }]) => {
        const problem = content?.['application/problem+json'];
        const isRefusal = status === 'default' || Number(status) >= 400;
        const isNamed = one.place.startsWith('head') || Object.keys(problem?.examples ?? {}).length > 0;
        return description !== '' && (!isRefusal || isNamed) ? [] : [`${one.name} ${status}`];
      }),
    );
    expect(silent).toEqual([]);
  });

  it('shows an example of every body of JSON, and gives its schema a name', () => {
    const bare = operationsIn(withDraft).flatMap((one) => {
      const body = resolved(one.operation.requestBody ?? { content: {} });
      const bodies = [['body', body] as const, ...answersOf(one)];
      return bodies.flatMap(([of, { content }]) => {
        const schema = content?.['application/json']?.schema;
        if (schema === undefined) return [];
        const { example, examples } = resolved<SchemaObject>(schema);
        return '$ref' in schema && (example ?? examples) !== undefined ? [] : [`${one.name} ${of}`];
      });
    });
    expect(bare).toEqual([]);
  });

  it('leaves answers open for new fields', () => {
    const closed = new Set<string>();
    const visit = (value: unknown, where: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if ((value as { additionalProperties?: unknown }).additionalProperties === false) closed.add(where);
      const { $ref } = value as { $ref?: string };
      if ($ref !== undefined) visit(resolved({ $ref }), $ref);
      for (const inner of Object.values(value)) visit(inner, where);
    };
    for (const one of operationsIn(withDraft)) visit(one.operation.responses, one.name);
    expect([...closed]).toEqual([]);
  });

  it('has every error that an answer may hold', async () => {
    const shown = new Set(Object.keys(withDraft.components?.examples ?? {}));
    const missing = (await everyError())
      .filter(({ kind, name }) => kind !== 'internal' && !shown.has(name))
      .map(({ name }) => name);
    expect([...new Set(missing)].toSorted()).toEqual(Object.keys(NEVER_ANSWERED).toSorted());
  });
});
