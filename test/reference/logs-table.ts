import { LOG_FIELDS, LOG_LINES } from '#libs/http';
import { cell, table } from './page.js';

/** Each line of the log that has a meaning of its own, by its `msg`. */
export function logLinesTable(): string {
  const rows = Object.entries(LOG_LINES).map(([line, { level, of, when, fields }]) => [
    `\`${line}\``,
    level,
    of,
    cell(when),
    fields.map((field) => `\`${field}\``).join(', '),
  ]);
  return table(['msg', 'level', 'of', 'when', 'fields'], rows);
}

/** What each field means, wherever it stands. */
export function logFieldsTable(): string {
  return table(
    ['field', 'meaning'],
    Object.entries(LOG_FIELDS).map(([field, meaning]) => [`\`${field}\``, cell(meaning)]),
  );
}
