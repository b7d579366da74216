import { lazy, type ReactNode, Suspense, useCallback, useRef, useState } from 'react';
import type { Asset } from '../../api/queries.js';
import { clock } from '../../parts/amounts.js';
import { Button } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { CheckBox } from '../../parts/field.js';
import { Notice, Skeleton } from '../../parts/notice.js';
import { remember, remembered } from '../../parts/remembered.js';
import { useWords } from '../../words/language.js';
import { Chapters } from './chapters.js';
import type { LinkState } from './engine.js';
import { LessonHead } from './lesson-head.js';
import { Transcript } from './transcript.js';
import { usePlayback } from './use-playback.js';
import { type Position, useFormerPosition, useReports } from './use-position.js';
import { WORDS } from './words.js';

/** It is large: whoever will need it may have it come before. */
export const loadPlayer = () => import('./player.js');

const Player = lazy(loadPlayer);

/** So near to the beginning or the end it begins anew. */
const NEAR_SECONDS = 8;

interface RecordingProps {
  readonly asset: Pick<Asset, 'id' | 'title' | 'description' | 'durationSeconds'>;
  /** Whether its original is offered. */
  readonly isSaved?: boolean;
  /** What stands beside it, below its transcript. */
  readonly children?: ReactNode;
}

/** A recording with its player, and what goes with its time. */
export function Recording({ asset, isSaved = true, children }: RecordingProps) {
  const { id } = asset;
  const words = useWords(WORDS);
  const former = useFormerPosition(id, true);
  const { session, problem, again, refused } = usePlayback(id, true);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const [link, setLink] = useState<LinkState>('good');
  const [reloadedAt, setReloadedAt] = useState<number>();
  const [isSoundAlone, setSoundAlone] = useState(() => remembered('sound-alone') === 'yes');
  const counted = useReports(id, video);
  const begin = useRef<number>(undefined);
  if (begin.current === undefined && former !== undefined) begin.current = beginning(former);

  const tell = useCallback(
    (state: LinkState | 'reloaded') => {
      if (state === 'reloaded') setReloadedAt(video?.currentTime ?? 0);
      else setLink(state);
    },
    [video],
  );
  const listen = (isAlone: boolean) => {
    remember('sound-alone', isAlone ? 'yes' : 'no');
    setSoundAlone(isAlone);
  };
  const canSpare = session !== undefined && session.sound !== null;

  if (session === undefined && problem !== undefined)
    return <Failure error={problem} again={again} isWhole />;
  return (
    <div className="watch">
      <div className="watch-main">
        <div className="watch-stage">
          {session !== undefined && former !== undefined ? (
            <Suspense fallback={<Skeleton lines={1} height="100%" />}>
              <Player
                title={asset.title}
                session={session}
                at={begin.current ?? 0}
                isSoundAlone={isSoundAlone && canSpare}
                refused={refused}
                tell={tell}
                element={setVideo}
              />
            </Suspense>
          ) : (
            <Skeleton lines={1} height="100%" />
          )}
        </div>
        <div className="watch-told" aria-live="polite">
          {problem !== undefined && (
            <Notice kind="bad" title={words.taken}>
              <p>{words.takenNext}</p>
              <div className="notice-actions">
                <Button onPress={again}>{words.again}</Button>
              </div>
            </Notice>
          )}
          {problem === undefined && (
            <LinkNotice
              link={link}
              again={() => location.reload()}
              {...(canSpare && !isSoundAlone && { spare: () => listen(true) })}
            />
          )}
          {reloadedAt !== undefined && <Notice kind="plain" title={words.reloaded(clock(reloadedAt))} />}
          {session?.complete === false && link === 'good' && <p className="watch-soft">{words.more}</p>}
          <Resumed at={begin.current ?? 0} video={video} />
        </div>
        <LessonHead
          asset={asset}
          isSaved={isSaved}
          progress={counted ?? former ?? undefined}
          {...(canSpare && {
            saving: (
              <CheckBox
                label={words.saveData}
                checked={isSoundAlone}
                onChange={({ target }) => listen(target.checked)}
              />
            ),
          })}
        />
      </div>
      <div className="watch-side">
        <Chapters address={session?.chapters ?? null} video={video} />
        <Transcript captions={session?.captions ?? []} video={video} />
        {children}
      </div>
    </div>
  );
}

function beginning(former: Position | null): number {
  if (former === null || former.seconds < NEAR_SECONDS) return 0;
  return former.seconds > former.durationSeconds - NEAR_SECONDS ? 0 : former.seconds;
}

/** That it went on where they left off, until they have seen it or said otherwise. */
function Resumed({ at, video }: { readonly at: number; readonly video: HTMLVideoElement | null }) {
  const words = useWords(WORDS);
  const [isSeen, setSeen] = useState(false);
  if (at === 0 || video === null || isSeen) return null;
  const restart = () => {
    video.currentTime = 0;
    video.play().catch(() => undefined);
    setSeen(true);
  };
  return (
    <div className="watch-resumed">
      <span>{words.resumed(clock(at))}</span>
      <Button look="quiet" onPress={restart}>
        {words.fromBeginning}
      </Button>
    </div>
  );
}

interface LinkNoticeProps {
  readonly link: LinkState;
  readonly again: () => void;
  /** Where the sound alone is to be had, and not chosen yet. */
  readonly spare?: () => void;
}

function LinkNotice({ link, again, spare }: LinkNoticeProps) {
  const words = useWords(WORDS);
  if (link === 'good') return null;
  if (link === 'failed' || link === 'unsupported')
    return (
      <Notice kind="bad" title={words[link]}>
        <p>{words.failedNext}</p>
        <div className="notice-actions">
          <Button onPress={again}>{words.again}</Button>
        </div>
      </Notice>
    );
  return (
    <Notice kind="warn" title={words[link]}>
      {spare !== undefined && (
        <div className="notice-actions">
          <Button onPress={spare}>{words.soundHelps}</Button>
        </div>
      )}
    </Notice>
  );
}
