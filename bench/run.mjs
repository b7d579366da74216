// npm run bench: lists the benchmarks of registry.ts, or builds and runs one.
import { runByName } from '../test/rigs/runner.mjs';
import { BENCHES } from './registry.ts';

runByName('bench', BENCHES, (name) => `dist/bench/${name}.js`);
