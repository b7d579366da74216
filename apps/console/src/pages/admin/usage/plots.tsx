import { lazy, Suspense, useMemo } from 'react';
import { Skeleton } from '../../../parts/notice.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { lineLook, MOST_LINES } from './lines.js';
import { amountIn, MEASURES, totalOf } from './measures.js';
import type { Subject } from './usage-queries.js';
import { WORDS } from './words.js';

const Plot = lazy(async () => ({ default: (await import('./plot.js')).Plot }));

/** A plot for each thing that is counted, with a line for each of those who have most of it in store. */
export function Plots({ subjects }: { readonly subjects: readonly Subject[] }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const plots = useMemo(() => plotsOf(subjects, words.everything), [subjects, words]);
  const shows = useMemo(
    () => MEASURES.map((measure) => (amount: number) => amountIn(language, measure, amount)),
    [language],
  );
  const { names, periods, measures } = plots;
  return (
    <>
      {names.length > 1 && (
        <ul className="plot-lines" aria-label={words.lines}>
          {names.map((name, index) => (
            <li key={`${index} ${name}`}>
              <svg width="28" height="8" aria-hidden="true">
                <line
                  x1="0"
                  y1="4"
                  x2="28"
                  y2="4"
                  stroke={`var(${lineLook(index).token})`}
                  strokeWidth="2"
                  strokeDasharray={lineLook(index).dash.join(' ')}
                />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      )}
      {subjects.length > names.length && <p>{words.few(String(names.length), String(subjects.length))}</p>}
      <div className="plots">
        <Suspense fallback={<Skeleton lines={1} height="13rem" />}>
          {measures.map(({ measure, lines }, index) => (
            <Plot
              key={measure.name}
              title={words[measure.name]}
              told={words.plot(words[measure.name], names.join('; '))}
              periods={periods}
              lines={lines}
              show={shows[index] ?? String}
            />
          ))}
        </Suspense>
      </div>
    </>
  );
}

function plotsOf(subjects: readonly Subject[], everything: string) {
  const weight = ({ series }: Subject) =>
    MEASURES.slice(0, 3).reduce((sum, measure) => sum + totalOf(measure, series), 0);
  const shown = [...subjects].sort((a, b) => weight(b) - weight(a)).slice(0, MOST_LINES);
  const nameOf = ({ name, id }: Subject) => name ?? id ?? everything;
  return {
    names: shown.map(nameOf),
    periods: shown[0]?.series.map(({ period }) => period) ?? [],
    measures: MEASURES.map((measure) => ({
      measure,
      lines: shown.map((subject) => ({ name: nameOf(subject), amounts: subject.series.map(measure.of) })),
    })),
  };
}
