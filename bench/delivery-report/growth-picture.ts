import type { GrowthFigures, Sweep } from '../delivery-growth/growth-figures.js';
import type { Measured } from '../delivery-load/measure.js';
import type { Kind } from '../delivery-load/requests.js';
import { colourOf, figure, line, PALE_INK, picture, rectangle, text, ticks, trace } from './svg.js';

interface Chart {
  readonly sweep: Sweep;
  readonly kind: Kind;
  readonly title: string;
  readonly across: string;
  readonly shape: 'line' | 'bars';
}

const CHARTS: readonly Chart[] = [
  {
    sweep: 'connections',
    kind: 'playlist',
    title: 'Connections: playlists',
    across: 'connections',
    shape: 'line',
  },
  {
    sweep: 'connections',
    kind: 'segment',
    title: 'Connections: 1 MB segments',
    across: 'connections',
    shape: 'line',
  },
  { sweep: 'processes', kind: 'playlist', title: 'Processes: playlists', across: 'processes', shape: 'bars' },
  {
    sweep: 'processes',
    kind: 'segment',
    title: 'Processes: 1 MB segments',
    across: 'processes',
    shape: 'bars',
  },
  {
    sweep: 'cold',
    kind: 'playlist',
    title: 'Cold and warm: 10,000 playlists',
    across: 'state',
    shape: 'bars',
  },
  { sweep: 'cold', kind: 'segment', title: 'Cold and warm: 300 segments', across: 'state', shape: 'bars' },
  { sweep: 'objects', kind: 'playlist', title: 'Objects: playlists', across: 'objects', shape: 'line' },
  { sweep: 'log', kind: 'playlist', title: 'Access log: playlists', across: 'access log', shape: 'bars' },
];

const WIDTH = 900;
const HEAD = 76;
const CELL_WIDTH = 440;
const CELL_HEIGHT = 236;

/** A small chart for each thing that grows: how much is served, by how many. */
export function growthPicture(figures: GrowthFigures): string {
  const charts = CHARTS.filter(({ sweep, kind }) => figures.kinds(sweep).includes(kind));
  const marks = [text(20, 30, 'How serving grows', { size: 17, bold: true }), ...legend(figures)];
  for (const [place, chart] of charts.entries()) {
    const left = (place % 2) * CELL_WIDTH + 10;
    const top = HEAD + Math.floor(place / 2) * CELL_HEIGHT;
    marks.push(`<g transform="translate(${left} ${top})">`, ...drawn(figures, chart), '</g>');
  }
  const height = HEAD + Math.ceil(charts.length / 2) * CELL_HEIGHT + 6;
  return picture(WIDTH, height, 'How serving grows with processes, connections and objects', marks);
}

function legend({ peerNames }: GrowthFigures): string[] {
  return peerNames.flatMap((peer, place) => [
    rectangle(20 + place * 120, 44, 12, 12, colourOf(peer)),
    text(38 + place * 120, 54, peer, { bold: place === 0 }),
  ]);
}

const LEFT = 66;
const RIGHT = 416;
const TOP = 34;
const BOTTOM = 180;

function drawn(figures: GrowthFigures, chart: Chart): string[] {
  const { sweep, kind, title, across, shape } = chart;
  const steps = figures.steps(sweep, kind);
  const large = kind === 'segment';
  const valueOf = (one: Measured) => (large ? one.megabytesPerSecond : one.perSecond);
  const value = (peer: string, at: string) => {
    const one = figures.medians({ sweep, kind, at, peer });
    return one === undefined ? undefined : valueOf(one);
  };
  const all = steps.flatMap((at) => figures.peerNames.map((peer) => value(peer, at) ?? 0));
  const most = Math.max(...all) * 1.08;
  const y = (of: number) => BOTTOM - (of / most) * (BOTTOM - TOP);
  const marks = [
    text(10, 16, title, { bold: true, size: 13 }),
    text(RIGHT, 16, large ? 'MB/s' : 'requests/s', { anchor: 'end', size: 11, colour: PALE_INK }),
  ];
  for (const tick of ticks(most)) {
    marks.push(line(LEFT, y(tick), RIGHT, y(tick)));
    const label = tick.toLocaleString('en-US');
    marks.push(text(LEFT - 6, Math.round(y(tick)) + 4, label, { anchor: 'end', size: 10, colour: PALE_INK }));
  }
  const x = shape === 'line' ? logarithmic(steps) : evenly(steps);
  for (const at of steps) {
    const label = /^[0-9]+$/.test(at) ? Number(at).toLocaleString('en-US') : at;
    marks.push(text(Math.round(x(at)), BOTTOM + 17, label, { anchor: 'middle', size: 11 }));
  }
  const middle = (LEFT + RIGHT) / 2;
  marks.push(text(middle, BOTTOM + 33, across, { anchor: 'middle', size: 11, colour: PALE_INK }));
  for (const [place, peer] of figures.peerNames.entries()) {
    const points = steps.flatMap((at) => {
      const of = value(peer, at);
      return of === undefined ? [] : [{ x: x(at), of }];
    });
    if (shape === 'line') {
      marks.push(
        trace(
          points.map((point) => [point.x, y(point.of)]),
          colourOf(peer),
        ),
      );
    } else
      for (const point of points)
        marks.push(...bar(point.x + offset(place, figures), y(point.of), point.of, peer));
  }
  return marks;
}

const BAR = 44;

function offset(place: number, { peerNames }: GrowthFigures): number {
  return (place - (peerNames.length - 1) / 2) * (BAR + 4);
}

function bar(x: number, y: number, of: number, peer: string): string[] {
  return [
    rectangle(x - BAR / 2, y, BAR, BOTTOM - y, colourOf(peer)),
    text(Math.round(x), Math.round(y) - 3, figure(of), { anchor: 'middle', size: 10 }),
  ];
}

function logarithmic(steps: readonly string[]): (at: string) => number {
  const [first, last] = [Math.log(Number(steps[0])), Math.log(Number(steps.at(-1)))];
  const [from, to] = [LEFT + 16, RIGHT - 20];
  const width = last > first ? last - first : 1;
  return (at) => from + ((Math.log(Number(at)) - first) / width) * (to - from);
}

function evenly(steps: readonly string[]): (at: string) => number {
  const width = (RIGHT - LEFT) / steps.length;
  return (at) => LEFT + (steps.indexOf(at) + 0.5) * width;
}
