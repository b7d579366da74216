import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { assetsQuery } from '../../api/queries.js';
import { useSession } from '../../api/session.js';
import { ButtonLink } from '../../parts/button.js';
import { Empty, Skeleton } from '../../parts/notice.js';
import { Paged } from '../../parts/paged.js';
import { usePageTitle } from '../../parts/page-title.js';
import { useWords } from '../../words/language.js';
import { LessonRow } from './lesson-row.js';
import { TrashRow } from './trash-row.js';
import { WORDS } from './words.js';
import './mine.css';

/** What the reader has uploaded, with what became of it; and what they threw away. */
export default function Mine() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  const [search] = useSearchParams();
  const isTrash = search.get('show') === 'trash';
  return (
    <div className="mine">
      <div className="page-head">
        <h1>{words.title}</h1>
        <ButtonLink look="main" to="/upload">
          {words.upload}
        </ButtonLink>
      </div>
      <nav className="tabs" aria-label={words.title}>
        <Link to="/mine" aria-current={isTrash ? undefined : 'page'}>
          {words.all}
        </Link>
        <Link to="/mine?show=trash" aria-current={isTrash ? 'page' : undefined}>
          {words.trash}
        </Link>
      </nav>
      {isTrash ? <Trash /> : <Lessons />}
    </div>
  );
}

function Lessons() {
  const words = useWords(WORDS);
  const { subject } = useSession();
  return (
    <Paged
      list={useInfiniteQuery(assetsQuery({ owner: subject }))}
      whileLoading={<Skeleton lines={4} height="5rem" />}
      whenEmpty={
        <Empty title={words.none}>
          <ButtonLink look="main" to="/upload">
            {words.upload}
          </ButtonLink>
        </Empty>
      }
    >
      {(assets) => (
        <ul className="rows">
          {assets.map((asset) => (
            <LessonRow key={asset.id} asset={asset} />
          ))}
        </ul>
      )}
    </Paged>
  );
}

function Trash() {
  const words = useWords(WORDS);
  const { subject } = useSession();
  return (
    <Paged
      list={useInfiniteQuery(assetsQuery({ owner: subject, state: 'trashed' }))}
      whileLoading={<Skeleton lines={4} height="5rem" />}
      whenEmpty={<Empty title={words.noTrash} />}
    >
      {(assets) => (
        <ul className="rows">
          {assets.map((asset) => (
            <TrashRow key={asset.id} asset={asset} />
          ))}
        </ul>
      )}
    </Paged>
  );
}
