/** RFC 8216 and its successor draft-pantos-hls-rfc8216bis, as far as a checker of recordings needs them. */

interface Tag {
  readonly name: string;
  readonly value: string;
}

export interface Variant {
  readonly uri: string;
  readonly attributes: Attributes;
}

export interface Master {
  readonly tags: readonly Tag[];
  readonly variants: readonly Variant[];
  readonly media: readonly Attributes[];
  readonly iframes: readonly Variant[];
}

export interface Range {
  readonly uri: string;
  /** Undefined where the whole file is meant. */
  readonly bytes?: { readonly offset: number; readonly length: number };
}

export interface Segment extends Range {
  readonly seconds: number;
}

export interface MediaPlaylist {
  readonly tags: readonly Tag[];
  readonly maps: readonly Range[];
  readonly segments: readonly Segment[];
}

export type Attributes = ReadonlyMap<string, string>;

/** @throws Error for what is no playlist */
export function parseMaster(text: string): Master {
  const lines = linesOf(text);
  const variants: Variant[] = [];
  const media: Attributes[] = [];
  const iframes: Variant[] = [];
  const tags: Tag[] = [];
  let pending: Attributes | undefined;
  for (const line of lines) {
    if (!line.startsWith('#')) {
      if (pending === undefined) throw new Error(`a URI without EXT-X-STREAM-INF: ${line}`);
      variants.push({ uri: line, attributes: pending });
      pending = undefined;
      continue;
    }
    const tag = tagOf(line);
    if (tag === undefined) continue;
    tags.push(tag);
    if (pending !== undefined) throw new Error(`EXT-X-STREAM-INF without a URI before ${line}`);
    if (tag.name === 'EXT-X-STREAM-INF') pending = attributesOf(tag.value);
    if (tag.name === 'EXT-X-MEDIA') media.push(attributesOf(tag.value));
    if (tag.name === 'EXT-X-I-FRAME-STREAM-INF') {
      const attributes = attributesOf(tag.value);
      iframes.push({ uri: attributes.get('URI') ?? '', attributes });
    }
  }
  if (pending !== undefined) throw new Error('EXT-X-STREAM-INF without a URI at the end');
  return { tags, variants, media, iframes };
}

/** @throws Error for what is no playlist */
export function parseMedia(text: string): MediaPlaylist {
  const tags: Tag[] = [];
  const maps: Range[] = [];
  const segments: Segment[] = [];
  let seconds: number | undefined;
  let range: { length: number; offset?: number } | undefined;
  let follows = { uri: '', offset: 0 };
  for (const line of linesOf(text)) {
    if (!line.startsWith('#')) {
      if (seconds === undefined) throw new Error(`a segment without EXTINF: ${line}`);
      if (range === undefined) {
        segments.push({ uri: line, seconds });
      } else {
        const offset = range.offset ?? (follows.uri === line ? follows.offset : undefined);
        if (offset === undefined) throw new Error(`a byte range without a beginning: ${line}`);
        segments.push({ uri: line, seconds, bytes: { offset, length: range.length } });
        follows = { uri: line, offset: offset + range.length };
      }
      seconds = undefined;
      range = undefined;
      continue;
    }
    const tag = tagOf(line);
    if (tag === undefined) continue;
    tags.push(tag);
    if (tag.name === 'EXTINF') seconds = numberOf(tag.value.split(',', 1)[0] ?? '', 'EXTINF');
    if (tag.name === 'EXT-X-BYTERANGE') range = rangeOf(tag.value);
    if (tag.name === 'EXT-X-MAP') {
      const attributes = attributesOf(tag.value);
      const [uri, bytes] = [attributes.get('URI') ?? '', attributes.get('BYTERANGE')];
      if (bytes === undefined) maps.push({ uri });
      else {
        const { length, offset = 0 } = rangeOf(bytes);
        maps.push({ uri, bytes: { offset, length } });
      }
    }
  }
  if (seconds !== undefined) throw new Error('EXTINF without a segment at the end');
  return { tags, maps, segments };
}

export function valueOf(tags: readonly Tag[], name: string): string | undefined {
  return tags.find((tag) => tag.name === name)?.value;
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines[0] !== '#EXTM3U') throw new Error('it does not begin with #EXTM3U');
  return lines.slice(1).filter((line) => line.trim() !== '');
}

function tagOf(line: string): Tag | undefined {
  if (!line.startsWith('#EXT')) return undefined;
  const colon = line.indexOf(':');
  return colon < 0
    ? { name: line.slice(1), value: '' }
    : { name: line.slice(1, colon), value: line.slice(colon + 1) };
}

function rangeOf(text: string): { length: number; offset?: number } {
  const [, length, offset] = /^(\d+)(?:@(\d+))?$/.exec(text) ?? [];
  if (length === undefined) throw new Error(`no byte range: ${text}`);
  return { length: Number(length), ...(offset !== undefined && { offset: Number(offset) }) };
}

function numberOf(text: string, what: string): number {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`${what} is no number: ${text}`);
  return Number(text);
}

/** Quoted values without their quotes. */
function attributesOf(text: string): Attributes {
  const attributes = new Map<string, string>();
  const one = /([A-Z0-9-]+)=("[^"]*"|[^",]*)(,|$)/y;
  for (let at = 0; at < text.length; at = one.lastIndex) {
    one.lastIndex = at;
    const found = one.exec(text);
    if (found === null) throw new Error(`attributes that can't be read: ${text}`);
    const [, name = '', value = ''] = found;
    if (attributes.has(name)) throw new Error(`${name} stands there twice: ${text}`);
    attributes.set(name, value.replace(/^"(.*)"$/, '$1'));
  }
  return attributes;
}
