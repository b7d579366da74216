import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Asset } from '../api/queries.js';
import { useLanguage } from '../words/language.js';
import { agoIn, clock } from './amounts.js';
import { Poster } from './poster.js';
import './lesson-card.css';

interface LessonCardProps {
  readonly asset: Asset;
  /** Said below its title, in the place of when it came. */
  readonly note?: ReactNode;
}

/** A lesson in a grid of them: its picture, length and title. */
export function LessonCard({ asset, note }: LessonCardProps) {
  const { language } = useLanguage();
  return (
    <article className="lesson-card">
      <Link to={`/watch/${asset.id}`}>
        <span className="lesson-picture">
          <Poster asset={asset} width={320} />
          {asset.durationSeconds !== null && (
            <span className="lesson-length">{clock(asset.durationSeconds)}</span>
          )}
        </span>
        <h3>{asset.title}</h3>
      </Link>
      <p>{note ?? agoIn(language, asset.createdAt)}</p>
    </article>
  );
}

/** Cards beside each other, as many as there is room for. */
export function LessonGrid({ assets }: { readonly assets: readonly Asset[] }) {
  return (
    <ul className="lesson-grid">
      {assets.map((asset) => (
        <li key={asset.id}>
          <LessonCard asset={asset} />
        </li>
      ))}
    </ul>
  );
}

/** Where such cards will stand. */
export function LessonGridSkeleton() {
  return (
    <ul className="lesson-grid" aria-hidden="true">
      {Array.from({ length: 4 }, (_, at) => (
        <li key={at}>
          <div className="lesson-card">
            <span className="lesson-picture skeleton">
              <span style={{ height: '100%' }} />
            </span>
            <h3>&nbsp;</h3>
            <p>&nbsp;</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
