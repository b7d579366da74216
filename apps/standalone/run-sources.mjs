// Runs a program from its sources, for what comes before a build, and for threads that a spec's code starts (vitest
// transforms only what it imports itself). Node strips the types, and this finds the TypeScript behind an import of
// JavaScript. Decorators are beyond Node: what is run so must not import Nest's modules.
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
