// npm run bench -- NAME: builds, then runs one benchmark of this folder.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const [name, ...rest] = process.argv.slice(2);
const names = readdirSync('bench')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
if (name === undefined || !names.includes(name)) {
  console.error(`bench: say which benchmark to run.\n  hint: npm run bench -- ${names.join(' | ')}`);
  process.exit(1);
}
const run = (program, args) => spawnSync(program, args, { stdio: 'inherit' }).status ?? 1;
process.exit(run('npm', ['run', '--silent', 'build']) || run('node', [`dist/bench/${name}.js`, ...rest]));
