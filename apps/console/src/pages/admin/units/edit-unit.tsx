import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { useSession } from '../../../api/session.js';
import { useVersionedSave } from '../../../api/versioned-save.js';
import { Button, ButtonLink } from '../../../parts/button.js';
import { Conflict } from '../../../parts/conflict.js';
import { Failure } from '../../../parts/failure.js';
import { TextInput } from '../../../parts/field.js';
import { Notice, Skeleton } from '../../../parts/notice.js';
import { RemoveForGood } from '../../../parts/remove-for-good.js';
import { useWords } from '../../../words/language.js';
import { QuotaPanel } from './quota-panel.js';
import { type Unit, unitQuery } from './unit-queries.js';
import { WORDS } from './words.js';

export function EditUnit() {
  const words = useWords(WORDS);
  const { id = '' } = useParams();
  const { role, unit: own } = useSession();
  const { data: unit, error, refetch } = useQuery(unitQuery(id));
  if (error !== null) return <Failure error={error} again={() => void refetch()} isWhole />;
  if (unit === undefined) return <Skeleton lines={6} />;
  const isChanged = role !== 'auditor';
  return (
    <>
      <Link to="/admin/units">{words.back}</Link>
      <div className="page-head">
        <h1>{unit.name}</h1>
        {isChanged && unit.kind !== 'department' && (
          <ButtonLink to={`/admin/units/new?below=${id}`}>{words.add}</ButtonLink>
        )}
      </div>
      {isChanged && <NamePanel unit={unit} />}
      {/* The limits of a unit are set from above. */}
      <QuotaPanel account={id} isPerson={false} isChanged={isChanged && id !== own} />
      {isChanged && id !== own && (
        <RemoveForGood
          name={unit.name}
          title={words.removeTitle(unit.name)}
          about={words.removeAbout}
          act={words.remove}
          remove={() => told(api.DELETE('/v1/admin/units/{id}', { params: { path: { id } } }))}
          next="/admin/units"
          queryKey={unitQuery(id).queryKey}
          outdates={['units']}
        />
      )}
    </>
  );
}

function NamePanel({ unit }: { readonly unit: Unit }) {
  const words = useWords(WORDS);
  const saving = useVersionedSave({
    queryKey: unitQuery(unit.id).queryKey,
    version: unit.version,
    save: (body: { name: string }, header) =>
      told(api.PATCH('/v1/admin/units/{id}', { params: { path: { id: unit.id }, header }, body })),
    outdates: ['units'],
  });
  return (
    <section className="panel form">
      {saving.isConflict && <Conflict title={words.changed} />}
      {/* What others have changed is shown anew. */}
      <NameForm
        key={unit.version}
        unit={unit}
        isBusy={saving.isPending}
        onSave={(name) => saving.mutate({ name })}
      />
      {saving.isDone && <Notice kind="good" title={words.saved} />}
      {saving.failure !== undefined && <Failure error={saving.failure} />}
    </section>
  );
}

interface NameFormProps {
  readonly unit: Unit;
  readonly isBusy: boolean;
  readonly onSave: (name: string) => void;
}

function NameForm({ unit, isBusy, onSave }: NameFormProps) {
  const words = useWords(WORDS);
  const [name, setName] = useState(unit.name);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') onSave(name.trim());
  };
  return (
    <form className="form" onSubmit={save}>
      <TextInput
        label={words.name}
        value={name}
        maxLength={200}
        required
        onChange={({ target }) => setName(target.value)}
      />
      <div className="form-actions">
        <Button type="submit" isDisabled={isBusy}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
