import type { ReactNode } from 'react';
import type { Asset } from '../../api/queries.js';
import { Notice } from '../../parts/notice.js';
import { Progress } from '../../parts/progress.js';
import { useWords } from '../../words/language.js';
import { LessonHead } from './lesson-head.js';
import { WORDS } from './words.js';

interface PreparingProps {
  readonly asset: Asset;
  readonly children: ReactNode;
}

/** What can't be shown yet, or never: how far it is, or why. */
export function Preparing({ asset, children }: PreparingProps) {
  const words = useWords(WORDS);
  return (
    <div className="watch">
      <div className="watch-main">
        {asset.state === 'failed' ? (
          <Notice kind="bad" title={words.failure}>
            {asset.failure !== null && <p>{asset.failure.reason}</p>}
            <p>{words.failureNext}</p>
          </Notice>
        ) : (
          <Notice kind="plain" title={words.preparing}>
            <p>{words.preparingNext}</p>
            <ul className="watch-rungs">
              {asset.renditions.map(({ rung, percent }) => (
                <li key={rung}>
                  <span>{words.rung(rung, percent)}</span>
                  <Progress label={rung} share={percent / 100} />
                </li>
              ))}
            </ul>
          </Notice>
        )}
        <LessonHead asset={asset} />
      </div>
      <div className="watch-side">{children}</div>
    </div>
  );
}
