import { type Cue, inOrder, MOST_CUES } from './cue.js';
import { CueText, type Tag } from './cue-text.js';
import { CaptionsUnreadable, TooManyCues } from './text-tracks.errors.js';

type CaptionSyntax = 'srt' | 'webvtt';

export interface ReadCaptions {
  readonly syntax: CaptionSyntax;
  /** In the order in which they are shown; at least one. */
  readonly cues: readonly Cue[];
  /** How many had no text, or ended before they began. */
  readonly leftOut: number;
}

/**
 * The cues of a text in SRT or WebVTT. Of SRT, which nobody has written down, all is taken that tools write: points for
 * commas, hours and counters left out, empty lines within a cue. What is not of WebVTT is text; its tags stay as far as
 * CueText knows them, and positions where they are well-formed; styles, regions, classes and comments go.
 *
 * @throws CaptionsUnreadable, which says from which line on; TooManyCues
 */
export function readCaptions(text: string): ReadCaptions {
  const whole = text.replace(/^\ufeff/, '');
  const syntax = /^WEBVTT(?:[ \t\r\n]|$)/.test(whole) ? 'webvtt' : 'srt';
  const lines = whole.split(/\r\n|\r|\n/);
  const timings = timingsIn(lines);
  const first = timings[0];
  if (first === undefined) throw new CaptionsUnreadable(1, 'There is no time in it.');
  if (syntax === 'srt') requireNothingBefore(lines, first.line);
  const cues: Cue[] = [];
  for (const [index, { line, start, end, settings }] of timings.entries()) {
    const next = timings[index + 1]?.line ?? lines.length;
    const body = lines.slice(line + 1, next);
    const source = (syntax === 'srt' ? bodyOfSrt(body, next < lines.length) : bodyOfWebVtt(body)).join('\n');
    const place = syntax === 'webvtt' ? placeOf(settings) : '';
    const shown = textOf(source, syntax, line + 2);
    if (shown !== '' && end > start)
      cues.push({ start, end, text: shown, ...(place !== '' && { settings: place }) });
  }
  if (cues.length === 0) throw new CaptionsUnreadable(first.line + 1, 'There is no text in it.');
  return { syntax, cues: inOrder(cues), leftOut: timings.length - cues.length };
}

interface Timing {
  /** Its place among the lines, from 0 on. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly settings: string;
}

const TIME = String.raw`(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)(?:[.,] ?(\d{1,3}))?`;
const TIMING = new RegExp(`^\\s*${TIME}\\s*-->\\s*${TIME}(?:\\s+(.*))?$`);
/** What is meant to be one, whether it is or not: text has arrows, too. */
const LIKE_TIMING = /^\s*\d+:\d.*-->/;

function timingsIn(lines: readonly string[]): Timing[] {
  const found: Timing[] = [];
  for (const [line, text] of lines.entries()) {
    if (!LIKE_TIMING.test(text)) continue;
    const match = TIMING.exec(text);
    if (match === null) throw new CaptionsUnreadable(line + 1, 'Its times can not be read.');
    if (found.length === MOST_CUES) throw new TooManyCues(MOST_CUES);
    found.push({
      line,
      start: secondsOf(match.slice(1, 5)),
      end: secondsOf(match.slice(5, 9)),
      settings: match[9] ?? '',
    });
  }
  return found;
}

function secondsOf([hours = '0', minutes = '0', seconds = '0', fraction = '']: (
  | string
  | undefined
)[]): number {
  const milliseconds = Number(fraction.padEnd(3, '0'));
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + milliseconds / 1000;
}

/** Anything but a counter before the first time makes the text something else. */
function requireNothingBefore(lines: readonly string[], first: number): void {
  const other = lines.slice(0, first).findIndex((line) => !/^\s*\d*\s*$/.test(line));
  if (other >= 0) throw new CaptionsUnreadable(other + 1, 'It begins with something else.');
}

/** Without empty lines, and without the counter of the cue that follows. */
function bodyOfSrt(body: readonly string[], isFollowed: boolean): string[] {
  const last = body.findLastIndex((line) => line.trim() !== '');
  const isCounter = /^\s*\d+\s*$/.test(body[last] ?? '') && (last === 0 || body[last - 1]?.trim() === '');
  const own = isFollowed && isCounter ? body.slice(0, last) : body;
  return own.filter((line) => line.trim() !== '');
}

/** Up to the first empty line: what stands between there and the next time is its name, or a comment. */
function bodyOfWebVtt(body: readonly string[]): string[] {
  const end = body.indexOf('');
  // An arrow ends the text of a cue (WebVTT section 6.1): such a line is that of no cue.
  return (end < 0 ? body : body.slice(0, end)).filter((line) => line.trim() !== '' && !line.includes('-->'));
}

const PERCENT = String.raw`\d{1,3}(?:\.\d{1,3})?%`;
const PLACES = [
  /^align:(?:start|center|end|left|right)$/,
  /^vertical:(?:rl|lr)$/,
  new RegExp(`^line:(?:-?\\d{1,3}|${PERCENT})(?:,(?:start|center|end))?$`),
  new RegExp(`^position:${PERCENT}(?:,(?:line-left|center|line-right))?$`),
  new RegExp(`^size:${PERCENT}$`),
];

function placeOf(settings: string): string {
  const wanted = settings.split(/[ \t]+/).slice(0, 8);
  return wanted.filter((setting) => PLACES.some((known) => known.test(setting))).join(' ');
}

const TAGS: ReadonlySet<string> = new Set(['b', 'i', 'u', 'v', 'ruby', 'rt'] satisfies Tag[]);
/** Of SRT: what players know, and so what is taken for a tag at all. */
const IN_SRT: ReadonlySet<string> = new Set(['b', 'i', 'u', 's', 'font', 'span', 'strong', 'em', 'br']);
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  lrm: '\u200e',
  rlm: '\u200f',
};
/** With its tags; what is longer is no subtitle. */
const MOST_SOURCE = 16_000;

/** A tag, the time of a word, a character by its name, a code in braces, a break, or plain text. */
const PIECES =
  /<(\/?)([A-Za-z]+)((?:[.\s][^<>]*)?)\/?>|<[\d:.]+>|&([A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});|(\{\\[^{}]*\})|(\n)|([^<&{\n]+|[<&{])/g;

function textOf(source: string, syntax: CaptionSyntax, line: number): string {
  if (source.length > MOST_SOURCE) throw new CaptionsUnreadable(line, 'The text of one cue is too long.');
  const cue = new CueText();
  for (const [piece, slash, name, rest, character, code, end, plain] of source.matchAll(PIECES)) {
    if (plain !== undefined) cue.write(plain);
    else if (end !== undefined) cue.breakLine();
    else if (name !== undefined)
      tag(cue, { piece, name: name.toLowerCase(), closes: slash === '/', rest }, syntax);
    else if (character !== undefined) cue.write(syntax === 'srt' ? piece : characterNamed(character, piece));
    else if (code !== undefined && syntax === 'webvtt') cue.write(code);
  }
  if (cue.isCut) throw new CaptionsUnreadable(line, 'The text of one cue is too long.');
  return cue.finish();
}

function tag(
  cue: CueText,
  {
    piece,
    name,
    closes,
    rest = '',
  }: { piece: string; name: string; closes: boolean; rest: string | undefined },
  syntax: CaptionSyntax,
): void {
  if (syntax === 'srt' && !IN_SRT.has(name)) return cue.write(piece);
  if (name === 'br') return cue.breakLine();
  if (!TAGS.has(name)) return;
  if (closes) return cue.close(name as Tag);
  // Classes stand before who speaks, and name styles that are gone.
  const voice = characters(rest.replace(/^\.\S*/, ''));
  cue.open(name as Tag, name === 'v' ? voice : '');
}

function characters(text: string): string {
  return text.replaceAll(/&([A-Za-z]{2,8});/g, (piece, name: string) => characterNamed(name, piece));
}

function characterNamed(name: string, piece: string): string {
  if (!name.startsWith('#')) return NAMED[name] ?? piece;
  const number = /^#[xX]/.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isOne = number > 0 && number <= 0x10_ff_ff && !(number >= 0xd8_00 && number <= 0xdf_ff);
  return isOne ? String.fromCodePoint(number) : piece;
}
