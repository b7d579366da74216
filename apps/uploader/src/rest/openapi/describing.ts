import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';
import type { DomainError } from '#libs/kernel';
import type { HeaderName } from './headers.js';

export const RAISES = 'lectern:raises';
export const CARRIES = 'lectern:carries';
export const BODIES = 'lectern:bodies';
export const ALSO = 'lectern:also';

/** A body that is bytes as they are. */
export const BYTES = Symbol('bytes');

/** By media type, what a route takes in its body. */
export type Bodies = Readonly<Record<string, z.ZodType | typeof BYTES>>;

/**
 * What the route may refuse with, besides what every route of its sort may (problems.ts): one error of each
 * class, as the example that the API's description shows of its problem.
 */
export const Raises = (...errors: readonly DomainError[]) => SetMetadata(RAISES, errors);

/** The route reads its body itself: what it may be, by media type, for those that no `@Body` tells. */
export const BodyOf = (bodies: Bodies) => SetMetadata(BODIES, bodies);

/** Media types, beside JSON, in which the route answers with 200 where it is asked to. */
export const AlsoAnswers = (...types: readonly string[]) => SetMetadata(ALSO, types);

/** Headers that any answer of the route may carry, refusals too; those of one status stand with that. */
export const AnyAnswerCarries = (...names: readonly HeaderName[]) => SetMetadata(CARRIES, names);
