/**
 * Whether `npm start` can start with its settings: run from the sources before anything is built (prepare.mjs), so that a
 * person does not wait for a build to be told of a misspelt name. The start itself asks again.
 */
import { startFault } from '#libs/kernel';
import { requireStart } from './config.js';

try {
  await requireStart(process.env);
} catch (error) {
  console.error(`lectern standalone: ${startFault(error)}`);
  process.exitCode = 1;
}
