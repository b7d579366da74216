import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { type Course, courseQuery } from '../../api/queries.js';
import { Button } from '../../parts/button.js';
import { Confirm } from '../../parts/dialog.js';
import { Failure } from '../../parts/failure.js';
import { Notice, Skeleton } from '../../parts/notice.js';
import { usePageTitle } from '../../parts/page-title.js';
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
      {saving.isConflict && (
        <Notice kind="warn" title={words.changed}>
          <p>{words.changedAbout}</p>
        </Notice>
      )}
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
      <RemoveCourse course={course} />
    </div>
  );
}

function RemoveCourse({ course: { id, title } }: { readonly course: Course }) {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const removing = useMutation({
    mutationFn: () => told(api.DELETE('/v1/courses/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      await navigate('/');
      queries.removeQueries({ queryKey: courseQuery(id).queryKey });
      await queries.invalidateQueries({ queryKey: ['courses'] });
    },
  });
  return (
    <div>
      <Button look="danger" onPress={() => setOpen(true)}>
        {words.remove}
      </Button>
      <Confirm
        title={words.removeTitle(title)}
        isOpen={isOpen}
        close={() => setOpen(false)}
        act={words.remove}
        typed={title}
        isBusy={removing.isPending}
        onConfirm={() => removing.mutate()}
      >
        <p>{words.removeAbout}</p>
        {removing.error !== null && <Failure error={removing.error} />}
      </Confirm>
    </div>
  );
}
