import type { RouteOptions } from 'fastify';

interface KnownPath {
  readonly segments: readonly string[];
  readonly methods: Set<string>;
}

/** Which methods each path takes, learnt of the router's own routes as they are added to it. */
export class KnownRoutes {
  readonly #paths = new Map<string, KnownPath>();

  /** To be called of every route that the router gets. */
  readonly add = ({ url, method }: Pick<RouteOptions, 'url' | 'method'>): void => {
    const known = this.#paths.get(url) ?? { segments: url.split('/'), methods: new Set() };
    this.#paths.set(url, known);
    for (const each of [method].flat()) known.methods.add(each.toUpperCase());
  };

  /** The methods that are answered at a request's target, by the alphabet; none where nothing is. */
  methodsAt(target: string): string[] {
    const asked = target.replace(/[?#].*$/s, '').split('/');
    const found = [...this.#paths.values()].filter(({ segments }) => matches(segments, asked));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].toSorted();
  }
}

/** As the router reads a path: `:name` is one segment that is not empty, `*` all that follows. */
function matches(route: readonly string[], asked: readonly string[]): boolean {
  if (route.at(-1) === '*') return matches(route.slice(0, -1), asked.slice(0, route.length - 1));
  if (route.length !== asked.length) return false;
  return route.every((segment, at) => (segment.startsWith(':') ? asked[at] !== '' : segment === asked[at]));
}
