import { clock } from '../../parts/amounts.js';
import { useWords } from '../../words/language.js';
import { useCues } from './use-cues.js';
import { playFrom, useCurrent } from './use-current.js';
import { WORDS } from './words.js';

interface ChaptersProps {
  readonly address: string | null;
  readonly video: HTMLVideoElement | null;
}

/** The chapters of a recording, each of which leads to its beginning; nothing where it has none. */
export function Chapters({ address, video }: ChaptersProps) {
  const words = useWords(WORDS);
  const { cues } = useCues(address);
  const current = useCurrent(cues, video);
  if (cues.length === 0) return null;
  return (
    <section className="watch-part">
      <h2>{words.chapters}</h2>
      <ol>
        {cues.map(({ from, text }, place) => (
          <li key={from}>
            <button
              type="button"
              className="watch-cue"
              aria-current={place === current}
              onClick={() => playFrom(video, from)}
            >
              <span className="watch-clock">{clock(from)}</span>
              <span>{text}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
