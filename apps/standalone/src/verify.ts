/**
 * `npm run verify`: does storage hold what the database promises? Of the installation that DATABASE_URL and
 * LECTERN_STORAGE… name, or else of the data folder of `npm start`, whether it runs or not. See runStoredCheck.
 */
import { runStoredCheck } from '../../operator/src/verify/stored-check-program.js';
import { standaloneInstallation } from './installation.js';

await runStoredCheck(process.argv.slice(2), standaloneInstallation(process.env));
