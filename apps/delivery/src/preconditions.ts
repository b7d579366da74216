import type { IncomingHttpHeaders } from 'node:http';
import type { ByteRange } from '#libs/storage';

/** What conditions and ranges are judged by. */
export interface Representation {
  readonly bytes: number;
  /** Strong, with its quotes. */
  readonly etag: string;
  /** An HTTP date. */
  readonly lastModified: string;
}

export type Selection =
  | { readonly status: 200 | 304 | 412 | 416 }
  | { readonly status: 206; readonly range: ByteRange };

/**
 * Which answer a GET or HEAD of the representation gets (RFC 9110 section 13.2.2, then 14.2): conditions
 * first, then one byte range at most. Several ranges, other units and malformed ones are ignored, as the
 * RFC allows: the answer is the whole.
 */
export function select(method: string, headers: IncomingHttpHeaders, object: Representation): Selection {
  const conditional = conditionalStatus(headers, object);
  if (conditional !== undefined) return { status: conditional };
  if (method !== 'GET' || headers.range === undefined || !ifRangeHolds(headers['if-range'], object)) {
    return { status: 200 };
  }
  const range = parseRange(headers.range, object.bytes);
  if (range === 'ignored') return { status: 200 };
  return range === 'unsatisfiable' ? { status: 416 } : { status: 206, range };
}

function conditionalStatus(headers: IncomingHttpHeaders, object: Representation): 304 | 412 | undefined {
  const { 'if-match': match, 'if-unmodified-since': unmodifiedSince } = headers;
  const { 'if-none-match': noneMatch, 'if-modified-since': modifiedSince } = headers;
  if (match !== undefined) {
    if (!listed(match, object.etag, false)) return 412;
  } else if (unmodifiedSince !== undefined && modifiedAfter(object, unmodifiedSince) === true) return 412;
  if (noneMatch !== undefined) return listed(noneMatch, object.etag, true) ? 304 : undefined;
  if (modifiedSince !== undefined && modifiedAfter(object, modifiedSince) === false) return 304;
  return undefined;
}

function listed(field: string, etag: string, weak: boolean): boolean {
  if (field.trim() === '*') return true;
  for (const [, weakness, tag] of field.matchAll(/(W\/)?("[^"]*")/g)) {
    if (tag === etag && (weak || weakness === undefined)) return true;
  }
  return false;
}

/** Undefined when the date can't be read: then the condition counts as not there. */
function modifiedAfter(object: Representation, date: string): boolean | undefined {
  const since = millisecondsOf(date);
  return since === undefined ? undefined : Date.parse(object.lastModified) > since;
}

/** The three forms of RFC 9110 section 5.6.7. */
const HTTP_DATES = [
  /^[A-Z][a-z]{2}, (?<day>[0-9]{2}) (?<month>[A-Z][a-z]{2}) (?<year>[0-9]{4}) (?<time>[0-9:]+) GMT$/,
  /^[A-Z][a-z]+, (?<day>[0-9]{2})-(?<month>[A-Z][a-z]{2})-(?<year>[0-9]{2}) (?<time>[0-9:]+) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ 0-9][0-9]) (?<time>[0-9:]+) (?<year>[0-9]{4})$/,
];

/** Unix milliseconds of an HTTP date; Date.parse by itself takes much else, such as the 31st of February. */
function millisecondsOf(date: string): number | undefined {
  for (const form of HTTP_DATES) {
    const found = form.exec(date)?.groups;
    if (found === undefined) continue;
    const { day = '', month, year = '', time } = found;
    const whole = `${day.replace(' ', '0')} ${month} ${fourDigits(year)} ${time} GMT`;
    const milliseconds = Date.parse(whole);
    if (Number.isNaN(milliseconds)) return undefined;
    return new Date(milliseconds).toUTCString().endsWith(`, ${whole}`) ? milliseconds : undefined;
  }
  return undefined;
}

/** Two digits as nginx reads them: from 1970 to 2069, so that the edge says the same. */
function fourDigits(year: string): string {
  if (year.length === 4) return year;
  return (Number(year) < 70 ? '20' : '19') + year;
}

function ifRangeHolds(field: string | string[] | undefined, object: Representation): boolean {
  return field === undefined || field === object.etag || field === object.lastModified;
}

const ONE_RANGE = /^bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*$/i;

/** One range of `bytes` bytes: `a-b`, `a-`, or the last n as `-n`. */
export function parseRange(field: string, bytes: number): ByteRange | 'ignored' | 'unsatisfiable' {
  const match = ONE_RANGE.exec(field);
  const [, first = '', last = ''] = match ?? [];
  if (match === null || (first === '' && last === '')) return 'ignored';
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'unsatisfiable' : { start: bytes - length, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? Number.POSITIVE_INFINITY : Number(last);
  if (end < start) return 'ignored';
  return start >= bytes ? 'unsatisfiable' : { start, end: Math.min(end, bytes - 1) };
}
