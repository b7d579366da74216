import { z } from 'zod';

/** By RFC 3339 with `Z` or any offset; answers write the same moment in UTC. */
export const moment = z.iso
  .datetime({ offset: true, error: 'must be a time by RFC 3339, such as 2027-01-31T12:00:00+08:00' })
  .transform((text) => new Date(text));

/** One that is still to come. */
export const momentToCome = moment.refine((at) => at.getTime() > Date.now(), 'must be still to come');
