import { z } from 'zod';

/** A moment that is still to come, by RFC 3339 with `Z` or any offset; answers write the same moment in UTC. */
export const momentToCome = z.iso
  .datetime({ offset: true, error: 'must be a time by RFC 3339, such as 2027-01-31T12:00:00+08:00' })
  .transform((text) => new Date(text))
  .refine((moment) => moment.getTime() > Date.now(), 'must be still to come');
