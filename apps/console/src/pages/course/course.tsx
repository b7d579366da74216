import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { assetsQuery, courseQuery } from '../../api/queries.js';
import { useSession } from '../../api/session.js';
import { ButtonLink } from '../../parts/button.js';
import { VISIBILITY } from '../../parts/course-list.js';
import { Failure } from '../../parts/failure.js';
import { LessonGrid, LessonGridSkeleton } from '../../parts/lesson-card.js';
import { Empty, Skeleton } from '../../parts/notice.js';
import { Paged } from '../../parts/paged.js';
import { usePageTitle } from '../../parts/page-title.js';
import { useWords } from '../../words/language.js';
import { ordered } from './ordered.js';
import { WORDS } from './words.js';
import './course.css';

/** A course, with its lessons in their order. */
export default function CoursePage() {
  const words = useWords(WORDS);
  const visibility = useWords(VISIBILITY);
  const { id = '' } = useParams();
  const { subject, role } = useSession();
  const { data: course, error, refetch } = useQuery(courseQuery(id));
  const lessons = useInfiniteQuery(assetsQuery({ courseId: id }, 100));
  usePageTitle(course?.title ?? '');
  if (error !== null) return <Failure error={error} again={() => void refetch()} isWhole />;
  if (course === undefined) return <Skeleton lines={4} height="2rem" />;
  const mayEdit = course.owner === subject || role === 'admin' || role === 'unit-admin';
  return (
    <div className="course">
      <div className="page-head">
        <h1>{course.title}</h1>
        {mayEdit && (
          <div className="form-actions">
            <ButtonLink to={`/upload?course=${id}`}>{words.upload}</ButtonLink>
            <ButtonLink to={`/courses/${id}/edit`}>{words.edit}</ButtonLink>
          </div>
        )}
      </div>
      <p className="course-facts">{[visibility[course.visibility], ...course.tags].join(' · ')}</p>
      {course.description !== '' && <p className="course-description">{course.description}</p>}
      <h2>{words.lessons}</h2>
      <Paged list={lessons} whenEmpty={<Empty title={words.none} />} whileLoading={<LessonGridSkeleton />}>
        {(assets) => <LessonGrid assets={ordered(assets, course.assetOrder)} />}
      </Paged>
    </div>
  );
}
