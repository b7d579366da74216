export interface Cue {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const TIMES = /^(?:(\d+):)?(\d\d):(\d\d)\.(\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)\.(\d{3})/;

/** The cues of a WebVTT file, as text without markup. */
export function cuesOf(vtt: string): Cue[] {
  return vtt
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .flatMap((block) => {
      const lines = block.split('\n');
      const at = lines.findIndex((line) => TIMES.test(line));
      const times = TIMES.exec(lines[at] ?? '');
      if (times === null) return [];
      const [, ...parts] = times;
      const [h1, m1, s1, ms1, h2, m2, s2, ms2] = parts.map((part) => Number(part ?? 0));
      const seconds = (h = 0, m = 0, s = 0, ms = 0) => h * 3_600 + m * 60 + s + ms / 1_000;
      const text = plain(lines.slice(at + 1).join(' '));
      return text === '' ? [] : [{ from: seconds(h1, m1, s1, ms1), to: seconds(h2, m2, s2, ms2), text }];
    });
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: ' ', lrm: '', rlm: '' };

function plain(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (_, name: string) => NAMED[name] ?? '')
    .trim();
}
