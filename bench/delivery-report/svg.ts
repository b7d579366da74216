/** Marks of a picture, in plain SVG text. Colours are fixed and the ground is painted: pages may be light or dark. */
const INK = '#1f2328';
export const PALE_INK = '#59636e';
const GRID = '#d8dee4';

const PEER_COLOURS: Readonly<Record<string, string>> = {
  lectern: '#0969da',
  nginx: '#57606a',
  'nginx-secure-link': '#9aa4af',
  'nginx-lua': '#d4732a',
  'nest-static': '#a475c9',
};

export function colourOf(peer: string): string {
  return PEER_COLOURS[peer] ?? INK;
}

export interface TextLook {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly size?: number;
  readonly colour?: string;
  readonly bold?: boolean;
}

export function text(x: number, y: number, words: string, look: TextLook = {}): string {
  const { anchor = 'start', size = 12, colour = INK, bold = false } = look;
  const weight = bold ? ' font-weight="600"' : '';
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${colour}" text-anchor="${anchor}"${weight}>${escaped(words)}</text>`;
}

export function rectangle(x: number, y: number, width: number, height: number, colour: string): string {
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" rx="2" fill="${colour}"/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, colour = GRID): string {
  return `<line x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}" stroke="${colour}"/>`;
}

/** A line through the points, with a dot on each. */
export function trace(points: readonly (readonly [number, number])[], colour: string): string {
  const places = points.map(([x, y]) => `${short(x)},${short(y)}`).join(' ');
  const dots = points.map(([x, y]) => `<circle cx="${short(x)}" cy="${short(y)}" r="3.5" fill="${colour}"/>`);
  return `<polyline points="${places}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`;
}

export function picture(width: number, height: number, title: string, marks: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="#ffffff" stroke="${GRID}"/>`,
    ...marks,
    '</svg>',
    '',
  ].join('\n');
}

/** Round numbers from 0 up to the last one below or at `most`. */
export function ticks(most: number, about = 4): number[] {
  const rough = most / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step);
}

/** `53,100`, `12.4` or `0.35`: three digits say all that a benchmark knows. */
export function figure(value: number): string {
  if (value >= 100) return Number(value.toPrecision(3)).toLocaleString('en-US');
  return Number(value.toPrecision(value < 1 ? 2 : 3)).toString();
}

function short(value: number): number {
  return Number(value.toFixed(1));
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
