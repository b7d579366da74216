import { type JailReport, MEASURES } from '#libs/jail';
import type { Finding } from '#libs/storage/examination';

/** What the doctor says of the jail: a finding for each measure, wrong where something got through. */
export function jailFindings({ measures, reasons }: JailReport): Finding[] {
  return measures.map(({ measure, holds, gaps }): Finding => {
    const check = `jail-${measure}`;
    const meaning = `What decodes uploads ${MEASURES[measure]}`;
    if (holds) return { check, verdict: 'ok', meaning };
    return {
      check,
      verdict: 'wrong',
      meaning: `Not so: ${lowerFirst(meaning)}. It could ${gaps.length === 0 ? 'not be tried' : gaps.join(', ')}`,
      mend:
        reasons.length === 0
          ? 'run the doctor as the user that the worker runs as, on its machine'
          : reasons.join('; '),
    };
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
