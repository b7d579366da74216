import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type Line, lineLook } from './lines.js';

interface PlotProps {
  readonly title: string;
  /** What is read out in its place. */
  readonly told: string;
  readonly periods: readonly string[];
  readonly lines: readonly Line[];
  readonly show: (amount: number) => string;
}

const HEIGHT = 160;
const BELOW = 28;
const BESIDE = 68;
/** Nothing is counted in halves. */
const WHOLE = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** Lines over time, in the colours of the theme. The period under the pointer is told in words. */
export function Plot({ title, told, periods, lines, show }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number>();
  useEffect(() => {
    const frame = place.current;
    if (frame === null) return;
    let plot = draw(frame);
    const sized = new ResizeObserver(() => plot.setSize({ width: frame.clientWidth, height: HEIGHT }));
    sized.observe(frame);
    // Canvas keeps the colours with which it was drawn.
    const themed = new MutationObserver(() => {
      plot.destroy();
      plot = draw(frame);
    });
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      sized.disconnect();
      themed.disconnect();
      plot.destroy();
    };

    function draw(into: HTMLElement): UPlot {
      return new UPlot(
        optionsOf(into.clientWidth, periods, lines, show, setAt),
        [periods.map((_, index) => index), ...lines.map(({ amounts }) => [...amounts])],
        into,
      );
    }
  }, [periods, lines, show]);
  const shown = at ?? periods.length - 1;
  return (
    <figure className="plot">
      <figcaption>
        <h2>{title}</h2>
        <p aria-hidden="true">
          {periods[shown]} · {lines.map(({ amounts }) => show(amounts[shown] ?? 0)).join(' / ')}
        </p>
      </figcaption>
      <div ref={place} role="img" aria-label={told} style={{ minHeight: HEIGHT }} />
    </figure>
  );
}

function optionsOf(
  width: number,
  periods: readonly string[],
  lines: readonly Line[],
  show: (amount: number) => string,
  point: (at: number | undefined) => void,
): UPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--text-soft'),
    font: '12px system-ui, sans-serif',
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] } },
    axes: [
      {
        ...axis,
        size: BELOW,
        incrs: [1, 2, 3, 7, 14, 28],
        space: 56,
        values: (_, places) => places.map((place) => periods[place]?.slice(5) ?? ''),
      },
      {
        ...axis,
        size: BESIDE,
        space: 36,
        incrs: WHOLE,
        values: (_, amounts) => amounts.map(show),
      },
    ],
    series: [
      {},
      ...lines.map((_, index) => {
        const { token, dash } = lineLook(index);
        return { stroke: colour(token), width: 2, dash: [...dash], points: { size: 5 } };
      }),
    ],
    hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? undefined)] },
  };
}
