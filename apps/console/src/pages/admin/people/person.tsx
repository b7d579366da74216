import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { type Role, ROLES, useSession } from '../../../api/session.js';
import { useVersionedSave } from '../../../api/versioned-save.js';
import { Button } from '../../../parts/button.js';
import { Conflict } from '../../../parts/conflict.js';
import { Confirm } from '../../../parts/dialog.js';
import { Failure } from '../../../parts/failure.js';
import { Choice, TextInput } from '../../../parts/field.js';
import { Notice, Skeleton } from '../../../parts/notice.js';
import { useWords } from '../../../words/language.js';
import { QuotaPanel } from '../units/quota-panel.js';
import { ErasurePanel } from './erasure-panel.js';
import { InvitationPanel } from './invitation-panel.js';
import { type Person, personQuery } from './people-queries.js';
import { TransferPanel } from './transfer-panel.js';
import { WORDS } from './words.js';
import '../units/units.css';

export function PersonPage() {
  const words = useWords(WORDS);
  const { id = '' } = useParams();
  const { role, subject } = useSession();
  const { data: person, error, refetch } = useQuery(personQuery(id));
  if (error !== null) return <Failure error={error} again={() => void refetch()} isWhole />;
  if (person === undefined) return <Skeleton lines={6} />;
  const isChanged = role !== 'auditor' && id !== subject;
  return (
    <>
      <Link to="/admin/people">{words.back}</Link>
      <h1>{person.name ?? id}</h1>
      {isChanged && <Editing person={person} />}
      {isChanged && <InvitationPanel person={person} />}
      <QuotaPanel account={id} isPerson isChanged={isChanged} />
      {isChanged && <TransferPanel id={id} />}
      {isChanged && role === 'admin' && <ErasurePanel person={person} />}
    </>
  );
}

function Editing({ person }: { readonly person: Person }) {
  const words = useWords(WORDS);
  const { id } = person;
  const saving = useVersionedSave({
    queryKey: personQuery(id).queryKey,
    version: person.version,
    save: (body: Schemas['PersonEdit'], header) =>
      told(api.PATCH('/v1/admin/people/{id}', { params: { path: { id }, header }, body })),
    outdates: ['people'],
  });
  return (
    <section className="panel form">
      {saving.isConflict && <Conflict title={words.changed} />}
      {/* What others have changed is shown anew. */}
      <PersonForm
        key={person.version}
        person={person}
        isBusy={saving.isPending}
        onSave={(edit) => saving.mutate(edit)}
      />
      {saving.isDone && <Notice kind="good" title={words.saved} />}
      {saving.failure !== undefined && <Failure error={saving.failure} />}
    </section>
  );
}

interface PersonFormProps {
  readonly person: Person;
  readonly isBusy: boolean;
  readonly onSave: (edit: Schemas['PersonEdit']) => void;
}

function PersonForm({ person, isBusy, onSave }: PersonFormProps) {
  const words = useWords(WORDS);
  const [role, setRole] = useState<Role | ''>(person.assignedRole ?? '');
  const [unit, setUnit] = useState(person.assignedUnit ?? '');
  const [externalId, setExternalId] = useState(person.externalId ?? '');
  const [isAsked, setAsked] = useState(false);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave({
      ...(role !== (person.assignedRole ?? '') && { role: role === '' ? null : role }),
      ...(unit.trim() !== (person.assignedUnit ?? '') && { unit: unit.trim() === '' ? null : unit.trim() }),
      ...(externalId.trim() !== (person.externalId ?? '') && {
        externalId: externalId.trim() === '' ? null : externalId.trim(),
      }),
    });
  };
  const able = (disabled: boolean) => {
    setAsked(false);
    onSave({ disabled });
  };
  return (
    <form className="form" onSubmit={save}>
      <Choice
        label={words.role}
        hint={words.roleHint}
        value={role}
        onChange={({ target }) => setRole(target.value as Role | '')}
      >
        <option value="">{words.asToken}</option>
        {ROLES.map((each) => (
          <option key={each} value={each}>
            {words[each]}
          </option>
        ))}
      </Choice>
      <TextInput
        label={words.unitId}
        hint={words.unitHint}
        value={unit}
        maxLength={64}
        onChange={({ target }) => setUnit(target.value)}
      />
      <TextInput
        label={words.externalId}
        value={externalId}
        maxLength={200}
        onChange={({ target }) => setExternalId(target.value)}
      />
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={isBusy}>
          {words.save}
        </Button>
        {person.disabled ? (
          <Button isDisabled={isBusy} onPress={() => able(false)}>
            {words.enable}
          </Button>
        ) : (
          <Button look="danger" isDisabled={isBusy} onPress={() => setAsked(true)}>
            {words.disable}
          </Button>
        )}
      </div>
      <Confirm
        title={words.disableTitle(person.name ?? person.id)}
        isOpen={isAsked}
        close={() => setAsked(false)}
        act={words.disable}
        onConfirm={() => able(true)}
      >
        <p>{words.disableAbout}</p>
      </Confirm>
    </form>
  );
}
