import type { Measured } from '../delivery-load/measure.js';
import type { CaseFigures } from './case-figures.js';
import { colourOf, figure, line, PALE_INK, picture, rectangle, text, ticks } from './svg.js';

export const CASE_TITLES: Readonly<Record<string, string>> = {
  playlist: 'Playlist, 2.3 KB',
  thumbnail: 'Thumbnail, 21 KB',
  segment: 'Segment, 1 MB',
  range: 'Range, 2 MB of 1 GB',
  mix: 'Mix as hls.js asks',
};

const WIDTH = 900;
const NAMES = 140;
const BARS = 152;
const BARS_END = 556;
const HEAD = 84;
const ROW = 20;
const PANEL_HEAD = 24;
const PANEL_FOOT = 44;

const COLUMNS: readonly {
  readonly at: number;
  readonly title: string;
  readonly of: (one: Measured) => string;
}[] = [
  { at: 636, title: 'requests/s', of: (one) => figure(one.perSecond) },
  { at: 700, title: 'MB/s', of: (one) => figure(one.megabytesPerSecond) },
  { at: 764, title: 'CPU µs', of: (one) => figure(one.cpuUs) },
  { at: 824, title: 'p99 ms', of: (one) => figure(one.p99Us / 1000) },
  { at: 880, title: 'MiB', of: (one) => figure(one.peakMiB) },
];

/** Bars of requests per second, a panel for each case, with the other figures beside them. */
export function casePicture(figures: CaseFigures, subtitle: string): string {
  const marks = [
    text(20, 30, 'Serving on one processor', { size: 17, bold: true }),
    text(20, 50, subtitle, { colour: PALE_INK }),
    text(20, 66, 'CPU: of the server, for each request. MiB: the most that was resident.', {
      colour: PALE_INK,
    }),
  ];
  let top = HEAD;
  for (const name of figures.cases) {
    marks.push(...panel(figures, name, top));
    top += PANEL_HEAD + figures.peerNames.length * ROW + PANEL_FOOT;
  }
  return picture(WIDTH, top, 'Requests per second of Lectern and its peers', marks);
}

function panel(figures: CaseFigures, name: string, top: number): string[] {
  const peers = figures.peerNames;
  const most = Math.max(...peers.map((peer) => figures.medians(name, peer).perSecond));
  const x = (value: number) => BARS + (value / most) * (BARS_END - BARS);
  const first = top + PANEL_HEAD;
  const bottom = first + peers.length * ROW;
  const marks = [text(20, top + 14, CASE_TITLES[name] ?? name, { bold: true, size: 13 })];
  for (const { at, title } of COLUMNS)
    marks.push(text(at, top + 14, title, { anchor: 'end', size: 11, colour: PALE_INK }));
  for (const value of ticks(most)) {
    marks.push(line(x(value), first, x(value), bottom + 3));
    const look = { anchor: 'middle', size: 10, colour: PALE_INK } as const;
    marks.push(text(Math.round(x(value)), bottom + 15, value.toLocaleString('en-US'), look));
  }
  marks.push(text(BARS, bottom + 29, 'requests per second', { size: 10, colour: PALE_INK }));
  for (const [row, peer] of peers.entries()) {
    const one = figures.medians(name, peer);
    const y = first + row * ROW;
    const bold = row === 0;
    marks.push(text(NAMES, y + 14, peer, { anchor: 'end', bold }));
    marks.push(rectangle(BARS, y + 3, x(one.perSecond) - BARS, ROW - 6, colourOf(peer)));
    for (const { at, of } of COLUMNS) marks.push(text(at, y + 14, of(one), { anchor: 'end', bold }));
  }
  return marks;
}
