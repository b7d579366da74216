import { plainText } from './plain-text.js';

/** What the platform that people come from calls a person, a course or an asset. */
export const externalId = plainText(1, 200);
