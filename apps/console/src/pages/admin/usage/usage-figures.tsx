import { Link } from 'react-router';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { amountIn, MEASURES, totalOf } from './measures.js';
import type { Subject } from './usage-queries.js';
import { WORDS } from './words.js';

interface UsageFiguresProps {
  readonly subjects: readonly Subject[];
  /** Of one alone each period is told, of many what all periods come to. */
  readonly isAlone: boolean;
}

/** What the plots show, in figures: for those who can't see them, and those who want them exactly. */
export function UsageFigures({ subjects, isAlone }: UsageFiguresProps) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const series = subjects[0]?.series ?? [];
  if (isAlone)
    return (
      <Table
        label={words.table}
        rows={[...series].sort((a, b) => b.period.localeCompare(a.period))}
        keyOf={({ period }) => period}
        columns={[
          { name: words.period, show: ({ period }) => period },
          ...MEASURES.map((measure) => ({
            name: words[measure.name],
            show: (point: (typeof series)[number]) => amountIn(language, measure, measure.of(point)),
            isNumber: true,
          })),
        ]}
      />
    );
  const headings = { viewers: words.viewersMost, stored: words.storedLast };
  return (
    <Table
      label={words.table}
      rows={subjects}
      keyOf={({ id, kind }) => `${kind} ${id}`}
      columns={[
        {
          name: words.name,
          show: ({ id, name, kind }) =>
            id === null ? (
              words.everything
            ) : (
              <Link to={`?${kind === 'doctor' ? 'person' : 'unit'}=${encodeURIComponent(id)}`}>
                {name ?? id}
              </Link>
            ),
        },
        ...MEASURES.map((measure) => ({
          name:
            measure.over === 'sum' ? words[measure.name] : headings[measure.name as keyof typeof headings],
          show: ({ series: own }: Subject) => amountIn(language, measure, totalOf(measure, own)),
          isNumber: true,
        })),
      ]}
    />
  );
}
