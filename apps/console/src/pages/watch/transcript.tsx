import { memo, useEffect, useRef, useState } from 'react';
import { clock } from '../../parts/amounts.js';
import { Failure } from '../../parts/failure.js';
import { Choice, TextInput } from '../../parts/field.js';
import { useWords } from '../../words/language.js';
import type { Cue } from '../../parts/cues.js';
import { useCues } from './use-cues.js';
import { playFrom, useCurrent } from './use-current.js';
import type { PlaybackSession } from './use-playback.js';
import { WORDS } from './words.js';

/** For so long after somebody has moved the list it does not follow the recording. */
const LEFT_ALONE_MS = 6_000;

interface TranscriptProps {
  readonly captions: PlaybackSession['captions'];
  readonly video: HTMLVideoElement | null;
}

/** What is said, beside the recording: it follows, leads to each place, and can be searched. Nothing where there are no captions. */
export function Transcript({ captions, video }: TranscriptProps) {
  const words = useWords(WORDS);
  const [chosen, choose] = useState<string>();
  const [sought, seek] = useState('');
  const caption =
    captions.find(({ label }) => label === chosen) ?? captions.find((one) => one.isDefault) ?? captions[0];
  const { cues, error, again } = useCues(caption?.url ?? null);
  const current = useCurrent(cues, video);
  if (caption === undefined) return null;
  const wanted = sought.trim().toLowerCase();
  const found = cues
    .map((cue, place) => ({ cue, place }))
    .filter(({ cue }) => cue.text.toLowerCase().includes(wanted));
  return (
    <section className="watch-part">
      <h2>{words.transcript}</h2>
      <div className="watch-find">
        {captions.length > 1 && (
          <Choice
            label={words.transcriptLanguage}
            value={caption.label}
            onChange={({ target }) => choose(target.value)}
          >
            {captions.map(({ label }) => (
              <option key={label}>{label}</option>
            ))}
          </Choice>
        )}
        <TextInput
          type="search"
          label={words.search}
          value={sought}
          onChange={({ target }) => seek(target.value)}
        />
      </div>
      <p role="status" className="watch-soft">
        {wanted !== '' && (found.length > 0 ? words.found(found.length) : words.notFound)}
      </p>
      {error !== null && <Failure error={error} again={again} />}
      <Cues
        found={found}
        current={current}
        video={video}
        isFollowing={wanted === ''}
        lang={caption.language}
      />
    </section>
  );
}

interface CuesProps {
  readonly found: readonly { readonly cue: Cue; readonly place: number }[];
  readonly current: number;
  readonly video: HTMLVideoElement | null;
  readonly isFollowing: boolean;
  readonly lang: string;
}

function Cues({ found, current, video, isFollowing, lang }: CuesProps) {
  const list = useRef<HTMLOListElement>(null);
  const movedAt = useRef(Number.NEGATIVE_INFINITY);
  const leave = () => {
    movedAt.current = performance.now();
  };
  useEffect(() => {
    const shown = list.current;
    if (shown === null || !isFollowing || performance.now() - movedAt.current < LEFT_ALONE_MS) return;
    const row = shown.querySelector<HTMLElement>('[aria-current="true"]');
    // The list alone moves, never the page.
    if (row !== null) shown.scrollTop = row.offsetTop - shown.clientHeight / 2 + row.clientHeight / 2;
  }, [current, isFollowing]);
  return (
    <ol
      ref={list}
      className="watch-cues"
      lang={lang === 'und' ? undefined : lang}
      onWheel={leave}
      onTouchMove={leave}
      onKeyDown={leave}
    >
      {found.map(({ cue, place }) => (
        <Row key={place} cue={cue} isCurrent={place === current} video={video} />
      ))}
    </ol>
  );
}

interface RowProps {
  readonly cue: Cue;
  readonly isCurrent: boolean;
  readonly video: HTMLVideoElement | null;
}

const Row = memo(function Row({ cue, isCurrent, video }: RowProps) {
  return (
    <li>
      <button
        type="button"
        className="watch-cue"
        aria-current={isCurrent}
        onClick={() => playFrom(video, cue.from)}
      >
        <span className="watch-clock">{clock(cue.from)}</span>
        <span>{cue.text}</span>
      </button>
    </li>
  );
});
