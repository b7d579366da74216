/**
 * `npm run operator -- COMMAND …`: what an engineer asks beside running services. In the uploader's image it is
 * `node dist/apps/operator/src/main.js COMMAND …`.
 */
import { tryAlerts } from './alerts/try-alerts.js';
import { CommandUsage, type Command } from './command.js';
import { keyRings } from './key-rings/key-rings.js';
import { story } from './story/story.js';

const COMMANDS: Readonly<Record<string, Command>> = {
  story,
  'key-rings': keyRings,
  'try-alerts': tryAlerts,
};

function usage(): string {
  const lines = Object.entries(COMMANDS).map(
    ([name, { wants, about }]) => `  npm run operator -- ${name} ${wants}\n      ${about}`,
  );
  return lines.join('\n');
}

const [name = '', ...given] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
// A reader such as `head` may have seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
if (command === undefined) {
  console.error(
    name === '' ? usage() : `lectern operator: There is no command ${name}. There are:\n${usage()}`,
  );
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await command.run(given);
  } catch (error) {
    if (!(error instanceof CommandUsage)) throw error;
    console.error(`lectern operator: ${error.message}\n  hint: npm run operator -- ${name} ${command.wants}`);
    process.exitCode = 2;
  }
}
