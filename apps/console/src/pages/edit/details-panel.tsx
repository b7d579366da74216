import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { type Asset, assetQuery, coursesQuery } from '../../api/queries.js';
import { useVersionedSave } from '../../api/versioned-save.js';
import { Button } from '../../parts/button.js';
import { Conflict } from '../../parts/conflict.js';
import { Failure } from '../../parts/failure.js';
import { Choice, TextArea, TextInput } from '../../parts/field.js';
import { Notice } from '../../parts/notice.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';

type Details = Pick<Asset, 'title' | 'description' | 'courseId'>;

export function DetailsPanel({ asset }: { readonly asset: Asset }) {
  const words = useWords(WORDS);
  const { id, version } = asset;
  const saving = useVersionedSave({
    queryKey: assetQuery(id).queryKey,
    version,
    save: (edit: Details, ifMatch) =>
      told(api.PATCH('/v1/assets/{id}', { params: { path: { id }, header: ifMatch }, body: edit })),
    outdates: ['assets'],
  });
  return (
    <section className="panel" aria-labelledby="details">
      <h2 id="details">{words.details}</h2>
      {saving.isConflict && <Conflict title={words.changed} />}
      {/* What others have changed is shown anew. */}
      <DetailsForm
        key={version}
        asset={asset}
        isBusy={saving.isPending}
        onSave={(edit) => saving.mutate(edit)}
      />
      {saving.isDone && <Notice kind="good" title={words.saved} />}
      {saving.failure !== undefined && <Failure error={saving.failure} />}
    </section>
  );
}

interface DetailsFormProps {
  readonly asset: Asset;
  readonly isBusy: boolean;
  readonly onSave: (details: Details) => void;
}

function DetailsForm({ asset, isBusy, onSave }: DetailsFormProps) {
  const words = useWords(WORDS);
  const courses = useInfiniteQuery(coursesQuery(undefined, 100)).data?.pages.flatMap(({ items }) => items);
  const [title, setTitle] = useState(asset.title);
  const [description, setDescription] = useState(asset.description);
  const [courseId, setCourseId] = useState(asset.courseId);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() !== '') onSave({ title: title.trim(), description: description.trim(), courseId });
  };
  return (
    <form className="form" onSubmit={save} noValidate>
      <TextInput
        label={words.name}
        value={title}
        maxLength={200}
        required
        error={title.trim() === '' ? words.needed : undefined}
        onChange={({ target }) => setTitle(target.value)}
      />
      <TextArea
        label={words.about}
        value={description}
        maxLength={10_000}
        onChange={({ target }) => setDescription(target.value)}
      />
      <Choice
        label={words.course}
        hint={words.courseHint}
        value={courseId ?? ''}
        onChange={({ target }) => setCourseId(target.value === '' ? null : target.value)}
      >
        <option value="">{words.noCourse}</option>
        {courses === undefined && courseId !== null && <option value={courseId}>…</option>}
        {courses?.map((course) => (
          <option key={course.id} value={course.id}>
            {course.title}
          </option>
        ))}
      </Choice>
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={isBusy}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
