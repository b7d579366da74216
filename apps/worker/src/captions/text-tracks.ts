import { z } from 'zod';
import type { LeftOutTrack } from '#libs/database';
import { nameOfLanguage } from '#libs/text-tracks';

/** A text track of an upload that WebVTT can be made of. */
export interface TextTrack {
  /** Its place among all streams of the file. */
  readonly stream: number;
  readonly codec: string;
  /** BCP 47; `und` where the file does not say. */
  readonly language: string;
  /** Different from the others'. */
  readonly label: string;
  readonly isDefault: boolean;
  readonly isForced: boolean;
}

/** Of text; ffmpeg's names of their decoders are among these too. */
const TEXTS = ['subrip', 'srt', 'ass', 'ssa', 'mov_text', 'webvtt', 'text'];
export const TEXT_DECODERS = TEXTS.join(',');
/** Pictures of text: nobody could search or restyle them, and no browser shows them. */
const PICTURES = new Set(['hdmv_pgs_subtitle', 'dvd_subtitle', 'dvb_subtitle', 'xsub']);
const MOST_TRACKS = 16;
const LONGEST_LABEL = 80;

const text = z.string().catch('');
const report = z.object({
  streams: z
    .array(
      z.object({
        index: z.number(),
        codec_type: text,
        codec_name: text,
        tags: z.object({ language: text, title: text }).catch({ language: '', title: '' }),
        disposition: z
          .object({ default: z.number().catch(0), forced: z.number().catch(0) })
          .catch({ default: 0, forced: 0 }),
      }),
    )
    .catch([]),
});

/** The text tracks in a report of ffprobe, and those of which none can be made. */
export function textTracksOf(probed: unknown): { tracks: TextTrack[]; leftOut: LeftOutTrack[] } {
  const tracks: TextTrack[] = [];
  const leftOut: LeftOutTrack[] = [];
  for (const { index, codec_type, codec_name: codec, tags, disposition } of report.parse(probed).streams) {
    if (codec_type !== 'subtitle') continue;
    const language = languageOf(tags.language);
    if (!TEXTS.includes(codec))
      leftOut.push({ language, codec, reason: PICTURES.has(codec) ? 'picture' : 'not-supported' });
    else if (tracks.length >= MOST_TRACKS) leftOut.push({ language, codec, reason: 'too-many' });
    else
      tracks.push({
        stream: index,
        codec,
        language,
        label: labelOf(tags.title, language, tracks),
        isDefault: disposition.default === 1,
        isForced: disposition.forced === 1,
      });
  }
  return { tracks, leftOut };
}

/** Containers have ISO 639-2 (`chi`, `zho`), or BCP 47 itself. */
function languageOf(tag: string): string {
  try {
    const [known] = Intl.getCanonicalLocales(tag.trim().replaceAll('_', '-'));
    return known ?? 'und';
  } catch {
    return 'und';
  }
}

/** The track's own title, or its language's name in that language; with a number where another has it already. */
function labelOf(title: string, language: string, others: readonly TextTrack[]): string {
  const plain = title
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"<>]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const label = Array.from(plain).slice(0, LONGEST_LABEL).join('') || nameOfLanguage(language);
  const isTaken = (name: string) => others.some((other) => other.label === name);
  if (!isTaken(label)) return label;
  let number = 2;
  while (isTaken(`${label} ${number}`)) number += 1;
  return `${label} ${number}`;
}
