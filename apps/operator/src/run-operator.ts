import { tryAlerts } from './alerts/try-alerts.js';
import { bundle } from './bundle/bundle.js';
import { CommandUsage, type Command } from './command.js';
import type { FindInstallation } from './installation.js';
import { keyRings } from './key-rings/key-rings.js';
import { story } from './story/story.js';

const COMMANDS: Readonly<Record<string, Command>> = {
  story,
  'key-rings': keyRings,
  bundle,
  'try-alerts': tryAlerts,
};

/**
 * What an engineer asks beside running services: does what the arguments say, and sets the exit code; 2 where they make
 * no sense.
 */
export async function runOperator(arguments_: readonly string[], find: FindInstallation): Promise<void> {
  const [name = '', ...given] = arguments_;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  // A reader such as `head` may have seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  if (command === undefined) {
    console.error(
      name === '' ? usage() : `lectern operator: There is no command ${name}. There are:\n${usage()}`,
    );
    process.exitCode = 2;
    return;
  }
  try {
    process.exitCode = await command.run(given, find);
  } catch (error) {
    if (!(error instanceof CommandUsage)) throw error;
    console.error(`lectern operator: ${error.message}\n  hint: npm run operator -- ${name} ${command.wants}`);
    process.exitCode = 2;
  }
}

function usage(): string {
  const lines = Object.entries(COMMANDS).map(
    ([name, { wants, about }]) => `  npm run operator -- ${name} ${wants}\n      ${about}`,
  );
  return lines.join('\n');
}
