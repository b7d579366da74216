import { type FormEvent, useState } from 'react';
import type { Course } from '../../api/queries.js';
import { Button } from '../../parts/button.js';
import { VISIBILITY } from '../../parts/course-list.js';
import { Choice, TextArea, TextInput } from '../../parts/field.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';

export type CourseFields = Pick<Course, 'title' | 'description' | 'tags' | 'visibility'>;

interface CourseFormProps {
  readonly course?: Course;
  readonly act: string;
  readonly isBusy: boolean;
  readonly onSave: (fields: CourseFields) => void;
}

export function CourseForm({ course, act, isBusy, onSave }: CourseFormProps) {
  const words = useWords(WORDS);
  const visibility = useWords(VISIBILITY);
  const [title, setTitle] = useState(course?.title ?? '');
  const [description, setDescription] = useState(course?.description ?? '');
  const [tags, setTags] = useState(course?.tags.join(', ') ?? '');
  const [seenBy, setSeenBy] = useState<Course['visibility']>(course?.visibility ?? 'unit');
  const [isTold, setTold] = useState(false);
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTold(true);
    if (title.trim() === '') return;
    const names = tags.split(/[,，、]/).map((tag) => tag.trim());
    onSave({
      title: title.trim(),
      description: description.trim(),
      tags: [...new Set(names.filter((tag) => tag !== ''))],
      visibility: seenBy,
    });
  };
  return (
    <form className="form" onSubmit={save} noValidate>
      <TextInput
        label={words.name}
        value={title}
        maxLength={200}
        required
        error={isTold && title.trim() === '' ? words.needed : undefined}
        onChange={({ target }) => setTitle(target.value)}
      />
      <TextArea
        label={words.about}
        value={description}
        maxLength={10_000}
        onChange={({ target }) => setDescription(target.value)}
      />
      <TextInput
        label={words.tags}
        hint={words.tagsHint}
        value={tags}
        onChange={({ target }) => setTags(target.value)}
      />
      <Choice
        label={words.seenBy}
        value={seenBy}
        onChange={({ target }) => setSeenBy(target.value as Course['visibility'])}
      >
        {(['private', 'unit', 'region', 'all'] as const).map((each) => (
          <option key={each} value={each}>
            {visibility[each]}
          </option>
        ))}
      </Choice>
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={isBusy}>
          {act}
        </Button>
      </div>
    </form>
  );
}
