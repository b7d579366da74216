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

const own = {
  limit: 107_374_182_400,
  effective: 106_640_179_200,
  bindingUnit: 'surgery',
  bindingUnitName: 'Department of Surgery',
};
const inherited = {
  limit: null,
  effective: 21_474_836_480,
  bindingUnit: 'county-hospital',
  bindingUnitName: 'County Hospital',
};
const none = { limit: null, effective: null, bindingUnit: null, bindingUnitName: null };

export const quotaExample = {
  account: 'surgery',
  ...own,
  used: 734_003_200,
  reserved: 0,
  derived: 1_482_113,
  assets: 1,
  daily: { ...none, used: 734_003_200 },
  ...recordOf(ALLOWANCES, () => none),
  fileBytes: inherited,
  assetCount: none,
  unfinished: { uploads: 0, uploadsLimit: null, bytes: 0, bytesLimit: null },
  soft: false,
  softUnit: null,
};

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
  .meta({
    id: 'Quota',
    examples: [quotaExample],
  });

const bindingView = z
  .object({ account: z.string(), name: z.string(), limit: bytes.nullable(), used: bytes })
  .meta({
    id: 'BindingQuota',
    examples: [
      { account: 'county-hospital', name: 'County Hospital', limit: 1_099_511_627_776, used: 734_003_200 },
    ],
  });

/** All of it for those in whose reach the account is; for those whom it only binds, what binds them. */
export const seenQuotaView = z
  .union([quotaView, bindingView])
  .meta({ id: 'SeenQuota', examples: [quotaExample] });

export function viewOfQuota(status: QuotaStatus): z.input<typeof quotaView> {
  const { reservedAssets: _, version: __, ...view } = status;
  return view;
}
