/** `npm run doctor`: is this storage good enough for Lectern? */
import { runDoctor } from './doctor/doctor.js';

await runDoctor(process.argv.slice(2));
