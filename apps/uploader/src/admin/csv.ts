/** A table as RFC 4180 has it: its columns' names first, then a line for each row. */
export function csvOf(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, string | number | null>>[],
): string {
  const lines = rows.map((row) => columns.map((column) => cellOf(row[column] ?? '')).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}

/** A text that a spreadsheet would take for a formula is given an apostrophe, which makes it a text there (OWASP, CSV injection). */
function cellOf(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
