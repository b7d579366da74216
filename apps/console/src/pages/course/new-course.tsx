import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { Failure } from '../../parts/failure.js';
import { usePageTitle } from '../../parts/page-title.js';
import { useWords } from '../../words/language.js';
import { CourseForm, type CourseFields } from './course-form.js';
import { WORDS } from './words.js';
import './course.css';

export default function NewCourse() {
  const words = useWords(WORDS);
  usePageTitle(words.newCourse);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const creating = useMutation({
    mutationFn: (body: CourseFields) => told(api.POST('/v1/courses', { body })),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['courses'] });
      await navigate(`/courses/${id}`);
    },
  });
  return (
    <div className="course">
      <h1>{words.newCourse}</h1>
      <section className="panel">
        <CourseForm
          act={words.create}
          isBusy={creating.isPending}
          onSave={(fields) => creating.mutate(fields)}
        />
        {creating.error !== null && <Failure error={creating.error} />}
      </section>
    </div>
  );
}
