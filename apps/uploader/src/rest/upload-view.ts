import { z } from 'zod';
import { holdsQuota, type Upload } from '#libs/catalog';

export const uploadView = z
  .object({
    id: z.string(),
    asset: z.string(),
    fileName: z.string(),
    bytes: z.int().nullable(),
    offset: z.int(),
    state: z.enum(['open', 'finishing', 'completed', 'abandoned', 'expired']),
    reservedBytes: z.int().describe('Quota that it holds now; 0 once it has ended'),
    partBytes: z.int().nullable().describe('The size of its numbered parts; null where it has none'),
    direct: z.boolean().describe('Its parts go straight to the bucket'),
    concat: z
      .enum(['partial', 'final'])
      .nullable()
      .describe('A piece of another upload, or one that is made of such pieces'),
    expiresAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Upload' });

export function viewOfUpload(upload: Upload): z.input<typeof uploadView> {
  return {
    id: upload.id,
    asset: upload.assetId,
    fileName: upload.fileName,
    bytes: upload.bytes,
    offset: upload.offset,
    state: upload.state,
    reservedBytes: holdsQuota(upload) ? upload.reservedBytes : 0,
    partBytes: upload.kind === 'parts' || upload.kind === 'direct' ? upload.partBytes : null,
    direct: upload.kind === 'direct',
    concat: upload.kind === 'partial' || upload.kind === 'final' ? upload.kind : null,
    expiresAt: upload.expiresAt.toISOString(),
    createdAt: upload.createdAt.toISOString(),
  };
}
