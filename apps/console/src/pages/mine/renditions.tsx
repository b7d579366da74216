import type { Asset } from '../../api/queries.js';
import { Progress } from '../../parts/progress.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';

/** How far each quality is while they are being made; nothing once all are there. */
export function Renditions({ asset }: { readonly asset: Asset }) {
  const words = useWords(WORDS);
  if (asset.renditions.every(({ state }) => state === 'done')) return null;
  return (
    <ul className="renditions" aria-label={words.renditions}>
      {asset.renditions.map(({ rung, state, percent }) => (
        <li key={rung}>
          <span>{rung}</span>
          <Progress
            label={words.rung(rung)}
            share={state === 'done' ? 1 : percent / 100}
            kind={state === 'failed' ? 'bad' : 'plain'}
          />
        </li>
      ))}
    </ul>
  );
}
