import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { useSession } from '../../../api/session.js';
import { useVersionedSave } from '../../../api/versioned-save.js';
import { Button, ButtonLink } from '../../../parts/button.js';
import { Confirm } from '../../../parts/dialog.js';
import { Failure } from '../../../parts/failure.js';
import { TextInput } from '../../../parts/field.js';
import { Notice, Skeleton } from '../../../parts/notice.js';
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
      {isChanged && <NameForm key={unit.version} unit={unit} />}
      {/* The limits of a unit are set from above. */}
      <QuotaPanel account={id} isPerson={false} isChanged={isChanged && id !== own} />
      {isChanged && id !== own && <RemoveUnit unit={unit} />}
    </>
  );
}

function NameForm({ unit }: { readonly unit: Unit }) {
  const words = useWords(WORDS);
  const [name, setName] = useState(unit.name);
  const saving = useVersionedSave({
    queryKey: unitQuery(unit.id).queryKey,
    version: unit.version,
    save: (body: { name: string }, header) =>
      told(api.PATCH('/v1/admin/units/{id}', { params: { path: { id: unit.id }, header }, body })),
    outdates: ['units'],
  });
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') saving.mutate({ name: name.trim() });
  };
  return (
    <form className="panel form" onSubmit={save}>
      {saving.isConflict && (
        <Notice kind="warn" title={words.changed}>
          <p>{words.changedAbout}</p>
        </Notice>
      )}
      <TextInput
        label={words.name}
        value={name}
        maxLength={200}
        required
        onChange={({ target }) => setName(target.value)}
      />
      <div className="form-actions">
        <Button type="submit" isDisabled={saving.isPending}>
          {words.save}
        </Button>
      </div>
      {saving.isDone && <Notice kind="good" title={words.saved} />}
      {saving.failure !== undefined && <Failure error={saving.failure} />}
    </form>
  );
}

function RemoveUnit({ unit: { id, name } }: { readonly unit: Unit }) {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const removing = useMutation({
    mutationFn: () => told(api.DELETE('/v1/admin/units/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      await navigate('/admin/units');
      queries.removeQueries({ queryKey: unitQuery(id).queryKey });
      await queries.invalidateQueries({ queryKey: ['units'] });
    },
  });
  return (
    <div>
      <Button look="danger" onPress={() => setOpen(true)}>
        {words.remove}
      </Button>
      <Confirm
        title={words.removeTitle(name)}
        isOpen={isOpen}
        close={() => setOpen(false)}
        act={words.remove}
        typed={name}
        isBusy={removing.isPending}
        onConfirm={() => removing.mutate()}
      >
        <p>{words.removeAbout}</p>
        {removing.error !== null && <Failure error={removing.error} />}
      </Confirm>
    </div>
  );
}
