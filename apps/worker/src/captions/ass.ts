import { type Cue, CueText, inOrder, MOST_CUES } from '#libs/text-tracks';

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
  return inOrder(cues);
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

function textOf(source: string, wasAss: boolean): string {
  const cue = new CueText();
  let isDrawing = false;
  const write = (plain: string) => {
    if (!isDrawing) cue.write(plain);
  };
  for (const [, code, literal, space, plain] of source.slice(0, MOST_SOURCE).matchAll(PIECES)) {
    if (code !== undefined && !code.includes('\\')) {
      if (!wasAss) write(`{${code}}`);
    } else if (code !== undefined) {
      for (const [, name = '', value = ''] of code.matchAll(/\\(p|b|i|u|r)(\d*)(?![A-Za-z])/g)) {
        const tag = TAGS.find((known) => known === name);
        if (name === 'p') isDrawing = Number(value) > 0;
        else if (tag === undefined) for (const open of TAGS) cue.close(open);
        else if (Number(value) > 0) cue.open(tag);
        else cue.close(tag);
      }
    } else if (literal !== undefined) write(literal);
    else if (space === 'h') cue.write('\u00a0');
    else if (space !== undefined) cue.breakLine();
    else if (plain !== undefined) write(plain);
  }
  return cue.finish();
}
