import type { ReactNode } from 'react';
import { defineWords } from '../words/define.js';
import { useWords } from '../words/language.js';

const WORDS = defineWords({ 'zh-CN': { acts: '操作' }, en: { acts: 'Actions' } });

interface Column<Row> {
  readonly name: string;
  readonly show: (row: Row) => ReactNode;
  /** Stands at the end, its digits below each other. */
  readonly isNumber?: boolean;
}

interface TableProps<Row> {
  /** What it lists, for those who hear it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What can be done with a row, at its end. */
  readonly acts?: ((row: Row) => ReactNode) | undefined;
}

/** Rows that are read across; on narrow screens it is moved sideways, by keyboard, too. */
export function Table<Row>({ label, columns, rows, keyOf, acts }: TableProps<Row>) {
  const words = useWords(WORDS);
  return (
    <div className="table-frame" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, isNumber = false }) => (
              <th key={name} scope="col" className={isNumber ? 'number' : undefined}>
                {name}
              </th>
            ))}
            {acts !== undefined && (
              <th scope="col">
                <span className="visually-hidden">{words.acts}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, show, isNumber = false }) => (
                <td key={name} className={isNumber ? 'number' : undefined}>
                  {show(row)}
                </td>
              ))}
              {acts !== undefined && <td>{acts(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
