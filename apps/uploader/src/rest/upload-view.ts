import { z } from 'zod';
import { assetOf, holdsQuota, type Upload } from '#libs/catalog';

export const uploadView = z
  .object({
    id: z.string(),
    asset: z.string().describe('The asset that it becomes, or replaces'),
    replaces: z
      .string()
      .nullable()
      .describe('The asset whose bytes it is to replace; null where it becomes one of its own'),
    externalId: z.string().nullable().describe('How your own platform calls its asset'),
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
  .meta({
    id: 'Upload',
    examples: [
      {
        id: 'upl_5wd1r8kz3mq7tx0vb6ny2c',
        asset: 'ast_3kq9zt5m1xw7c2vd8rn4by',
        replaces: null,
        externalId: null,
        fileName: 'lesson.mp4',
        bytes: 734_003_200,
        offset: 67_108_864,
        state: 'open',
        reservedBytes: 734_003_200,
        partBytes: null,
        direct: false,
        concat: null,
        expiresAt: '2026-12-01T08:00:00.000Z',
        createdAt: '2026-11-30T08:00:00.000Z',
      },
    ],
  });

export function viewOfUpload(upload: Upload): z.input<typeof uploadView> {
  return {
    id: upload.id,
    asset: assetOf(upload),
    replaces: upload.replaces,
    externalId: upload.externalId,
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
