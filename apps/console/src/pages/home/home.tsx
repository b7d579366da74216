import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { assetsQuery, coursesQuery } from '../../api/queries.js';
import { useSession } from '../../api/session.js';
import { ButtonLink } from '../../parts/button.js';
import { CourseList } from '../../parts/course-list.js';
import { LessonGrid, LessonGridSkeleton } from '../../parts/lesson-card.js';
import { Empty } from '../../parts/notice.js';
import { Paged } from '../../parts/paged.js';
import { usePageTitle } from '../../parts/page-title.js';
import { useWords } from '../../words/language.js';
import { Begun } from './begun.js';
import { SearchBox } from './search-box.js';
import { WORDS } from './words.js';
import './home.css';

/** Where the reader left off, what is new, and what there is; or what a search finds of it. */
export default function Home() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  const [search] = useSearchParams();
  const q = search.get('q') ?? '';
  return (
    <div className="home">
      <h1 className="visually-hidden">{words.title}</h1>
      <SearchBox key={q} q={q} />
      {q === '' ? <Shelves /> : <Found q={q} />}
    </div>
  );
}

function Shelves() {
  const words = useWords(WORDS);
  const { role } = useSession();
  const isSender = role !== 'auditor';
  return (
    <>
      <Begun />
      <section aria-labelledby="fresh">
        <h2 id="fresh">{words.fresh}</h2>
        <Paged
          list={useInfiniteQuery(assetsQuery({}, 12))}
          whileLoading={<LessonGridSkeleton />}
          whenEmpty={
            <Empty title={words.none}>
              {isSender && (
                <ButtonLink look="main" to="/upload">
                  {words.upload}
                </ButtonLink>
              )}
            </Empty>
          }
        >
          {(assets) => <LessonGrid assets={assets} />}
        </Paged>
      </section>
      <section aria-labelledby="courses">
        <h2 id="courses">{words.courses}</h2>
        <Paged
          list={useInfiniteQuery(coursesQuery())}
          whenEmpty={
            <Empty title={words.noCourses}>
              {isSender && <ButtonLink to="/courses/new">{words.newCourse}</ButtonLink>}
            </Empty>
          }
        >
          {(courses) => (
            <>
              <CourseList courses={courses} />
              {isSender && <ButtonLink to="/courses/new">{words.newCourse}</ButtonLink>}
            </>
          )}
        </Paged>
      </section>
    </>
  );
}

function Found({ q }: { readonly q: string }) {
  const words = useWords(WORDS);
  const assets = useInfiniteQuery(assetsQuery({ q }));
  const courses = useInfiniteQuery(coursesQuery(q));
  return (
    <>
      <h2>{words.found(q)}</h2>
      <section aria-labelledby="found-courses">
        <h3 id="found-courses">{words.courses}</h3>
        <Paged list={courses} whenEmpty={<p>{words.nothingFound(q)}</p>}>
          {(items) => <CourseList courses={items} />}
        </Paged>
      </section>
      <section aria-labelledby="found-lessons">
        <h3 id="found-lessons">{words.recordings}</h3>
        <Paged list={assets} whenEmpty={<p>{words.nothingFound(q)}</p>} whileLoading={<LessonGridSkeleton />}>
          {(items) => <LessonGrid assets={items} />}
        </Paged>
      </section>
    </>
  );
}
