/**
 * Is the storage that the settings name good enough for Lectern? The doctor, for a container that runs before the
 * services: 0 when nothing is wrong, 1 when something is, 2 when settings are. It needs those of the storage alone.
 * It says nothing of the jail, which is the matter of the machine that the worker runs on.
 */
import { runDoctor } from './doctor/doctor.js';

await runDoctor(process.argv.slice(2), { storageAlone: true });
