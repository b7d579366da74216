import type { ReactNode } from 'react';
import { useDownload } from '../../api/download.js';
import type { Asset } from '../../api/queries.js';
import { Button } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { useWords } from '../../words/language.js';
import type { Position } from './use-position.js';
import { useWatchApi } from './watch-api.js';
import { WORDS } from './words.js';

interface LessonHeadProps {
  readonly asset: Pick<Asset, 'id' | 'title' | 'description'>;
  readonly progress?: Position | undefined;
  /** Whether its original is offered. */
  readonly isSaved?: boolean;
  readonly saving?: ReactNode;
}

/** What it is called and about, how far the viewer is, and what can be done with it. */
export function LessonHead({ asset, progress, isSaved = true, saving }: LessonHeadProps) {
  const words = useWords(WORDS);
  return (
    <header className="watch-head">
      <h1>{asset.title}</h1>
      <div className="watch-acts">
        {progress !== undefined && <Progressed progress={progress} />}
        {saving}
        {isSaved && <Download id={asset.id}>{words.download}</Download>}
      </div>
      {asset.description !== '' && <p className="watch-about">{asset.description}</p>}
    </header>
  );
}

function Progressed({ progress: { share, completedAt } }: { readonly progress: Position }) {
  const words = useWords(WORDS);
  if (completedAt !== null) return <span className="watch-complete">✓ {words.complete}</span>;
  return share > 0 ? <span className="watch-soft">{words.watched(Math.floor(share * 100))}</span> : null;
}

/** Saves an original. */
export function Download({
  id,
  label,
  children,
}: {
  readonly id: string;
  /** Where more is to be read out than is seen. */
  readonly label?: string;
  readonly children: ReactNode;
}) {
  const linking = useDownload(useWatchApi(), id);
  return (
    <>
      <Button
        look="plain"
        isDisabled={linking.isPending}
        onPress={() => linking.mutate()}
        {...(label !== undefined && { 'aria-label': label })}
      >
        {children}
      </Button>
      {linking.error !== null && <Failure error={linking.error} />}
    </>
  );
}
