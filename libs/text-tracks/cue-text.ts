/** What text of a cue may be marked with: bold, slanted, underlined, spoken by somebody, and pronounced so. */
export type Tag = 'b' | 'i' | 'u' | 'v' | 'ruby' | 'rt';

const MOST_CHARACTERS = 2_000;
const LONGEST_VOICE = 80;
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/**
 * Makes the text of a cue that shows what it is given and does nothing else: escaped, its tags nested and closed, no
 * control characters, no line without text. 2,000 characters at the most: what is more is left out, and `isCut` says so.
 */
export class CueText {
  private text = '';
  private characters = 0;
  private tags: { readonly tag: Tag; readonly opening: string }[] = [];
  isCut = false;

  write(plain: string): void {
    const clean = plain.replaceAll(CONTROL, '');
    const kept = clean.slice(0, MOST_CHARACTERS - this.characters);
    if (kept.length < clean.length) this.isCut = true;
    this.characters += kept.length;
    this.text += escaped(kept.toWellFormed());
  }

  /** Nothing happens where it is open already. @param voice who speaks, of a `v` */
  open(tag: Tag, voice = ''): void {
    if (this.isOpen(tag)) return;
    const name = voice.replaceAll(CONTROL, ' ').replaceAll(/\s+/g, ' ').trim();
    const who = escaped(Array.from(name).slice(0, LONGEST_VOICE).join('').toWellFormed());
    const opening = who === '' ? `<${tag}>` : `<${tag} ${who}>`;
    this.text += opening;
    this.tags.push({ tag, opening });
  }

  /** Nothing happens where it is not open. What was opened later is closed and opened anew, so that the tags nest. */
  close(tag: Tag): void {
    const at = this.tags.findIndex((open) => open.tag === tag);
    if (at < 0) return;
    const inner = this.tags.slice(at + 1);
    for (const open of inner.toReversed()) this.text += `</${open.tag}>`;
    this.text += `</${tag}>`;
    for (const { opening } of inner) this.text += opening;
    this.tags.splice(at, 1);
  }

  isOpen(tag: Tag): boolean {
    return this.tags.some((open) => open.tag === tag);
  }

  breakLine(): void {
    this.text += '\n';
  }

  /** All of it, with every tag closed; empty where nothing would be seen. */
  finish(): string {
    for (const { tag } of this.tags.toReversed()) this.text += `</${tag}>`;
    this.tags = [];
    let carried = '';
    const shown: string[] = [];
    for (const line of this.text.split('\n').map((each) => each.trim())) {
      // A tag that stands alone in its line is kept with the next one.
      if (line.replaceAll(/<[^>]*>/g, '').trim() === '') carried += line;
      else {
        shown.push(carried + line);
        carried = '';
      }
    }
    return shown.length === 0 ? '' : shown.join('\n') + carried;
  }
}

function escaped(plain: string): string {
  return plain.replaceAll(/[&<>]/g, (character) => ESCAPED[character] ?? '');
}
