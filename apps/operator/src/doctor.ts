/** `npm run doctor`: are this storage and this machine good enough for Lectern? */
import { runDoctor } from './doctor/doctor.js';

await runDoctor(process.argv.slice(2));
