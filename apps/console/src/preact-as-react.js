// JavaScript, since Preact's types are of a kind that can't be handed on (`export =`).
import { options } from 'preact';

export * from 'preact/compat';
export { default } from 'preact/compat';

/*
 * What a key or a press has caused is done before the next one, effects and all, as React does it. Preact would wait for the
 * next picture: whoever types and presses Enter at once, as a scanner does, would send what stood there one key before.
 */
options.requestAnimationFrame = (callback) => queueMicrotask(callback);

/** The router's data routers, which the console has none of, import it; a build without it breaks off. */
export function useOptimistic() {
  throw new Error('Preact has no useOptimistic');
}
