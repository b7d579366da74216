/**
 * `npm run operator -- COMMAND …`: what an engineer asks beside running services. In the uploader's image it is
 * `node dist/apps/operator/src/main.js COMMAND …`.
 */
import { runOperator } from '../../operator/src/run-operator.js';
import { standaloneInstallation } from './installation.js';

await runOperator(process.argv.slice(2), standaloneInstallation);
