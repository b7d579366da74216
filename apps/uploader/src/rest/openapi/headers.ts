import type { HeaderObject, ParameterObject, ReferenceObject } from '@nestjs/swagger';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;

/** Every header that an answer of the API may carry, once. */
export const HEADERS = {
  'Cache-Control': {
    description: 'For how long, and by whom, the answer may be used again',
    schema: text,
    example: 'private, max-age=120',
  },
  'Content-Disposition': {
    description: 'Under which name a browser saves it',
    schema: text,
    example: 'attachment; filename="usage.csv"',
  },
  ETag: {
    description:
      'The version of what the answer holds, and a digest of the answer: If-Match and If-None-Match take it',
    schema: text,
    example: '"3-47DEQpj8HBSa-_TImW-5JC"',
  },
  Location: {
    description: 'Where what was made is found: an absolute address, or a path of this service',
    schema: { ...text, format: 'uri-reference' },
    example: '/v1/courses/01jqyz5w2m8k4c',
  },
  'Set-Cookie': {
    description: 'What the browser is to keep of its session: no script reads it',
    schema: text,
    example: '__Host-lectern-session=…; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure',
  },
  'Retry-After': {
    description: 'Seconds after which the same request may succeed',
    schema: count,
    example: 5,
  },
  RateLimit: {
    description:
      'What is left of the limit that was reached (`r`), and in how many seconds there is more (`t`)',
    schema: text,
    example: '"creations";r=0;t=30',
  },
  'RateLimit-Policy': {
    description: 'That limit: how many (`q`) in how many seconds (`w`)',
    schema: text,
    example: '"creations";q=3000;w=60',
  },
  'X-Request-Id': {
    description: 'The request, as the logs name it: its own X-Request-Id where it sent one that fits',
    schema: text,
    example: '7d2f0c1e9b6a4f35',
  },
  'WWW-Authenticate': {
    description: 'How to say who calls (RFC 6750)',
    schema: text,
    example: 'Bearer',
  },
  'Idempotency-Replayed': {
    description: 'That this is the answer to an earlier request with the same Idempotency-Key',
    schema: { ...text, enum: ['true'] },
    example: 'true',
  },
  Allow: { description: 'The methods that this resource takes', schema: text, example: 'GET, PATCH, DELETE' },
  'Content-Digest': {
    description: 'The SHA-256 of what is stored (RFC 9530), where it is known',
    schema: text,
    example: 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
  },
  'Upload-Asset': {
    description: 'The id of the asset that the upload has become',
    schema: text,
    example: 'ast_01jqyz5w2m8k4c',
  },
  'Upload-Complete': {
    description: 'Whether the upload is complete: ?1 or ?0',
    schema: { ...text, enum: ['?0', '?1'] },
    example: '?0',
  },
  'Upload-Concat': {
    description: 'That the upload is a piece of another, or of which pieces it is made',
    schema: text,
    example: 'partial',
  },
  'Upload-Defer-Length': {
    description: '1 while the length of the file is not known',
    schema: { ...text, enum: ['1'] },
    example: '1',
  },
  'Upload-Draft-Interop-Version': {
    description: 'The iteration of the draft that the request is answered by',
    schema: count,
    example: 10,
  },
  'Upload-Expires': {
    description: 'Until when the upload can be gone on with (RFC 9110 date)',
    schema: text,
    example: 'Tue, 01 Dec 2026 08:00:00 GMT',
  },
  'Upload-Length': { description: 'Bytes of the whole file', schema: count, example: 734003200 },
  'Upload-Limit': {
    description: 'What uploads here are bound by, as the draft has it',
    schema: text,
    example: 'max-size=53687091200, min-size=1, max-age=86400',
  },
  'Upload-Metadata': {
    description: 'What was said of the file when the upload began: keys, each with its value in base64',
    schema: text,
    example: 'filename bGVzc29uLm1wNA==',
  },
  'Upload-Offset': {
    description: 'How many bytes of the upload are durable: go on from here',
    schema: count,
    example: 67108864,
  },
  Accept: {
    description: 'The media types of bodies that are taken here (RFC 9110 section 15.5.16)',
    schema: text,
    example: 'application/json',
  },
  'Accept-Patch': {
    description: 'The media types that PATCH takes',
    schema: text,
    example: 'application/partial-upload',
  },
  'Tus-Resumable': { description: 'The version of tus that is spoken', schema: text, example: '1.0.0' },
  'Tus-Version': { description: 'The versions of tus that are spoken', schema: text, example: '1.0.0' },
  'Tus-Extension': {
    description: 'The extensions of tus that are spoken, with commas between',
    schema: text,
    example: 'creation,expiration,checksum',
  },
  'Tus-Checksum-Algorithm': {
    description: 'The algorithms that Upload-Checksum takes',
    schema: text,
    example: 'sha1,sha256,crc32,crc32c',
  },
  'Tus-Max-Size': {
    description: 'The most bytes that one file may have',
    schema: count,
    example: 53687091200,
  },
} as const satisfies Readonly<Record<string, HeaderObject>>;

export type HeaderName = keyof typeof HEADERS;

/** Headers of an answer, for `@ApiResponse`: `headers: carries('ETag', 'Location')`. */
export function carries(...names: readonly HeaderName[]): Record<string, ReferenceObject> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** Headers that requests carry to more than one resource: each is described once, whoever takes it. */
const PARAMETERS = {
  'If-Match': {
    description: 'The ETag that the change is made to: where it is another one by now, nothing is changed',
    schema: { ...text, maxLength: 1024 },
    example: '"3-47DEQpj8HBSa-_TImW-5JC"',
  },
  'If-None-Match': {
    description:
      'The ETag of the answer that is known already: where it is that still, 304 says so without a body',
    schema: { ...text, maxLength: 1024 },
    example: '"3-47DEQpj8HBSa-_TImW-5JC"',
  },
  'Last-Event-ID': {
    description:
      'The `id` that came last on a stream which broke: what happened since then comes first. Of an id that nobody knows, or after which events are gone, a `reset` comes instead',
    schema: { ...text, maxLength: 100 },
    example: '5b1f0c9ad2e7.k3v9.1c8.k3v8.1bx',
  },
  'Idempotency-Key': {
    description:
      'Any name of this request, such as a UUID: the request that is sent again with it, within a day, is done once and gets the same answer',
    schema: { ...text, minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
    example: '3f1c2b8e-6a8d-4d0f-9d7e-2b6f3a1c5e90',
  },
  'Content-Digest': {
    description: 'The digest of this body (RFC 9530), sha-256 or sha-512: it is verified',
    schema: text,
    example: 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
  },
  'Upload-Offset': {
    description: 'From which byte of the file on this body goes: the offset that the upload stands at',
    schema: count,
    required: true,
    example: 67108864,
  },
  'Upload-Length': {
    description: 'Bytes of the whole file, where they are known by now',
    schema: count,
    example: 734003200,
  },
  'Upload-Complete': {
    description: '?1 where the file ends with this body, ?0 where more is to come',
    schema: { ...text, enum: ['?0', '?1'] },
    required: true,
    example: '?1',
  },
  'Upload-Checksum': {
    description:
      'sha1, sha256, crc32 or crc32c of this body, in base64; 64 MiB at most: all of the body counts, or nothing',
    schema: text,
    example: 'sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  },
} as const satisfies Readonly<Record<string, Omit<ParameterObject, 'name' | 'in'>>>;

const PARAMETER_OF = new Map(Object.keys(PARAMETERS).map((name) => [name.toLowerCase(), name]));

/** @returns undefined of a header that is not among them */
export function parameterNamed(header: string): ReferenceObject | undefined {
  const name = PARAMETER_OF.get(header.toLowerCase());
  return name === undefined ? undefined : { $ref: `#/components/parameters/${name}` };
}

export function parameterComponents(): Record<string, ParameterObject> {
  return Object.fromEntries(
    Object.entries(PARAMETERS).map(([name, parameter]) => [name, { name, in: 'header', ...parameter }]),
  );
}
