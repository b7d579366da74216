/** A cell: text of anybody's, or what this service makes itself. */
type Cell = string | number | Date | null;

/** What spreadsheets take for the beginning of a formula, in either width. */
const FORMULA = /^[\t\r\n]|^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

export const CSV_TYPE = 'text/csv';

/** What a file of CSV begins with, so that spreadsheets read it as UTF-8. */
export const CSV_MARK = '\u{feff}';

/**
 * A line of CSV (RFC 4180), with its end. Nothing in it would a spreadsheet calculate: such a text gets an apostrophe in
 * front, which they take for a mark of text.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** A whole table, with its mark. */
export function csvOf(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return CSV_MARK + [columns, ...rows].map(csvLine).join('');
}

function cellOf(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (value instanceof Date) return value.toISOString();
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Whether a request wants CSV and not JSON: by `format`, or else where its Accept (RFC 9110 section 12.5.1) names it, and
 * JSON not with more weight.
 */
export function wantsCsv(format: 'json' | 'csv' | undefined, accept: string | undefined): boolean {
  if (format !== undefined) return format === 'csv';
  const weights = new Map(
    (accept ?? '').split(',').map((range): [string, number] => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      return [type, Number(weight) || 0];
    }),
  );
  const csv = weights.get(CSV_TYPE) ?? 0;
  return csv > 0 && csv >= (weights.get('application/json') ?? 0);
}
