import type { FactoryProvider } from '@nestjs/common';

/** The name under which something is asked for that has no class of its own. */
export type Name<T> = symbol & { readonly of: T };

export function name<T>(what: string): Name<T> {
  return Symbol(what) as Name<T>;
}

type Token<T> = Name<T> | { readonly prototype: T };
type Given<K> = K extends Name<infer T> ? T : K extends { readonly prototype: infer T } ? T : never;

/**
 * A provider of a plain class, which knows nothing of the framework: `parts` says under which name `build` is
 * given what is provided elsewhere.
 */
export function provide<T, P extends Readonly<Record<string, Token<unknown>>>>(
  what: Token<T>,
  parts: P,
  build: (parts: { readonly [K in keyof P]: Given<P[K]> }) => T,
): FactoryProvider<T> {
  const names = Object.keys(parts);
  return {
    provide: what as symbol,
    inject: Object.values(parts) as symbol[],
    useFactory: (...given: unknown[]) =>
      build(Object.fromEntries(names.map((key, at) => [key, given[at]])) as Parameters<typeof build>[0]),
  };
}
