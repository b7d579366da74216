import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { type Course, courseQuery } from '../../api/queries.js';
import { Conflict } from '../../parts/conflict.js';
import { Failure } from '../../parts/failure.js';
import { Notice, Skeleton } from '../../parts/notice.js';
import { usePageTitle } from '../../parts/page-title.js';
import { RemoveForGood } from '../../parts/remove-for-good.js';
import { useWords } from '../../words/language.js';
import { useVersionedSave } from '../../api/versioned-save.js';
import { CourseForm } from './course-form.js';
import { LessonOrder } from './lesson-order.js';
import { WORDS } from './words.js';
import './course.css';

/** Changes what a course is called, who may watch it, and the order of its lessons. */
export default function EditCourse() {
  const words = useWords(WORDS);
  usePageTitle(words.edit);
  const { id = '' } = useParams();
  const { data: course, error, refetch } = useQuery(courseQuery(id));
  if (error !== null) return <Failure error={error} again={() => void refetch()} isWhole />;
  if (course === undefined) return <Skeleton lines={6} height="2rem" />;
  return <Editing course={course} />;
}

function Editing({ course }: { readonly course: Course }) {
  const words = useWords(WORDS);
  const { id } = course;
  const saving = useVersionedSave({
    queryKey: courseQuery(id).queryKey,
    version: course.version,
    save: (edit: Partial<Course>, ifMatch) =>
      told(api.PATCH('/v1/courses/{id}', { params: { path: { id }, header: ifMatch }, body: edit })),
    outdates: ['courses'],
  });
  return (
    <div className="course">
      <h1>{words.edit}</h1>
      {saving.isConflict && <Conflict title={words.changed} />}
      <section className="panel">
        {/* What others have changed is shown anew. */}
        <CourseForm
          key={course.version}
          course={course}
          act={words.save}
          isBusy={saving.isPending}
          onSave={(edit) => saving.mutate(edit)}
        />
        {saving.isDone && <Notice kind="good" title={words.saved} />}
        {saving.failure !== undefined && <Failure error={saving.failure} />}
      </section>
      <LessonOrder
        course={course}
        isBusy={saving.isPending}
        onOrder={(assetOrder) => saving.mutate({ assetOrder })}
      />
      <RemoveForGood
        name={course.title}
        title={words.removeTitle(course.title)}
        about={words.removeAbout}
        act={words.remove}
        remove={() => told(api.DELETE('/v1/courses/{id}', { params: { path: { id } } }))}
        next="/"
        queryKey={courseQuery(id).queryKey}
        outdates={['courses']}
      />
    </div>
  );
}
