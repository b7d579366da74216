/**
 * Does storage hold what the database promises? With the uploader's settings of database and storage, as it is run
 * beside the services; `npm run verify` is apps/standalone/src/verify.ts. See runStoredCheck.
 */
import { described } from './installation.js';
import { runStoredCheck } from './verify/stored-check-program.js';

await runStoredCheck(process.argv.slice(2), described(process.env));
