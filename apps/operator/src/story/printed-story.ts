import type { LoggedLine } from './logged-line.js';

const WARNING = 40;

/**
 * A story for people: in the order of time, who did what, and its figures. Requests of viewers are counted, and not told
 * one by one.
 */
export function printed(lines: readonly LoggedLine[]): string {
  const ordered = lines.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
  const told = ordered.filter(({ line }) => line !== 'delivery');
  const served = ordered.filter(({ line }) => line === 'delivery');
  const width = Math.max(0, ...told.map(({ who }) => who.length));
  return [
    `upload ${namesOf(ordered.map(({ upload }) => upload))}, asset ${namesOf(ordered.map(({ asset }) => asset))}`,
    '',
    ...told.map((line) => row(line, width)),
    ...(served.length === 0 ? [] : ['', viewers(served)]),
  ].join('\n');
}

function namesOf(ids: readonly (string | undefined)[]): string {
  const names = [...new Set(ids.filter((id) => id !== undefined))];
  return names.length === 0 ? 'not known' : names.join(', ');
}

function row({ time, who, line, level, facts }: LoggedLine, width: number): string {
  const moment = new Date(time).toISOString().replace('T', ' ').replace('Z', '');
  const mark = level >= WARNING ? '!' : ' ';
  const figures = Object.entries(facts)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => figure(name, value));
  return `${moment} ${mark} ${who.padEnd(width)}  ${line.padEnd(18)}  ${figures.join(', ')}`.trimEnd();
}

function figure(name: string, value: unknown): string {
  if (name === 'ms') return span(Number(value));
  if (name === 'waitMs') return `not before ${span(Number(value))}`;
  if ((name === 'bytes' || name === 'offset') && typeof value === 'number')
    return `${name} ${value.toLocaleString('en')}`;
  if (name === 'err') return `error: ${messageOf(value)}`;
  if (Array.isArray(value)) return `${name} ${value.join(' ')}`;
  return `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

function span(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 120_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 7_200_000 ? `${(ms / 60_000).toFixed(1)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}

function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : 'unknown';
}

function viewers(served: readonly LoggedLine[]): string {
  const bytes = served.reduce((sum, { facts }) => sum + (Number(facts['bytes']) || 0), 0);
  const sessions = new Set(served.map(({ facts }) => facts['session']).filter((id) => id !== undefined));
  const refused = new Map<string, number>();
  for (const { facts } of served)
    if (typeof facts['code'] === 'string') refused.set(facts['code'], (refused.get(facts['code']) ?? 0) + 1);
  const codes = [...refused].map(([code, count]) => `${count} ${code}`);
  return [
    `viewers: ${served.length} requests of ${sessions.size} sessions, ${bytes.toLocaleString('en')} bytes`,
    codes.length === 0 ? '' : `; refused: ${codes.join(', ')}`,
  ].join('');
}
