// Threads that a spec's code starts run from the sources, too: vitest transforms only what it imports itself. Node
// strips the types, and this finds the TypeScript behind an import of JavaScript.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!specifier.startsWith('.') || !specifier.endsWith('.js')) throw error;
      return next(`${specifier.slice(0, -3)}.ts`, context);
    }
  },
});
