// npm run rig: lists the rigs of registry.ts, or builds and runs one.
import { RIGS } from './registry.ts';
import { runByName } from './runner.mjs';

runByName('rig', RIGS, (name) => `dist/test/rigs/${name}/rig.js`);
