/**
 * A value as PostgreSQL's jsonb will give it back: plain JSON, without the NUL and the halves of surrogate
 * pairs that jsonb refuses.
 */
export function plain(value: unknown): unknown {
  const text = JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? clean(part) : part));
  return JSON.parse(text, (_, part: unknown) => (isRecord(part) ? cleanNames(part) : part)) as unknown;
}

/** The same text for the same value, whatever the order in which its names were written. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isRecord(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function clean(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{fffd}');
}

function cleanNames(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([name, part]) => [clean(name), part]));
}
