import { useSearchParams } from 'react-router';

/**
 * What a list is narrowed by. It stands in the address, so that it can be gone back to and handed on; what is empty
 * narrows nothing.
 */
export function useFilters<Name extends string>(...names: readonly Name[]) {
  const [search, setSearch] = useSearchParams();
  const filters = Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as Record<
    Name,
    string
  >;
  const set = (name: Name, value: string) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === '') after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  return [filters, set] as const;
}

/** Those filters that narrow, as a request takes them. */
export function narrowing<Filters extends Readonly<Record<string, string>>>(
  filters: Filters,
): Partial<Filters> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')) as Partial<Filters>;
}
