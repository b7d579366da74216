/** The calls of S3 that Lectern makes, by the names of its documentation. */
export type S3Operation =
  | 'AbortMultipartUpload'
  | 'CompleteMultipartUpload'
  | 'CopyObject'
  | 'CreateBucket'
  | 'CreateMultipartUpload'
  | 'DeleteObject'
  | 'GetObject'
  | 'HeadBucket'
  | 'HeadObject'
  | 'ListMultipartUploads'
  | 'ListObjects'
  | 'ListParts'
  | 'PutObject'
  | 'UploadPart'
  | 'UploadPartCopy'
  | 'Unknown';

/** Those that change something: where a lost reply leaves the caller in doubt. */
export const MUTATING = [
  'PutObject',
  'CreateMultipartUpload',
  'UploadPart',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'DeleteObject',
  'CopyObject',
  'UploadPartCopy',
] as const satisfies readonly S3Operation[];

/** What a request with path-style addressing is. */
export function operationOf(
  method: string,
  target: string,
  headers: Readonly<Record<string, unknown>>,
): { operation: S3Operation; key: string } {
  const url = new URL(target, 'http://s3');
  const [, , ...rest] = url.pathname.split('/');
  const key = decodeURIComponent(rest.join('/'));
  const has = (name: string) => url.searchParams.has(name);
  return { operation: named(method, { key, has, copies: headers['x-amz-copy-source'] !== undefined }), key };
}

function named(
  method: string,
  { key, has, copies }: { key: string; has: (name: string) => boolean; copies: boolean },
): S3Operation {
  switch (method) {
    case 'PUT':
      if (key === '') return 'CreateBucket';
      if (has('partNumber')) return copies ? 'UploadPartCopy' : 'UploadPart';
      return copies ? 'CopyObject' : 'PutObject';
    case 'POST':
      if (has('uploads')) return 'CreateMultipartUpload';
      return has('uploadId') ? 'CompleteMultipartUpload' : 'Unknown';
    case 'DELETE':
      return has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'HEAD':
      return key === '' ? 'HeadBucket' : 'HeadObject';
    case 'GET':
      if (has('uploads')) return 'ListMultipartUploads';
      if (has('uploadId')) return 'ListParts';
      return key === '' ? 'ListObjects' : 'GetObject';
    default:
      return 'Unknown';
  }
}
