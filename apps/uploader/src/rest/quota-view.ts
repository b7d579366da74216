import { z } from 'zod';
import { recordOf } from '#libs/kernel';
import { ALLOWANCES, type QuotaStatus } from '#libs/quotas';

const bytes = z.int();

const allowance = z.object({
  limit: bytes.nullable().describe('This account\u2019s own limit; null: none of its own'),
  effective: bytes.nullable().describe('What may still come; null: no limit anywhere above'),
  bindingUnit: z.string().nullable().describe('The unit, or person, whose limit binds first'),
  bindingUnitName: z.string().nullable(),
});

export const quotaView = allowance
  .extend({
    account: z.string().describe('The id of the unit, or of the person'),
    used: bytes.describe('Bytes of originals'),
    reserved: bytes.describe('Held by unfinished uploads'),
    derived: bytes.describe('Bytes of what was made of the originals: counted, and bound by no limit'),
    assets: z.int(),
    daily: allowance.extend({ used: bytes }).describe('On this UTC day'),
    ...recordOf(ALLOWANCES, () => allowance),
    fileBytes: allowance.describe('For one file'),
    assetCount: allowance,
    unfinished: z
      .object({
        uploads: z.int(),
        uploadsLimit: z.int().nullable(),
        bytes,
        bytesLimit: bytes.nullable(),
      })
      .describe(
        'What uploads that are not finished hold; the limits are those of one person, null of a unit',
      ),
    soft: z.boolean().describe('Whether the mark from which on to warn has been passed'),
    softUnit: z.string().nullable(),
  })
  .meta({ id: 'Quota' });

export const bindingView = z
  .object({ account: z.string(), name: z.string(), limit: bytes.nullable(), used: bytes })
  .meta({ id: 'BindingQuota' });

export function viewOfQuota(status: QuotaStatus): z.input<typeof quotaView> {
  const { reservedAssets: _, version: __, ...view } = status;
  return view;
}
