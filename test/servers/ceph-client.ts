import { S3Client } from '@aws-sdk/client-s3';
import type { CephRig } from './ceph.js';

/** The server's own view, past all of Lectern. Destroy it before the server stops. */
export function cephClient({ endpoint, accessKeyId, secretAccessKey }: CephRig): S3Client {
  const credentials = { accessKeyId, secretAccessKey };
  return new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
}
