/** A stretch of text that is shown. */
export interface Cue {
  /** In seconds. */
  readonly start: number;
  readonly end: number;
  /** As WebVTT has it: escaped, with no tags but those of CueText, and no empty line. */
  readonly text: string;
  /** Where on the picture it is shown, as WebVTT writes that; at the bottom without. */
  readonly settings?: string;
}

/** Of one track; what has more is no speech. */
export const MOST_CUES = 20_000;

/**
 * The WebVTT of cues. The map makes their times those of the renditions, whose clock begins with 0 (RFC 8216, section
 * 3.5); where the file is a track of its own, it is a line that readers pass over.
 */
export function webVtt(cues: readonly Cue[]): string {
  const parts = cues.map(({ start, end, text, settings }) => {
    const place = settings === undefined ? '' : ` ${settings}`;
    return `${webVttTime(start)} --> ${webVttTime(end)}${place}\n${text}\n`;
  });
  return ['WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n', ...parts].join('\n');
}

/** Seconds as WebVTT writes them. */
export function webVttTime(time: number): string {
  const milliseconds = Math.round(time * 1000);
  const part = (of: number, digits: number) => `${of}`.padStart(digits, '0');
  const whole = Math.floor(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return `${part(hours, 2)}:${part(minutes, 2)}:${part(whole % 60, 2)}.${part(milliseconds % 1000, 3)}`;
}

/** In the order in which they are shown. */
export function inOrder(cues: readonly Cue[]): Cue[] {
  return cues.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** What of cues is shown within so many seconds: later ones are left out, and one that would go on ends there. */
export function within(cues: readonly Cue[], seconds: number): Cue[] {
  return cues
    .filter(({ start }) => start < seconds)
    .map((cue) => (cue.end > seconds ? { ...cue, end: seconds } : cue))
    .filter(({ start, end }) => end > start);
}
