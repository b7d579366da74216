import type { Charset } from '../charsets.js';

/** Text that says by itself how it is encoded: UTF-8, or a byte order mark. */
export function surelyText(head: Uint8Array): Charset | undefined {
  const [first, second, third, fourth] = head;
  if (first === 0xff && second === 0xfe)
    return third === 0 && fourth === 0 ? undefined : markedUtf16(head, 'utf-16le');
  if (first === 0xfe && second === 0xff) return markedUtf16(head, 'utf-16be');
  const text = decoded(head, 'utf-8');
  return text === undefined || text === '' || CONTROLS.test(text) ? undefined : 'utf-8';
}

/**
 * The charset of what is text by its name, and most likely so by its bytes: as Windows in Chinese writes it, as it does
 * in Taiwan, and UTF-16 without a mark. `unknown-8bit` is what is mostly ASCII, such as the umlauts of Windows-1252.
 */
export function likelyText(head: Uint8Array): Charset | undefined {
  if (head.byteLength === 0) return undefined;
  if (head.includes(0)) return unmarkedUtf16(head);
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (CONTROLS.test(bytes)) return unmarkedUtf16(head);
  return chineseIn(head) ?? (isMostlyAscii(head) ? 'unknown-8bit' : unmarkedUtf16(head));
}

/**
 * All of a text that is short enough to be held. Its byte order mark says how it is encoded, or else `label` where its
 * sender told that, or else its bytes.
 *
 * @param label a name of a charset, as the web knows them
 * @returns undefined where that can't be told, or it is not encoded so
 */
export function wholeText(bytes: Uint8Array, label?: string): string | undefined {
  const sure = surelyText(bytes);
  const marked = sure !== undefined && sure !== 'utf-8' ? sure : undefined;
  const charset = marked ?? label ?? sure ?? likelyText(bytes);
  if (charset === undefined || charset === 'unknown-8bit') return undefined;
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

// oxlint-disable-next-line no-control-regex -- control characters are what tells binary from text
const CONTROLS = /[\u0000-\u0008\u000e-\u001f]/;

/** What is written where text is mostly Chinese or ASCII, with its punctuation and full-width forms. */
const PLAIN_CHINESE = /[\t\n\r\u0020-\u007e\u2010-\u2027\u3000-\u301f\u4e00-\u9fff\uff01-\uff65]/g;
const TELLING = /[\t\n\r\u0020-\u007e\u3000-\u301f\uff01-\uff65]/g;
const MOSTLY = 0.95;

/** A character may be cut at the end of the head: `stream` keeps that from being an error. */
function decoded(head: Uint8Array, charset: Charset): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(head, { stream: true });
  } catch {
    return undefined;
  }
}

function markedUtf16(head: Uint8Array, charset: 'utf-16le' | 'utf-16be'): Charset | undefined {
  const text = decoded(head, charset);
  // What is no character to anybody is in no text.
  const isText = text !== undefined && !CONTROLS.test(text) && !/[\ufdd0-\ufdef\ufffe\uffff]/.test(text);
  return isText ? charset : undefined;
}

function unmarkedUtf16(head: Uint8Array): Charset | undefined {
  if (head.byteLength % 2 === 1 || head.byteLength < 4) return undefined;
  const [best] = (['utf-16le', 'utf-16be'] as const)
    .flatMap((charset) => {
      const text = decoded(head, charset);
      if (text === undefined || CONTROLS.test(text)) return [];
      const plain = text.match(PLAIN_CHINESE)?.length ?? 0;
      // Letters of ASCII are Chinese characters in the other order, but spaces and punctuation are not.
      const telling = text.match(TELLING)?.length ?? 0;
      return plain >= MOSTLY * text.length ? [{ charset, telling }] : [];
    })
    .toSorted((a, b) => b.telling - a.telling);
  return best?.charset;
}

/**
 * GB 2312 and Big5 both keep what is often written in front of what is not, and each finds few such characters in the
 * other's bytes.
 */
function chineseIn(head: Uint8Array): Charset | undefined {
  const gb = decoded(head, 'gb18030') === undefined ? 0 : shareOfPairs(head, 0xb0, 0xd7, 0xa1);
  const big5 = decoded(head, 'big5') === undefined ? 0 : shareOfPairs(head, 0xa4, 0xc6, 0x40);
  if (Math.max(gb, big5) < MOST_ARE_COMMON) return undefined;
  return gb >= big5 ? 'gb18030' : 'big5';
}

const MOST_ARE_COMMON = 0.7;

/** How many pairs of bytes begin as common characters do, or as punctuation (A1 to A3), of all that are not ASCII. */
function shareOfPairs(head: Uint8Array, from: number, to: number, leastTrail: number): number {
  let pairs = 0;
  let common = 0;
  for (let at = 0; at + 1 < head.byteLength; at++) {
    const lead = head[at] ?? 0;
    if (lead < 0x80) continue;
    const trail = head[++at] ?? 0;
    pairs++;
    if (((lead >= from && lead <= to) || (lead >= 0xa1 && lead <= 0xa3)) && trail >= leastTrail) common++;
  }
  return pairs === 0 ? 0 : common / pairs;
}

function isMostlyAscii(head: Uint8Array): boolean {
  let ascii = 0;
  for (const byte of head) if (byte < 0x80) ascii++;
  return ascii >= 0.75 * head.byteLength;
}
