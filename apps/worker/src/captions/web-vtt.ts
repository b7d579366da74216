import { webVttTime } from '#libs/hls';

/** A stretch of text that is shown. */
export interface Cue {
  /** In seconds. */
  readonly start: number;
  readonly end: number;
  /** As WebVTT has it: escaped, with no tags but b, i and u, and no empty line. */
  readonly text: string;
}

const MOST_CUES = 20_000;
const MOST_CHARACTERS = 2_000;

/**
 * The WebVTT of cues. The map makes their times those of the renditions, whose clock begins with 0 (RFC 8216, section
 * 3.5); where the file is a track of its own, it is a line that readers pass over.
 */
export function webVtt(cues: readonly Cue[]): string {
  const parts = cues.map(({ start, end, text }) => `${webVttTime(start)} --> ${webVttTime(end)}\n${text}\n`);
  return ['WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n', ...parts].join('\n');
}

/**
 * The cues of a script in ASS, which is what ffmpeg makes of each kind of text track: one line for each, so that no text
 * looks like another one. Such as can't be shown, and what is drawn or commented, is left out.
 *
 * @param wasAss whether the track itself was one: in braces without a code it has comments, others have text
 */
export function cuesOfAss(script: string, { wasAss }: { wasAss: boolean }): Cue[] {
  const cues: Cue[] = [];
  for (const line of script.split(/\r\n|\r|\n/)) {
    const [, start = '', end = '', source = ''] = DIALOGUE.exec(line) ?? [];
    const cue = { start: seconds(start), end: seconds(end), text: textOf(source, wasAss) };
    if (cue.text !== '' && cue.end > cue.start) cues.push(cue);
    if (cues.length === MOST_CUES) break;
  }
  return cues.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** Layer, start, end, style, name, three margins, effect; and all that follows is text. */
const DIALOGUE = /^Dialogue: *[^,]*,([^,]*),([^,]*),[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,(.*)$/s;

/** From `H:MM:SS.hh`; NaN for anything else. */
function seconds(time: string): number {
  const [, hours = '', minutes = '', rest = ''] = /^(\d{1,3}):(\d\d):(\d\d\.\d\d)$/.exec(time.trim()) ?? [];
  return hours === '' ? Number.NaN : Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
}

const TAGS = ['b', 'i', 'u'] as const;

/** A code in braces, an escaped character, a break, or plain text. */
const PIECES = /\{([^{}]*)\}|\\([{}\\])|\\([Nnh])|([^{\\]+|[{\\])/g;
/** With the codes in it; what is longer is no subtitle. */
const MOST_SOURCE = 16_000;
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function textOf(source: string, wasAss: boolean): string {
  let text = '';
  let length = 0;
  let open: (typeof TAGS)[number][] = [];
  let isDrawing = false;
  const write = (plain: string) => {
    if (isDrawing) return;
    const kept = plain.replaceAll(CONTROL, '').slice(0, MOST_CHARACTERS - length);
    length += kept.length;
    text += kept.replaceAll(/[&<>]/g, (character) => ESCAPED[character] ?? '');
  };
  const show = (tag: (typeof TAGS)[number], isOn: boolean) => {
    if (isOn === open.includes(tag)) return;
    if (isOn) {
      text += `<${tag}>`;
      open = [...open, tag];
      return;
    }
    // What was opened later is closed and opened anew, so that the tags nest.
    const inner = open.slice(open.indexOf(tag) + 1);
    text += `${inner
      .toReversed()
      .map((other) => `</${other}>`)
      .join('')}</${tag}>`;
    text += inner.map((other) => `<${other}>`).join('');
    open = open.filter((other) => other !== tag);
  };
  for (const [, code, literal, space, plain] of source.slice(0, MOST_SOURCE).matchAll(PIECES)) {
    if (code !== undefined && !code.includes('\\')) {
      if (!wasAss) write(`{${code}}`);
    } else if (code !== undefined) {
      for (const [, name = '', value = ''] of code.matchAll(/\\(p|b|i|u|r)(\d*)(?![A-Za-z])/g)) {
        if (name === 'p') isDrawing = Number(value) > 0;
        else if (name === 'r') for (const tag of [...open].toReversed()) show(tag, false);
        else show(name as 'b' | 'i' | 'u', Number(value) > 0);
      }
    } else if (literal !== undefined) write(literal);
    else if (space !== undefined) text += space === 'h' ? '\u00a0' : '\n';
    else if (plain !== undefined) write(plain);
  }
  for (const tag of [...open].toReversed()) text += `</${tag}>`;
  const lines = text.split('\n').map((line) => line.trim());
  const shown = lines.filter((line) => line.replaceAll(/<\/?[biu]>/g, '').trim() !== '');
  // A tag that stands alone in its line is kept with the next one.
  return shown.length === 0 ? '' : balanced(lines);
}

function balanced(lines: readonly string[]): string {
  let carried = '';
  const out: string[] = [];
  for (const line of lines) {
    if (line.replaceAll(/<\/?[biu]>/g, '').trim() === '') carried += line;
    else {
      out.push(carried + line);
      carried = '';
    }
  }
  return out.join('\n') + carried;
}

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
