import { useQueries, useQuery } from '@tanstack/react-query';
import { assetQuery, begunQuery } from '../../api/queries.js';
import { clock } from '../../parts/amounts.js';
import { LessonCard } from '../../parts/lesson-card.js';
import { Progress } from '../../parts/progress.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';

/** What the reader has begun to watch; nothing where they have not, or where none of it can be seen any more. */
export function Begun() {
  const words = useWords(WORDS);
  const { data: begun } = useQuery(begunQuery);
  const rows = begun?.items ?? [];
  const assets = useQueries({ queries: rows.map(({ asset }) => ({ ...assetQuery(asset), retry: false })) });
  const shown = rows.flatMap((row, at) => {
    const asset = assets[at]?.data;
    return asset === undefined || asset.deletedAt !== null ? [] : [{ row, asset }];
  });
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="begun">
      <h2 id="begun">{words.begun}</h2>
      <ul className="lesson-grid">
        {shown.map(({ row, asset }) => (
          <li key={asset.id}>
            <LessonCard asset={asset} note={words.left(clock(row.seconds))} />
            <Progress label={words.left(clock(row.seconds))} share={row.seconds / row.durationSeconds} />
          </li>
        ))}
      </ul>
    </section>
  );
}
